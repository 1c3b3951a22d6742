/* answers: see answers.h. */
#include "daemon/intake/answers.h"

#include "daemon/act/list.h"
#include "daemon/act/may.h"
#include "daemon/act/refusal.h"
#include "daemon/calendar/month.h"
#include "daemon/intake/explained.h"
#include "daemon/out/changed.h"
#include "daemon/out/notice.h"
#include "daemon/policy/verbhelp.h"
#include "daemon/policy/wording.h"
#include "daemon/policy/words.h"
#include "daemon/ticket/away.h"
#include "daemon/ticket/step.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"
#include "sql.h"

enum {
	ENTRIES_MAX = 200,		/* of a history, the newest */
	TICKETS_MAX = 200,		/* of a list */
	WRITTEN_MAX = 4000		/* octets of one entry's text */
};

static const struct str YES = STR("yes");

struct question {			/* a line that asks, and what it asks of the database */
	const struct order		*order;
	struct sql_show_entries		history;
	struct sql_show_waking		waking;
	struct sql_list_open		list;
	struct explain_ask		explain;
};

struct answering {
	struct work		*w;
	const struct reading	*r;
	struct ticket		*t;		/* NULL: none */
	struct str		 language;
	const struct zone	*zone;
};

static struct view *
object(struct arena *a, struct view *list)
{
	return view_add(a, list, STR_NONE, view_object(a));
}

static struct view *
add_list(struct arena *a, struct view *parent, const char *name)
{
	return view_add(a, parent, str_c(name), view_list(a));
}

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

static void
add_more(struct arena *a, struct view *answer, size_t n)
{
	if (n > 0)
		view_text(a, answer, "more", number(a, (int64_t)n));
}

/* When it is seen again, but for what it is meant to be done by: a fact. */
static void
add_waking(const struct answering *an, struct view *answer, struct sql_show_waking h)
{
	struct arena *a = an->w->a;
	struct view *list = add_list(a, answer, "waking");
	struct sql_show_waking_row row;

	for (size_t i = 0; sql_show_waking_row(an->w->db, h, i, &row); i++) {
		struct view *one;

		if (!str_eq(row.kind, STR("snooze")) && !str_eq(row.kind, STR("hold")))
			continue;
		one = object(a, list);
		view_text(a, one, str_dup(a, row.kind).p, YES);
		view_text(a, one, "at", zone_text(a, an->zone, row.due_at));
		view_text(a, one, "who", str_dup(a, row.point));
	}
}

static bool
is_in_facts(const struct answering *an, const struct field_value *f)
{
	return str_eq(f->name, STR("severity")) || str_eq(f->name, STR("version")) ||
	    !type_has_field(ticket_type(an->w, an->t), f->name);
}

/* What the facts of a notice leave out. */
static void
show(const struct answering *an, struct view *answer, struct sql_show_waking waking)
{
	struct arena *a = an->w->a;
	struct view *values = add_list(a, answer, "values");
	struct strs people = { 0 };

	for (size_t i = 0; i < an->t->participants.n; i++)
		strs_add(a, &people, an->t->participants.v[i].addr);
	view_text(a, answer, "people", strs_join(a, &people, ", "));
	add_waking(an, answer, waking);
	for (size_t i = 0; i < an->t->fields.n; i++) {
		const struct field_value *f = &an->t->fields.v[i];
		struct view *one;

		if (is_in_facts(an, f))
			continue;
		one = object(a, values);
		view_text(a, one, "name", f->name);
		view_text(a, one, "value", f->value);
		view_text(a, one, "unverified", f->verified ? STR_NONE : YES);
	}
}

/* By their numbers #split and #accept name them. */
static bool
is_mail(const struct sql_show_entries_row *en)
{
	return en->raw != 0 && (str_eq(en->kind, str_c(entry_kind_word(ENTRY_MAIL_IN))) ||
	    str_eq(en->kind, str_c(entry_kind_word(ENTRY_HELD))));
}

/* As people call it. */
static struct str
value_text(const struct answering *an, const struct sql_show_entries_row *en, struct str value)
{
	struct arena *a = an->w->a;

	return changed_text(an->w, an->t, str_dup(a, en->what), str_dup(a, value), an->zone,
	    an->language);
}

/* A promise is many words, which stand in the data. */
static void
add_entry(const struct answering *an, struct view *items, const struct sql_show_entries_row *en)
{
	struct arena *a = an->w->a;
	struct view *one = object(a, items);
	bool is_promise = str_eq(en->what, STR("promise"));
	bool is_change = en->what.n > 0 && !is_promise;
	size_t proofs = 0;
	struct str text = str_trim(en->new_text);

	if (text.n == 0 && !is_change)
		text = en->data;
	text = token_blank(a, str_dup(a, text), &proofs);
	view_text(a, one, "at", zone_text(a, an->zone, en->at));
	view_text(a, one, "kind", wording(WORDING_ENTRY, str_dup(a, en->kind), an->language));
	view_text(a, one, "author", str_dup(a, en->author));
	view_text(a, one, "number", is_mail(en) ? number(a, en->id) : STR_NONE);
	view_text(a, one, "internal", en->public ? STR_NONE : YES);
	view_text(a, one, "waits", en->waits ? YES : STR_NONE);
	if (is_change) {
		view_text(a, one, "what", wording(WORDING_CHANGE, str_dup(a, en->what),
		    an->language));
		view_text(a, one, "before", value_text(an, en, en->old));
		view_text(a, one, "after", en->new.n > 0 ? value_text(an, en, en->new) :
		    STR("–"));
	}
	view_text(a, one, "written", str_utf8_cut(text, WRITTEN_MAX));
	view_text(a, one, "cut", text.n > WRITTEN_MAX ? YES : STR_NONE);
}

/* The newest first: what is too much is left out at the end. */
static void
history(const struct answering *an, struct view *answer, struct sql_show_entries h)
{
	struct view *items = add_list(an->w->a, answer, "items");
	size_t n = sql_show_entries_count(an->w->db, h), told = 0;
	struct sql_show_entries_row row;

	for (size_t i = n; i-- > 0 && told < ENTRIES_MAX; told++)
		if (sql_show_entries_row(an->w->db, h, i, &row))
			add_entry(an, items, &row);
	add_more(an->w->a, answer, n - told);
}

static void
list(const struct answering *an, struct view *answer, struct sql_list_open h)
{
	struct arena *a = an->w->a;
	struct view *items = add_list(a, answer, "items"), *one;
	size_t n = sql_list_open_count(an->w->db, h);
	struct sql_list_open_row row;

	for (size_t i = 0; i < n && i < TICKETS_MAX && sql_list_open_row(an->w->db, h, i, &row);
	    i++) {
		one = object(a, items);
		view_text(a, one, "number", number(a, row.id));
		view_text(a, one, "subject", str_dup(a, row.subject));
		view_text(a, one, "state", status_label(types_of(&an->w->conf->types, row.type),
		    str_dup(a, row.status), an->language));
		view_text(a, one, "severity", wording(WORDING_SEVERITY,
		    str_dup(a, row.severity), an->language));
		view_text(a, one, "from", str_dup(a, row.requester));
		view_text(a, one, "at", row.due_at == 0 ? STR_NONE :
		    zone_text(a, an->zone, row.due_at));
		view_text(a, one, "by", row.do_by == 0 ? STR_NONE :
		    zone_text(a, an->zone, row.do_by));
	}
	if (n > TICKETS_MAX)
		view_text(a, answer, "more", str_printf(a, "%d+", (int)(n - TICKETS_MAX)));
}

static void
explain(const struct answering *an, struct view *answer, const struct explain_ask *ask,
    struct str rule)
{
	struct work *w = an->w;
	struct explain x;

	if (explain_read(w->a, w->db, w->conf, w->now, ask, rule, &x))
		add_more(w->a, answer, explained_add(w->a, answer, &x, an->zone,
		    templates_words(&w->conf->templates, an->language)));
}

/* The one of the manual, if it will do here, else one that will; or none. */
static struct str
example_of(const struct prospect *p, const struct verb *v, const struct strs *values)
{
	const char *usual = verb_help_of(v)->example;
	struct str value = usual != NULL ? str_c(usual) : values->n > 0 ? values->v[0] : STR_NONE;
	struct order o = { v, value, STR_NONE };
	struct why *why = value.n == 0 ? NULL : act_try(p, &o);

	if (why == NULL)
		return value.n == 0 ? STR_NONE : refusal_line(p, v, value);
	if (why->instead.n > 0 || values->n == 0)
		return why->instead;
	o.value = values->v[0];
	return act_try(p, &o) != NULL ? STR_NONE : refusal_line(p, v, values->v[0]);
}

/* What can stand behind it. */
static void
add_verb(const struct answering *an, const struct prospect *p, struct view *items,
    const struct verb *v)
{
	struct arena *a = an->w->a;
	struct order bare = { .verb = v };
	struct strs values = act_values(p, v);
	struct view *one;

	if ((v->value == NULL || verb_is_optional(v)) && act_try(p, &bare) != NULL)
		return;			/* not in the state that it is in */
	one = object(a, items);
	view_text(a, one, "line", refusal_line(p, v, v->value == NULL ? STR_NONE :
	    str_c(v->value)));
	view_text(a, one, "does", words_in(a, templates_words(&an->w->conf->templates,
	    an->language), str_c(v->help)));
	view_text(a, one, "values_allowed", verb_has(v, VERB_ASKS) ? STR_NONE :
	    why_list(a, &values));
	view_text(a, one, "example", example_of(p, v, &values));
}

/* What this person may do with this ticket now. */
static void
help(const struct answering *an, struct view *answer, struct str only)
{
	struct ticket none = { .status = STR("new"), .category = STR("new") };
	struct actor actor = reading_actor(an->r);
	struct view *items = add_list(an->w->a, answer, "items");

	for (size_t i = 0; i < VERBS; i++) {
		const struct verb *v = verb_row((enum verb_id)i);
		struct prospect p;

		act_prospect(&p, an->w, an->t != NULL ? an->t : &none, &actor);
		if ((v->doors & DOOR_MAIL) == 0 || act_may(&p, v) != NULL ||
		    (an->t == NULL && !verb_has(v, VERB_ALONE) && !verb_is(v, VERB_NEW)) ||
		    (only.n > 0 && !str_eq(only, str_c(v->name))))
			continue;
		add_verb(an, &p, items, v);
	}
}

/* What verbs must know of the ticket, for help. */
static int
look(const struct answering *an, const struct question *q)
{
	struct actor actor = reading_actor(an->r);

	if (an->t == NULL || !verb_is(q->order->verb, VERB_HELP))
		return 0;
	an->t->waiting = (struct waiting){ 0 };	/* the mail's orders were done since */
	an->t->deeds = (struct deeds){ 0 };
	for (size_t i = 0; i < VERBS; i++)
		if (act_look(an->w, an->t, &actor, verb_row((enum verb_id)i), STR_NONE) == -1)
			return -1;
	return 0;
}

/* Made apart, and sent by a mail of its own. */
static void
want(const struct answering *an, struct str what, struct str whose, int64_t month)
{
	sql_report_want(an->w->db, &(struct sql_report_want_in){ .agent = an->r->agent->name,
	    .mailbox = an->r->in->item.mailbox, .what = what, .month = month, .whose = whose,
	    .now = an->w->now,
	    .message_id = an->r->letter->message_id,
	    .subject = an->t == NULL ? an->r->letter->subject : STR_NONE });
	an->w->reports_wait = true;
}

/* "sla 2026-10", a timesheet's "ana 2026-10". */
static void
want_report(const struct answering *an, struct str value, bool timesheet)
{
	size_t blank = str_chr(value, ' ', 0);
	int64_t month;

	if (blank == SIZE_MAX || !month_parse(str_sub(value, blank + 1, SIZE_MAX), &month))
		return;
	want(an, timesheet ? STR("timesheet") : STR("sla"), timesheet ? str_sub(value, 0, blank) :
	    STR_NONE, month);
}

static bool
is_view(const struct order *o)
{
	return verb_is(o->verb, VERB_LIST) && o->value.n > 0;
}

/* Which views there are for them, below their own tickets: "board (Team board), …". */
static void
add_views(const struct answering *an, struct view *answer)
{
	struct arena *a = an->w->a;
	struct strs names = list_names(a, an->w->conf, an->r->agent), said = { 0 };

	for (size_t i = 0; i < names.n; i++)
		strs_add(a, &said, str_printf(a, "%.*s (%.*s)", STR_ARG(names.v[i]),
		    STR_ARG(view_title(view_defs_find(&an->w->conf->views, names.v[i]),
		    an->language))));
	view_text(a, answer, "views", strs_join(a, &said, ", "));
}

static void
ask(const struct answering *an, struct question *q)
{
	struct work *w = an->w;

	if (verb_is(q->order->verb, VERB_SHOW))
		q->waking = sql_show_waking(w->db, an->t->id);
	if (verb_is(q->order->verb, VERB_HISTORY))
		q->history = sql_show_entries(w->db, an->t->id);
	if (verb_is(q->order->verb, VERB_EXPLAIN))
		explain_ask(w->db, an->t->id, &q->explain);
	if (is_view(q->order))
		want(an, STR("view"), q->order->value, 0);
	else if (verb_is(q->order->verb, VERB_LIST))
		q->list = sql_list_own(w->db, an->r->agent->name, TICKETS_MAX + 1);
	if (verb_is(q->order->verb, VERB_REPORT) || verb_is(q->order->verb, VERB_TIMESHEET))
		want_report(an, q->order->value, verb_is(q->order->verb, VERB_TIMESHEET));
}

static void
answer(const struct answering *an, struct view *answers, const struct question *q)
{
	struct arena *a = an->w->a;
	const struct verb *v = q->order->verb;
	int64_t until = away_of(an->w, an->r->agent).until;
	struct view *one = object(a, answers);

	view_text(a, one, "title", q->order->why);
	view_text(a, one, is_view(q->order) ? "report" : v->name, YES);
	if (is_view(q->order))
		return;
	if (verb_is(v, VERB_LIST) || verb_is(v, VERB_HELP))
		view_text(a, one, "away", until == 0 ? STR_NONE : zone_text(a, an->zone, until));
	if (verb_is(v, VERB_SHOW))
		show(an, one, q->waking);
	else if (verb_is(v, VERB_HISTORY))
		history(an, one, q->history);
	else if (verb_is(v, VERB_EXPLAIN))
		explain(an, one, &q->explain, q->order->value);
	else if (verb_is(v, VERB_LIST)) {
		list(an, one, q->list);
		add_views(an, one);
	} else if (verb_is(v, VERB_HELP))
		help(an, one, q->order->value);
}

int
answers_add(struct work *w, const struct reading *r, struct ticket *t,
    const struct orders *orders, struct told *told)
{
	struct question *q = ARENA_ARRAY(w->a, orders->n, struct question);
	struct event ev = reading_event(r, EVENT_NOTED, NULL, &(struct entry){ .at = w->now });
	struct reader reader = notice_reader(w, &ev, &(struct recipient){ .agent = r->agent });
	struct answering an = { w, r, t, reader.language, facts_zone(w, &ev, &reader) };
	size_t n = 0;

	for (size_t i = 0; i < orders->n; i++)
		if (verb_has(orders->v[i].verb, VERB_ASKS))
			q[n++].order = &orders->v[i];
	if (n == 0)
		return 0;
	for (size_t i = 0; i < n; i++)
		if (look(&an, &q[i]) == -1)
			return -1;
	for (size_t i = 0; i < n; i++)
		ask(&an, &q[i]);
	if (work_run(w) == -1)
		return -1;
	told->answers = view_list(w->a);
	for (size_t i = 0; i < n; i++)
		answer(&an, told->answers, &q[i]);
	return 0;
}
