/*
 * rules: see rules.h.  Getters of subjects are a table, actions are act/'s; the
 * caged parser tries regular expressions on anybody's text, before or after, never
 * while a transaction waits.
 */
#include "daemon/rules/rules.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "daemon/act/act.h"
#include "daemon/filter/eval.h"
#include "daemon/out/notify.h"
#include "daemon/out/takenback.h"
#include "daemon/parse/memo.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/holds.h"

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

/* What a rule's condition looks at. */
struct asked {
	struct work		*w;
	const struct rule	*r;
	const struct event	*ev;
	bool			*over;		/* a pattern went over its limits */
};

static void
one(const struct asked *q, struct strs *out, struct str s)
{
	strs_add(q->w->a, out, s);
}

static void
of_subject(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;
	const struct event *ev = q->ev;

	(void)t;
	one(q, out, ev->letter != NULL ? ev->letter->subject :
	    ev->ticket != NULL ? ev->ticket->subject : STR_NONE);
}

static void
of_from(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	(void)t;
	one(q, out, str_lower(q->w->a, q->ev->author.addr));
}

static void
of_kind(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	(void)t;
	one(q, out, q->ev->letter == NULL ? STR_NONE :
	    str_c(letter_kind_name(q->ev->letter->kind)));
}

static void
of_clock(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	(void)t;
	one(q, out, str_c(sla_clock_name(q->ev->sla.clock)));
}

static void
of_event_name(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	(void)t;
	one(q, out, str_c(event_word(q->ev->kind)));
}

/* A text of the event itself. */
static void
of_event(const void *of, const struct filter_test *t, struct strs *out)
{
	static const size_t at[SUBJECTS] = {
		[SUBJECT_BODY] = offsetof(struct event, text),
		[SUBJECT_MAILBOX] = offsetof(struct event, mailbox),
		[SUBJECT_REASON] = offsetof(struct event, reason),
		[SUBJECT_POINT] = offsetof(struct event, sla.point),
		[SUBJECT_CAUSE] = offsetof(struct event, sla.cause),
	};
	const struct asked *q = of;

	one(q, out, *(const struct str *)((const char *)q->ev + at[t->subject]));
}

/* What the ticket has there; empty without one. */
static void
of_ticket(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	if (q->ev->ticket != NULL)
		ticket_look(q->w, q->ev->ticket, t, out);
	else if (t->subject != SUBJECT_TAGS)
		one(q, out, STR_NONE);
}

static const subject_fn getters[SUBJECTS] = {
	[SUBJECT_PROJECT] = of_ticket,
	[SUBJECT_SUPPORT] = of_ticket,
	[SUBJECT_SEVERITY] = of_ticket,
	[SUBJECT_VERSION] = of_ticket,
	[SUBJECT_STATUS] = of_ticket,
	[SUBJECT_CATEGORY] = of_ticket,
	[SUBJECT_TYPE] = of_ticket,
	[SUBJECT_SUBJECT] = of_subject,
	[SUBJECT_BODY] = of_event,
	[SUBJECT_FROM] = of_from,
	[SUBJECT_MAILBOX] = of_event,
	[SUBJECT_ASSIGNEE] = of_ticket,
	[SUBJECT_TEAM] = of_ticket,
	[SUBJECT_TAGS] = of_ticket,
	[SUBJECT_EVENT] = of_event_name,
	[SUBJECT_KIND] = of_kind,
	[SUBJECT_CLOCK] = of_clock,
	[SUBJECT_REASON] = of_event,
	[SUBJECT_POINT] = of_event,
	[SUBJECT_CAUSE] = of_event,
	[SUBJECT_BREACHED] = of_ticket,
	[SUBJECT_FIELD] = of_ticket,
};

/*
 * An admin's own word, or docket's, harms nobody, and a pattern is cut at its limits
 * here too.  Anybody's text was tried by a parser: with the letter that brought it,
 * or before this was begun again.
 */
static enum match_result
found(const struct asked *q, const struct filter_test *t, struct str s)
{
	const struct match *m = NULL;

	s = match_text_of(s);
	if (s.n == 0 || subject_row(t->subject)->text == MATCH_NOTHING) {
		struct match own = { .pattern = t->pattern_id, .text = s };

		match_try(q->w->a, &q->w->conf->patterns, &own);
		return own.result;
	}
	if (q->ev->letter != NULL)
		m = matches_find(&q->ev->letter->matches, t->pattern_id, s);
	return m != NULL && m->result != MATCH_OPEN ? m->result :
	    memo_find(q->w->core->memo, t->pattern_id, s);
}

/* 1, 0, or -1: a parser must be asked first. */
static int
matches(const void *of, const struct filter_test *t, struct str s)
{
	const struct asked *q = of;
	enum match_result result = found(q, t, s);

	if (result == MATCH_OVER)
		log_warning("rule skipped: its pattern went over the limits",
		    { "rule", LOG_S(q->r->name) }, { "file", LOG_S(q->r->file) },
		    { "line", LOG_I(t->line) });
	*q->over |= result == MATCH_OVER;
	return result == MATCH_OPEN ? -1 : result == MATCH_YES;
}

/*
 * 1; 0 with what decided in *trace; or -1.  One whose pattern went over its limits does not
 * hold, whatever the others say: with `not`, too.
 */
static int
rule_holds(struct work *w, const struct rule *r, const struct event *ev,
    struct rule_trace *trace)
{
	bool over = false;
	const struct asked q = { w, r, ev, &over };
	const struct filter_source src = { &q, getters, matches, NULL };
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
