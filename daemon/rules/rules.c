/*
 * rules: see rules.h.  Getters of subjects and kinds of actions are tables; the
 * regular expressions run in the caged parser, because the text is anybody's.
 */
#include "daemon/rules/rules.h"

#include <stddef.h>
#include <string.h>

#include "daemon/filter/eval.h"
#include "daemon/out/notify.h"
#include "daemon/parse/pool.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"
#include "parsers/text/pattern.h"

enum { CHAIN_EVENTS = 16, CHAIN_NOTICES = 64 };

struct ordered {			/* a mail that a rule wants */
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
};

/* What a rule's condition looks at. */
struct asked {
	struct work		*w;
	const struct rule	*r;
	const struct event	*ev;
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
of_tags(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	(void)t;
	for (size_t i = 0; q->ev->ticket != NULL && i < q->ev->ticket->tags.n; i++)
		one(q, out, q->ev->ticket->tags.v[i]);
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
		[SUBJECT_POINT] = offsetof(struct event, sla.point),
		[SUBJECT_CAUSE] = offsetof(struct event, sla.cause),
	};
	const struct asked *q = of;

	one(q, out, *(const struct str *)((const char *)q->ev + at[t->subject]));
}

/* … of the ticket: empty without one. */
static void
of_ticket(const void *of, const struct filter_test *t, struct strs *out)
{
	static const size_t at[SUBJECTS] = {
		[SUBJECT_PROJECT] = offsetof(struct ticket, project),
		[SUBJECT_STATUS] = offsetof(struct ticket, status),
		[SUBJECT_TYPE] = offsetof(struct ticket, type),
		[SUBJECT_ASSIGNEE] = offsetof(struct ticket, assignee),
		[SUBJECT_TEAM] = offsetof(struct ticket, team),
	};
	const struct asked *q = of;

	one(q, out, q->ev->ticket == NULL ? STR_NONE :
	    *(const struct str *)((const char *)q->ev->ticket + at[t->subject]));
}

static void
of_field(const void *of, const struct filter_test *t, struct strs *out)
{
	const struct asked *q = of;

	one(q, out, q->ev->ticket == NULL ? STR_NONE :
	    ticket_field(q->ev->ticket, str_dup(q->w->a, t->field).p));
}

static const subject_fn getters[SUBJECTS] = {
	[SUBJECT_PROJECT] = of_ticket,
	[SUBJECT_SEVERITY] = of_field,
	[SUBJECT_VERSION] = of_field,
	[SUBJECT_STATUS] = of_ticket,
	[SUBJECT_TYPE] = of_ticket,
	[SUBJECT_SUBJECT] = of_subject,
	[SUBJECT_BODY] = of_event,
	[SUBJECT_FROM] = of_from,
	[SUBJECT_MAILBOX] = of_event,
	[SUBJECT_ASSIGNEE] = of_ticket,
	[SUBJECT_TEAM] = of_ticket,
	[SUBJECT_TAGS] = of_tags,
	[SUBJECT_EVENT] = of_event_name,
	[SUBJECT_KIND] = of_kind,
	[SUBJECT_CLOCK] = of_clock,
	[SUBJECT_POINT] = of_event,
	[SUBJECT_CAUSE] = of_event,
	[SUBJECT_FIELD] = of_field,
};

/* 1, 0, or -1 when the pattern could not be tried. */
static int
matches(const void *of, const struct filter_test *t, struct str s)
{
	const struct asked *q = of;
	struct work *w = q->w;
	/* By hand (--role core) there are no workers. */
	int m = w->core->pool == NULL ? pattern_match(w->a, t->pattern, s, NULL) :
	    pool_match(w->core->pool, w->a, t->pattern_id, s, NULL, &w->err);

	if (m == -1 && w->core->pool != NULL && w->err.kind == ERR_RETRY)
		return -1;
	if (m == -1) {
		log_warning("rule skipped: its pattern went over the limits",
		    { "rule", LOG_S(q->r->name) }, { "file", LOG_S(q->r->file) },
		    { "line", LOG_I(t->line) });
		return 0;
	}
	return m;
}

static int
rule_holds(struct work *w, const struct rule *r, const struct event *ev)
{
	const struct asked q = { w, r, ev };
	const struct filter_source src = { &q, getters, matches };

	return strs_has(&r->on, str_c(event_word(ev->kind))) ? filter_holds(&r->when, &src) : 0;
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

static int
do_set(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	const struct field_def *def = field_find(&c->w->conf->fields, ac->name);
	struct field_value v = { 0 };
	int changed;

	if (def == NULL || field_parse(c->w->a, def, ac->value, &v, &c->w->err) == -1)
		return 0;	/* conf checked it: the field was taken away by now */
	v.name = ac->name;
	v.source = FIELD_RULE;
	v.where = ch->why;
	if ((changed = ticket_set_field(c->w, ev->ticket, &v, ch)) == 1)
		raise(c, ev, EVENT_CHANGED);
	return changed;
}

static int
do_assign(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	int changed = ticket_assign(c->w, ev->ticket, ac->name, ch);

	if (changed == 1)
		raise(c, ev, EVENT_ASSIGNED);
	return changed;
}

static int
do_sla(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	int changed = ticket_set_sla(c->w, ev->ticket, ac->name, ch);

	if (changed == 1)
		raise(c, ev, EVENT_CHANGED);
	return changed;
}

static int
do_tag(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	for (size_t i = 0; i < ac->list.n; i++)
		if (ticket_add_tag(c->w, ev->ticket, ac->list.v[i], ch) == -1)
			return -1;
	return 0;
}

static int
do_notify(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	(void)ch;
	if (c->n_notices < CHAIN_NOTICES)
		c->notices[c->n_notices++] = (struct ordered){ ac, ev };
	return 0;
}

typedef int (*action_fn)(struct chain *, const struct rule_action *,
    const struct event *, const struct change *);

static const struct {
	action_fn	run;
	bool		needs_ticket;
} action_table[] = {
	[DO_SET] = { do_set, true },
	[DO_ASSIGN] = { do_assign, true },
	[DO_SLA] = { do_sla, true },
	[DO_TAG] = { do_tag, true },
	[DO_NOTIFY] = { do_notify, false },
	[DO_STOP] = { NULL, false },
};

/* 1 go on with the next rule, 0 stop, -1. */
static int
rule_act(struct chain *c, const struct rule *r, const struct event *ev)
{
	struct change ch = { .author = STR("docket"), .source = FIELD_RULE,
	    .why = r->name, .at = ev->at };

	for (size_t i = 0; i < r->n_actions; i++) {
		const struct rule_action *ac = &r->actions[i];

		if (ac->kind == DO_STOP)
			return 0;
		if (action_table[ac->kind].needs_ticket && ev->ticket == NULL)
			continue;
		if (action_table[ac->kind].run(c, ac, ev, &ch) == -1)
			return -1;
	}
	return 1;
}

static int
event_run(struct chain *c, const struct event *ev)
{
	const struct conf *conf = c->w->conf;

	for (size_t i = 0; i < conf->rules.n; i++) {
		int go;

		if (c->fired[i])
			continue;
		if ((go = rule_holds(c->w, &conf->rules.v[i], ev)) == -1)
			return -1;
		if (go == 0)
			continue;
		c->fired[i] = true;
		if ((go = rule_act(c, &conf->rules.v[i], ev)) != 1)
			return go;
	}
	return 0;
}

int
rules_run(struct work *w, struct event *ev)
{
	struct chain *c = ARENA_NEW(w->a, struct chain);

	c->w = w;
	c->fired = ARENA_ARRAY(w->a, w->conf->rules.n, bool);
	c->events[c->n_events++] = *ev;
	for (size_t i = 0; i < c->n_events; i++)
		if (event_run(c, &c->events[i]) == -1)
			return -1;
	if (ev->ticket != NULL && ev->kind == EVENT_CREATED &&
	    ticket_start_clocks(w, ev->ticket, ev->at) == -1)
		return -1;
	if (ev->ticket != NULL && ticket_save(w, ev->ticket) == -1)
		return -1;
	for (size_t i = 0; i < c->n_notices; i++)
		if (notify_send(w, c->notices[i].event, c->notices[i].action->template,
		    &c->notices[i].action->list) == -1)
			return -1;
	return 0;
}
