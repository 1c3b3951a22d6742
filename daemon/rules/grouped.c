/* grouped: see grouped.h. */
#include "daemon/rules/grouped.h"

#include <inttypes.h>

#include "daemon/filter/eval.h"
#include "daemon/out/digest.h"
#include "daemon/out/notify.h"
#include "daemon/rules/look.h"
#include "daemon/rules/posting.h"
#include "daemon/rules/withhold.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/budget.h"
#include "daemon/ticket/entry.h"
#include "parsers/base/array.h"
#include "sql.h"

enum { GROUP_MAX = 5000 };		/* events told in one; the next follow at once */

struct gathered {				/* a group, as it was taken */
	const struct rule		*rule;
	const struct rule_action	*action;
	struct event			*v;	/* the last of each ticket */
	size_t				 n;
	size_t				 all;	/* rows that were taken */
};

/* --- to wait --- */

static void
put_value(struct work *w, const struct rule *r, const struct event *ev, struct str word,
    struct buf *out)
{
	bool over = false;
	struct captured none = { 0 };
	const struct look look = { w, r, ev, &over, &none };
	const struct filter_source src = look_source(&look);
	struct filter_test t = { .kind = TEST_ONE_OF };
	struct strs values = { 0 };

	if (!subject_find(&w->conf->fields, word, &t.subject, &t.field))
		return;
	src.get[t.subject](src.of, &t, &values);
	buf_printf(out, "%s%.*s", out->n > 0 ? ", " : "", STR_ARG(strs_join(w->a, &values, " ")));
}

static struct str
name_of(struct work *w, const struct rule *r, const struct event *ev)
{
	struct buf b;

	buf_init(&b, w->a);
	if (r->group_by.n == 0)
		buf_printf(&b, "#%" PRId64, ev->ticket->id);
	for (size_t i = 0; i < r->group_by.n; i++)
		put_value(w, r, ev, r->group_by.v[i], &b);
	return str_utf8_cut(buf_str(&b), 400);
}

int
grouped_add(struct work *w, const struct rule *r, const struct rule_action *ac,
    const struct event *ev)
{
	struct sql_grouped_add h = sql_grouped_add(w->db, &(struct sql_grouped_add_in){
	    .rule = r->name, .action = ac - r->actions, .grp = name_of(w, r, ev),
	    .ticket = ev->ticket->id, .event = str_c(event_word(ev->kind)), .entry = ev->entry,
	    .now = w->now, .wait = r->group_wait });
	struct sql_grouped_add_row row;

	if (work_run(w) == -1)
		return -1;
	sql_grouped_add_row(w->db, h, 0, &row);
	if (w->next_alarm == 0 || row.due_at < w->next_alarm)
		w->next_alarm = row.due_at;
	return 0;
}

/* --- to be told --- */

int
grouped_due(struct work *w, struct group **out, size_t *n)
{
	struct sql_grouped_due h = sql_grouped_due(w->db, w->now);
	struct sql_grouped_due_row row;

	if (work_run(w) == -1)
		return -1;
	*n = sql_grouped_due_count(w->db, h);
	*out = ARENA_ARRAY(w->a, *n, struct group);
	for (size_t i = 0; sql_grouped_due_row(w->db, h, i, &row); i++)
		(*out)[i] = (struct group){ str_dup(w->a, row.rule), row.action,
		    str_dup(w->a, row.grp) };
	return 0;
}

/* As it was, but for what only its mail knew. */
static struct event
event_of(struct work *w, const struct sql_grouped_take_row *row)
{
	int kind = event_find(row->event);	/* -1: of a newer docket */
	struct event ev = { .kind = kind == -1 ? EVENT_CHANGED : (enum event_kind)kind,
	    .at = row->at, .entry = row->entry, .text = str_dup(w->a, row->text),
	    .author = { STR_NONE, str_dup(w->a, row->author) } };

	ev.agent = row->by_agent ? agents_find(&w->conf->agents, row->author) : NULL;
	if (row->by_agent || str_eq(row->author, STR("docket")))
		ev.author = (struct address){ 0 };
	return ev;
}

/* The last event of each ticket, in the order in which the tickets came. */
static void
keep(struct gathered *t, int64_t *ids, int64_t ticket, const struct event *ev)
{
	size_t i = 0;

	while (i < t->n && ids[i] != ticket)
		i++;
	ids[i] = ticket;
	t->v[i] = *ev;
	t->n += i == t->n;
}

/* Whose ticket went meanwhile has nobody to tell of. */
static int
find_tickets(struct work *w, struct gathered *t, const int64_t *ids)
{
	size_t kept = 0;

	if (ticket_lock(w, ids, t->n) == -1)
		return -1;
	for (size_t i = 0; i < t->n; i++) {
		struct event ev = t->v[i];

		if ((ev.ticket = work_ticket(w, ids[i])) == NULL)
			continue;
		ev.mailbox = ev.ticket->mailbox;
		t->v[kept++] = ev;
	}
	t->n = kept;
	return 0;
}

static int
take(struct work *w, const struct group *g, struct gathered *out)
{
	struct sql_grouped_take h = sql_grouped_take(w->db, g->rule, g->action, g->name, GROUP_MAX);
	struct sql_grouped_take_row row;
	int64_t *ids;

	*out = (struct gathered){ .rule = NULL };
	if (work_run(w) == -1)
		return -1;
	out->all = sql_grouped_take_count(w->db, h);
	out->v = ARENA_ARRAY(w->a, out->all, struct event);
	ids = ARENA_ARRAY(w->a, out->all, int64_t);
	for (size_t i = 0; sql_grouped_take_row(w->db, h, i, &row); i++) {
		struct event ev = event_of(w, &row);

		keep(out, ids, row.ticket, &ev);
	}
	out->rule = rules_find(&w->conf->rules, g->rule);
	if (out->rule != NULL && (size_t)g->action < out->rule->n_actions)
		out->action = &out->rule->actions[g->action];
	return find_tickets(w, out, ids);
}

/* What began to be quiet meanwhile is not told. */
static int
sift(struct work *w, struct gathered *t, const struct strs *to)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->n; i++) {
		struct str why;

		withhold_look(w, t->rule, &t->v[i], &why);
		if (why.n == 0) {
			t->v[kept++] = t->v[i];
			continue;
		}
		if (withhold_record(w, t->rule, t->action, &t->v[i], to, why) == -1)
			return -1;
		if (t->rule->repeat_every > 0)
			sql_rule_untell(w->db, t->rule->name, t->action - t->rule->actions,
			    t->v[i].ticket->id);
	}
	t->n = kept;
	return 0;
}

static int
post(struct work *w, const struct gathered *t, const struct strs *to)
{
	size_t n = t->n < HOOK_TICKETS_MAX ? t->n : HOOK_TICKETS_MAX;
	struct hook_ticket *v = ARENA_ARRAY(w->a, n, struct hook_ticket);

	for (size_t i = 0; i < n; i++) {
		const struct ticket *ticket = t->v[i].ticket;

		v[i] = (struct hook_ticket){ ticket->id, ticket->subject, ticket->project,
		    ticket_field(ticket, "severity"), ticket->status };
	}
	for (size_t i = 0; i < to->n; i++) {
		const struct hook_post one = { .hook = webhooks_find(&w->conf->webhooks, to->v[i]),
		    .ev = &t->v[0], .rule = t->rule->name, .tickets = v, .n = n,
		    .count = (int64_t)t->n };

		if (posting_add(w, t->rule, t->action, &one) == -1)
			return -1;
	}
	return 0;
}

static int
mail(struct work *w, const struct gathered *t, const struct strs *to)
{
	digest_open_as(w, STR("group"), t->rule->name);
	for (size_t i = 0; i < t->n; i++)	/* alone it is one of the hour's mails */
		if (notify_by_rule(w, &t->v[i], t->action->template, to,
		    t->n == 1 ? t->rule : NULL) == -1)
			return -1;
	return digest_send(w);
}

int
grouped_tell(struct work *w, const struct group *g)
{
	struct gathered t;
	struct strs to;

	if (take(w, g, &t) == -1)
		return -1;
	if (t.n == 0)
		return 0;
	if (t.action == NULL || (!verb_is(t.action->verb, VERB_NOTIFY) &&
	    !verb_is(t.action->verb, VERB_WEBHOOK)))
		return err_set(&w->err, ERR_MESSAGE, "rules.conf has the rule no more, or it does "
		    "something else");
	to = withhold_part(w, t.action, false);
	if (sift(w, &t, &to) == -1)
		return -1;
	if (t.n == 0)
		return 0;
	w->rule = t.rule->name;
	return verb_is(t.action->verb, VERB_WEBHOOK) ? post(w, &t, &to) : mail(w, &t, &to);
}

int
grouped_give_up(struct work *w, const struct group *g, struct str why)
{
	struct gathered t;

	if (take(w, g, &t) == -1)
		return -1;
	if (t.n > 0)
		budget_trip(w, CONDITION_RULES_MAIL, str_printf(w->a, "what rule \"%.*s\" was to "
		    "tell of %zu tickets, the first #%" PRId64 ", was told to nobody: %.*s",
		    STR_ARG(g->rule), t.n, t.v[0].ticket->id, STR_ARG(why)),
		    STR("look at these tickets: docketctl show tells which rule would have told "
		    "of each"));
	for (size_t i = 0; i < t.n; i++) {
		struct entry en = { .kind = ENTRY_RULE, .author = STR("docket"),
		    .ticket = t.v[i].ticket->id };

		entry_data(w, &en, "what", STR("not told"));
		entry_data(w, &en, "rule", g->rule);
		entry_data(w, &en, "why", why);
		if (entry_add(w, &en) == -1)
			return -1;
	}
	return 0;
}
