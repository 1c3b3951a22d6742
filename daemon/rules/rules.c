/*
 * rules: see rules.h.  What conditions look at is look.h's, actions are act/'s.
 */
#include "daemon/rules/rules.h"

#include "daemon/filter/leaf.h"
#include "daemon/out/takenback.h"
#include "daemon/parse/patience.h"
#include "daemon/rules/look.h"
#include "daemon/rules/perform.h"
#include "daemon/rules/quiet.h"
#include "daemon/rules/record.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/budget.h"

/* Where it is wanted, for each of its tests. */
static struct filter_seen *
seen_new(struct work *w, const struct rule *r, bool each)
{
	struct filter_seen *seen = ARENA_NEW(w->a, struct filter_seen);

	*seen = (struct filter_seen){ .a = w->a, .whole = w->wants_seen };
	if (each) {
		seen->result = ARENA_ARRAY(w->a, filter_leaves(&r->when), signed char);
		seen->value = ARENA_ARRAY(w->a, filter_leaves(&r->when), struct str);
	}
	return seen;
}

/* Where all is wanted, none of its tests waits for a parser, also where the others decide. */
static bool
is_seen(const struct rule *r, const struct filter_seen *seen)
{
	for (size_t i = 0; i < filter_leaves(&r->when); i++)
		if (seen->result[i] == -1)
			return false;
	return true;
}

/*
 * 1; 0 with what decided in *trace; or -1.  One whose pattern went over its limits does not
 * hold, whatever the others say: with `not`, too.
 */
static int
rule_holds(struct work *w, const struct rule *r, const struct event *ev,
    struct rule_trace *trace, struct captured *captured)
{
	bool over = false;
	const struct look look = { w, r, ev, &over, captured };
	const struct filter_source src = look_source(&look);
	struct filter_seen *seen = seen_new(w, r, w->wants_seen);
	int holds = filter_holds(&r->when, &src, seen);

	if (w->wants_seen) {
		trace->seen = seen;
		if (!is_seen(r, seen))
			holds = -1;
	}
	trace->leaf = seen->failing;
	trace->value = seen->failing_value;
	if (over) {
		trace->outcome = RULE_OVER;
		return 0;
	}
	return holds != -1 ? holds : err_set(&w->err, ERR_ASK, "a parser must try a pattern of "
	    "rule %.*s", STR_ARG(r->name));
}

/* It holds: looked at once more, for what is told of it.  Of the many that do not, one test is. */
static void
see_why(struct work *w, const struct rule *r, const struct event *ev, struct rule_trace *trace)
{
	bool over = false;
	struct captured captured = { 0 };
	const struct look look = { w, r, ev, &over, &captured };
	const struct filter_source src = look_source(&look);
	struct filter_seen *seen;

	if (trace->seen != NULL || w->conf->trace_keep == 0)
		return;
	seen = seen_new(w, r, true);
	filter_holds(&r->when, &src, seen);
	trace->seen = seen;
}

/* Fills in *outcome.  1 go on with the next rule, 0 stop, -1. */
static int
rule_act(struct chain *c, const struct rule *r, const struct event *ev,
    const struct captured *captured, enum rule_outcome *outcome)
{
	*outcome = RULE_UNCHANGED;
	for (size_t i = 0; i < r->n_actions; i++) {
		bool stops = verb_is(r->actions[i].verb, VERB_STOP);
		int done = stops ? 1 : perform(c, r, &r->actions[i], ev, captured);

		if (done == -1)
			return -1;
		if (done == PERFORM_BUDGET)
			*outcome = RULE_BUDGET;
		else if (done == 1 && *outcome == RULE_UNCHANGED)
			*outcome = RULE_FIRED;
		if (stops)
			return 0;
	}
	return c->end == END_OPENS;
}

/* Of events that come with time: whether it is this rule's. */
static bool
is_time(const struct work *w, const struct rule *r, const struct event *ev)
{
	bool open = ev->ticket == NULL || !category_is_done(ev->ticket->category);
	int64_t due;

	if (ev->kind == EVENT_SCHEDULE)
		return r == ev->alone && (open || r->names_status);
	if (ev->kind != EVENT_IDLE)
		return true;
	due = quiet_due(w, r, ev->quiet_since);
	return (open || r->names_status) && due > ev->quiet_told && due <= ev->at;
}

/* A pattern of it went over its limits too often. */
static bool
is_off(const struct work *w, const struct rule *r)
{
	for (size_t i = 0; i < r->patterns.n; i++)
		if (patience_is_over(w->core->patience, r->patterns.v[i]))
			return true;
	return false;
}

/* With the names of all that are, once a chain. */
static void
tell_off(struct chain *c)
{
	const struct rules *all = &c->w->conf->rules;
	struct strs names = { 0 };

	if (c->told_off)
		return;
	c->told_off = true;
	for (size_t i = 0; i < all->n; i++)
		if (is_off(c->w, &all->v[i]))
			strs_add(c->w->a, &names, str_printf(c->w->a, "\"%.*s\" (%.*s:%d)",
			    STR_ARG(all->v[i].name), STR_ARG(all->v[i].file), all->v[i].line));
	budget_trip(c->w, CONDITION_RULE_OFF, str_printf(c->w->a, "a pattern took too long "
	    "three times, so until a reload these rules are off: %.*s",
	    STR_ARG(strs_join(c->w->a, &names, ", "))),
	    STR("write its pattern so that nothing in it can repeat in two ways, and reload"));
}

/*
 * One rule on one event.  1 go on with the next, 0 stop, -1: w->err.  `asks`: another rule
 * waits for a parser's answer, so nothing is done.
 */
static int
rule_run(struct chain *c, size_t number, const struct event *ev, bool asks)
{
	const struct rule *r = &c->w->conf->rules.v[number];
	struct rule_trace *trace;
	struct captured captured = { 0 };
	enum rule_outcome outcome;
	int go;

	if (!is_time(c->w, r, ev))
		return 1;
	trace = traces_add(c->w->a, &c->traces, r, ev, RULE_NOT);
	if (c->fired[number]) {
		trace->outcome = RULE_BEFORE;
		return 1;
	}
	if (is_off(c->w, r)) {
		trace->outcome = RULE_OFF;
		tell_off(c);
		return 1;
	}
	if ((go = rule_holds(c->w, r, ev, trace, &captured)) == -1)
		return -1;
	if (go == 0 || asks)
		return 1;
	c->fired[number] = true;
	see_why(c->w, r, ev, trace);
	trace->outcome = RULE_SHADOW;
	if (r->enabled == RULE_IN_SHADOW)
		return 1;
	go = rule_act(c, r, ev, &captured, &outcome);
	c->traces.v[c->traces.n - 1].outcome = outcome;
	return go;
}

/* Those from there on did not see it: a rule stopped. */
static void
trace_stopped(struct chain *c, const struct rule_numbers *on, size_t from,
    const struct event *ev)
{
	const struct rule *by = c->traces.v[c->traces.n - 1].rule;

	for (size_t i = from; i < on->n; i++)
		traces_add(c->w->a, &c->traces, &c->w->conf->rules.v[on->v[i]], ev,
		    RULE_STOPPED)->by = by->name;
}

/* Where a parser must be asked, nothing is done, and all of its questions are found. */
static int
event_run(struct chain *c, const struct event *ev)
{
	const struct rule_numbers *on = &c->w->conf->rules.on[ev->kind];
	bool asks = false;

	for (size_t i = 0; i < on->n; i++) {
		int go = rule_run(c, on->v[i], ev, asks);

		if (go == -1 && c->w->err.kind != ERR_ASK)
			return -1;
		asks |= go == -1;
		if (go == 0) {
			trace_stopped(c, on, i + 1, ev);
			break;
		}
	}
	return asks ? -1 : 0;
}

struct chain *
rules_plan_all(struct work *w, const struct event *v, size_t n)
{
	struct chain *c = chain_new(w, v, n);
	const struct event *ev = v;

	for (size_t i = 0; i < c->n_events; i++)
		if (event_run(c, chain_event(c, i)) == -1)
			return NULL;
	if (ev->ticket != NULL && ev->kind == EVENT_CREATED)
		ticket_start_clocks(w, ev->ticket, ev->at, ev->entry);
	return c;
}

struct chain *
rules_plan(struct work *w, struct event *ev)
{
	return rules_plan_all(w, ev, 1);
}

size_t
rules_traces(const struct chain *c, const struct rule_trace **out)
{
	*out = c->traces.v;
	return c->traces.n;
}

enum mail_end
rules_end(const struct chain *c, const struct rule **by)
{
	*by = c->ended_by;
	return c->end;
}

void
rules_arrived(struct work *w, struct chain *c, struct ticket *t, int64_t entry)
{
	const struct rules_watch *watch = w->core->watch;
	struct event *ev = &c->links[0]->event;

	ev->ticket = t;
	ev->entry = entry;
	if (watch != NULL)
		watch->chain(watch->of, w, c->traces.v, c->traces.n);
	rules_record(w, &c->traces);
}

size_t
rules_mails(const struct chain *c, struct arena *a, struct rule_mail **out)
{
	size_t n = 0;

	*out = ARENA_ARRAY(a, c->n_orders, struct rule_mail);
	for (size_t i = 0; i < c->n_orders; i++) {
		const struct ordered *o = &c->orders[i];

		if (verb_is(o->action->verb, VERB_WEBHOOK))
			(*out)[n++] = (struct rule_mail){ o->rule->name, STR("webhook"),
			    &o->action->values };
		else if (o->action->template.n > 0)
			(*out)[n++] = (struct rule_mail){ o->rule->name, o->action->template,
			    &o->action->values };
	}
	return n;
}

int
rules_store(struct work *w, struct chain *c)
{
	const struct event *ev = chain_event(c, 0);
	struct ticket *t = ev->ticket;
	struct strs former = takenback_from(w, ev);
	const struct rules_watch *watch = w->core->watch;

	if (watch != NULL)
		watch->chain(watch->of, w, c->traces.v, c->traces.n);
	rules_record(w, &c->traces);
	if (t != NULL && ticket_save(w, t) == -1)
		return -1;
	quiet_arm(w, ev);
	if (perform_orders(c) == -1)
		return -1;
	return takenback_tell(w, ev, &former);
}

int
rules_run_all(struct work *w, const struct event *v, size_t n)
{
	struct chain *c = rules_plan_all(w, v, n);

	return c == NULL ? -1 : rules_store(w, c);
}

int
rules_run(struct work *w, struct event *ev)
{
	return rules_run_all(w, ev, 1);
}
