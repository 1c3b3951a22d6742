/*
 * rules: see rules.h.  What conditions look at is look.h's, actions are act/'s.
 */
#include "daemon/rules/rules.h"

#include <assert.h>
#include <string.h>

#include "daemon/act/act.h"
#include "daemon/out/notify.h"
#include "daemon/out/takenback.h"
#include "daemon/rules/look.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"

enum { CHAIN_EVENTS = 2 * EVENTS, CHAIN_NOTICES = 64 };

struct ordered {			/* a mail that a rule wants */
	const struct rule		*rule;
	const struct rule_action	*action;
	const struct event		*event;
};

struct chain {
	struct work	*w;
	struct event	 events[CHAIN_EVENTS];
	size_t		 n_events;
	bool		*fired;			/* by rule */
	struct ordered	 notices[CHAIN_NOTICES];
	size_t		 n_notices;
	struct rule_traces traces;
};

/*
 * 1; 0 with what decided in *trace; or -1.  One whose pattern went over its limits does not
 * hold, whatever the others say: with `not`, too.
 */
static int
rule_holds(struct work *w, const struct rule *r, const struct event *ev,
    struct rule_trace *trace)
{
	bool over = false;
	const struct look look = { w, r, ev, &over };
	const struct filter_source src = look_source(&look);
	struct filter_seen seen = { .a = w->a };
	int holds = filter_holds(&r->when, &src, &seen);

	trace->leaf = seen.failing;
	trace->value = seen.failing_value;
	if (over) {
		trace->outcome = RULE_OVER;
		return 0;
	}
	return holds != -1 ? holds : err_set(&w->err, ERR_ASK, "a parser must try a pattern of "
	    "rule %.*s", STR_ARG(r->name));
}

/* A change made by a rule is an event of its own. */
static void
raise(struct chain *c, const struct event *cause, enum event_kind kind)
{
	if (c->n_events == CHAIN_EVENTS) {
		log_warning("rules: the chain of events is cut",
		    { "ticket", LOG_I(cause->ticket->id) }, { "event", LOG_C(event_word(kind)) });
		return;
	}
	c->events[c->n_events] = *cause;
	c->events[c->n_events++].kind = kind;
}

/* A tag is told to no other rule.  1: something changed; 0, -1. */
static int
do_verb(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev)
{
	struct actor docket = { .door = DOOR_RULE, .name = STR("docket"), .at = ev->at };
	int any = 0;

	for (size_t i = 0; i < ac->values.n; i++) {
		struct order o = { ac->verb, ac->values.v[i], r->name };
		enum event_kind event;
		int changed = act_apply(c->w, ev->ticket, &docket, &o, &event);

		if (changed == -1)
			return -1;
		any |= changed;
		if (changed == 1 && !verb_is(ac->verb, VERB_TAG))
			raise(c, ev, event);
	}
	return any;
}

/* 1: it was done; 0: all was so already; -1. */
static int
do_action(struct chain *c, const struct rule *r, const struct rule_action *ac,
    const struct event *ev)
{
	if (verb_is(ac->verb, VERB_NOTIFY)) {
		if (c->n_notices < CHAIN_NOTICES)
			c->notices[c->n_notices++] = (struct ordered){ r, ac, ev };
		return 1;
	}
	return ev->ticket != NULL ? do_verb(c, r, ac, ev) : 0;
}

/* Fills in *outcome.  1 go on with the next rule, 0 stop, -1. */
static int
rule_act(struct chain *c, const struct rule *r, const struct event *ev,
    enum rule_outcome *outcome)
{
	*outcome = RULE_UNCHANGED;
	for (size_t i = 0; i < r->n_actions; i++) {
		bool stops = verb_is(r->actions[i].verb, VERB_STOP);
		int done = stops ? 1 : do_action(c, r, &r->actions[i], ev);

		if (done == -1)
			return -1;
		if (done == 1)
			*outcome = RULE_FIRED;
		if (stops)
			return 0;
	}
	return 1;
}

/*
 * One rule on one event.  1 go on with the next, 0 stop, -1: w->err.  `asks`: another rule
 * waits for a parser's answer, so nothing is done.
 */
static int
rule_run(struct chain *c, size_t number, const struct event *ev, bool asks)
{
	const struct rule *r = &c->w->conf->rules.v[number];
	struct rule_trace *trace = traces_add(c->w->a, &c->traces, r, ev, RULE_NOT);
	enum rule_outcome outcome;
	int go;

	if (c->fired[number]) {
		trace->outcome = RULE_BEFORE;
		return 1;
	}
	if ((go = rule_holds(c->w, r, ev, trace)) == -1)
		return -1;
	if (go == 0 || asks)
		return 1;
	c->fired[number] = true;
	trace->outcome = RULE_SHADOW;
	if (r->enabled == RULE_IN_SHADOW)
		return 1;
	go = rule_act(c, r, ev, &outcome);
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
	struct chain *c = ARENA_NEW(w->a, struct chain);
	const struct event *ev = v;

	assert(n > 0 && n <= EVENTS);
	c->w = w;
	c->fired = ARENA_ARRAY(w->a, w->conf->rules.n, bool);
	for (size_t i = 0; i < n; i++)
		c->events[c->n_events++] = v[i];
	for (size_t i = 0; i < c->n_events; i++)
		if (event_run(c, &c->events[i]) == -1)
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

size_t
rules_mails(const struct chain *c, struct arena *a, struct rule_mail **out)
{
	*out = ARENA_ARRAY(a, c->n_notices, struct rule_mail);
	for (size_t i = 0; i < c->n_notices; i++)
		(*out)[i] = (struct rule_mail){ c->notices[i].rule->name,
		    c->notices[i].action->template, &c->notices[i].action->values };
	return c->n_notices;
}

int
rules_store(struct work *w, struct chain *c)
{
	struct ticket *t = c->events[0].ticket;
	struct strs former = takenback_from(w, &c->events[0]);

	if (t != NULL && ticket_save(w, t) == -1)
		return -1;
	for (size_t i = 0; i < c->n_notices; i++)
		if (notify_send(w, c->notices[i].event, c->notices[i].action->template,
		    &c->notices[i].action->values) == -1)
			return -1;
	return takenback_tell(w, &c->events[0], &former);
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
