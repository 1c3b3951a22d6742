/* plan: see plan.h. */
#include "daemon/ticket/plan.h"

#include "daemon/sla/promise.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/fault.h"
#include "daemon/ticket/reach.h"
#include "daemon/ticket/runs.h"
#include "daemon/ticket/timerow.h"
#include "daemon/ticket/timerrow.h"
#include "daemon/ticket/wake.h"
#include "parsers/base/array.h"
#include "parsers/base/names.h"
#include "parsers/field/key.h"
#include "sql.h"

static const char *const words[CHANGES] = {
	[CHANGE_STATUS] = "status", [CHANGE_TYPE] = "type", [CHANGE_ASSIGNEE] = "assignee", [CHANGE_TEAM] = "team",
	[CHANGE_SLA] = "sla", [CHANGE_TAG] = "tag", [CHANGE_CC] = "cc",
	[CHANGE_REACH] = "retry-address",
	[CHANGE_START] = "start",
	[CHANGE_DUE] = "due", [CHANGE_SNOOZE] = "snooze", [CHANGE_HOLD] = "hold-until",
	[CHANGE_SUBJECT] = "subject", [CHANGE_PROJECT] = "project",
	[CHANGE_REQUESTER] = "requester",
	[CHANGE_RUNS] = "runs", [CHANGE_RUNS_KEPT] = "runs-doubt",
	[CHANGE_FIELD] = "field",	[CHANGE_PROMISE] = "promise",
	[CHANGE_RELATION] = "relation", [CHANGE_ASKED] = "asked",
	[CHANGE_TIME] = "time", [CHANGE_TIMER] = "timer", [CHANGE_FAULT] = "fault", [CHANGE_SPLIT] = "split", [CHANGE_SPAM] = "spam", [CHANGE_ERASED] = "erased",
};

void
plan_add(struct arena *a, struct plan *p, const struct change *c)
{
	p->v = array_grow(a, p->v, p->n, sizeof(*p->v));
	p->v[p->n++] = *c;
}

int
plan_change(struct arena *a, struct plan *p, enum change_what what, struct str from,
    struct str to, const struct cause *by)
{
	struct change c = { .what = what, .old = from, .new = to, .by = *by };

	plan_add(a, p, &c);
	return 1;
}

int
change_find(struct str word)
{
	for (int i = 0; i < CHANGES; i++)
		if (str_eq(word, str_c(words[i])))
			return i;
	return -1;
}

struct str
change_word(const struct change *c)
{
	return c->what == CHANGE_FIELD ? c->field.name :
	    c->what == CHANGE_RELATION ? str_c(related_word(c->how)) :
	    str_c(NAMES_WORD(words, c->what));
}

static const char *
or_none(struct arena *a, struct str s)
{
	return s.n == 0 ? "none" : str_dup(a, s).p;
}

/* What is there beside others of its kind, and takes no other's place. */
static bool
is_one_of_many(enum change_what what)
{
	return what == CHANGE_TAG || what == CHANGE_CC || what == CHANGE_REACH ||
	    what == CHANGE_TIME || what == CHANGE_FAULT;
}

struct str
plan_text(struct arena *a, const struct plan *p)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < p->n; i++) {
		const struct change *c = &p->v[i];

		buf_printf(&b, "%.*s: ", STR_ARG(change_word(c)));
		if (c->what != CHANGE_PROMISE && (c->old.n > 0 || !is_one_of_many(c->what)))
			buf_printf(&b, "%s -> ", or_none(a, c->old));
		buf_printf(&b, "%s", c->what == CHANGE_PROMISE ? promise_text(a, c->promise).p :
		    or_none(a, c->new));
		if (c->by.why.n > 0)
			buf_printf(&b, " (%s%.*s)", c->by.source == FIELD_RULE ? "rule " : "",
			    STR_ARG(c->by.why));
		buf_addc(&b, '\n');
	}
	return buf_str(&b);
}

static enum entry_kind
kind_of(const struct change *c)
{
	if (c->what == CHANGE_PROMISE)
		return ENTRY_CLOCK;
	return c->by.source == FIELD_RULE ? ENTRY_RULE :
	    c->by.source == FIELD_COMMAND ? ENTRY_COMMAND : ENTRY_CHANGE;
}

/* Core is told to read the mail once more. */
static void
split_off(struct work *w, const struct change *c)
{
	int64_t entry = 0;

	str_i64(c->new, &entry);
	sql_mail_split(w->db, entry, c->by.author, w->now);
	sql_notify(w->db);
}

static void
move(struct work *w, int64_t ticket, struct str project)
{
	time_row_move(w, ticket, project);
	sql_ticket_move(w->db, ticket, project);
}

static void
store_relation(struct work *w, int64_t ticket, int64_t entry, const struct change *c)
{
	relation_store(w, ticket, &(struct relation_change){ c->how, c->other, c->new.n == 0,
	    c->by.author, c->by.by_agent, c->by.at, entry });
	if (c->how == RELATED_MERGED_INTO && c->new.n > 0)
		time_row_merge(w, ticket, c->other);
}

/* What a change keeps beside its ticket's row (ticket_update). */
static void
store_rows(struct work *w, int64_t ticket, int64_t entry, const struct change *c)
{
	if (c->what == CHANGE_CC && c->new.n > 0)
		sql_participant_insert(w->db, ticket, c->new, STR_NONE);
	else if (c->what == CHANGE_CC)
		sql_participant_delete(w->db, ticket, c->old);
	else if (c->what == CHANGE_TIME)
		time_row_store(w, ticket, c->time, entry);
	else if (c->what == CHANGE_FAULT)
		fault_store(w, ticket, c);
	else if (c->what == CHANGE_TIMER)
		timer_store(w, ticket, c);
	else if (c->what == CHANGE_REACH)
		reach_clear(w, c->new);
	else if (c->what == CHANGE_SUBJECT)
		sql_ticket_rename(w->db, ticket, c->new);
	else if (c->what == CHANGE_PROJECT)
		move(w, ticket, c->new);
	else if (c->what == CHANGE_SPLIT)
		split_off(w, c);
	else if (c->what == CHANGE_RUNS)
		runs_store(w, ticket, c->run);
	else if (c->what == CHANGE_RUNS_KEPT)
		runs_keep(w, c->run);
	else if (c->what == CHANGE_RELATION && c->other != 0)
		store_relation(w, ticket, entry, c);
	else
		wake_store(w, ticket, c);
}

/* The entry says who and when, the change what, from what and why; a promise is there
 * whole, so that the history explains itself. */
static int
store_change(struct work *w, int64_t ticket, const struct change *c)
{
	struct entry en = { .id = c->entry, .ticket = ticket, .at = c->by.at,
	    .kind = kind_of(c), .author = c->by.author, .by_agent = c->by.by_agent };

	if (c->entry == 0 && entry_add(w, &en) == -1)
		return -1;
	store_rows(w, ticket, en.id, c);
	sql_change_insert(w->db, &(struct sql_change_insert_in){
	    .entry = en.id, .ticket = ticket, .at = en.at,
	    .what = c->what == CHANGE_FIELD ? STR("field") : change_word(c),
	    .field = c->what == CHANGE_FIELD ? c->field.name : STR_NONE,
	    .old = c->old, .new = c->new, .why = c->by.why,
	    .promise = c->what == CHANGE_PROMISE ? promise_json(w->a, c->promise) :
		STR_NONE,
	    .category = str_eq(c->category, c->new) ? STR_NONE : c->category });
	return 0;
}

void
plan_store_field(struct work *w, int64_t ticket, const struct field_value *v)
{
	if (v->value.n == 0) {		/* it was taken back: nobody knows it */
		sql_field_delete(w->db, ticket, v->name);
		return;
	}
	sql_field_put(w->db, &(struct sql_field_put_in){
	    .ticket = ticket, .name = v->name, .value = v->value,
	    .key = field_key_in(w->a, &w->conf->fields, v->name, v->value),
	    .raw = v->raw, .source = str_c(field_source_name(v->source)),
	    .found_in = v->where, .verified = v->verified, .set_at = w->now });
}

void
plan_store_fields(struct work *w, int64_t ticket, const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].what == CHANGE_FIELD)
			plan_store_field(w, ticket, &p->v[i].field);
}

int
plan_store(struct work *w, int64_t ticket, struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (store_change(w, ticket, &p->v[i]) == -1)
			return -1;
	*p = (struct plan){ 0 };
	return 0;
}
