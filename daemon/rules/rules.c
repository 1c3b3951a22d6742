/*
 * rules: see rules.h.  Subjects of tests and kinds of actions are tables; the
 * regular expressions run in the caged parser, because the text is anybody's.
 */
#include "daemon/rules/rules.h"

#include <stddef.h>
#include <string.h>

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

/* What a test looks at: a text, or several of which one must fit. */
typedef void (*subject_fn)(struct work *, const struct event *, struct strs *);

static void
one(struct work *w, struct strs *out, struct str s)
{
	strs_add(w->a, out, s);
}

static void
of_subject(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, ev->letter != NULL ? ev->letter->subject :
	    ev->ticket != NULL ? ev->ticket->subject : STR_NONE);
}

static void
of_body(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, ev->text);
}

static void
of_from(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, str_lower(w->a, ev->author.addr));
}

static void
of_mailbox(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, ev->mailbox);
}

static void
of_tags(struct work *w, const struct event *ev, struct strs *out)
{
	for (size_t i = 0; ev->ticket != NULL && i < ev->ticket->tags.n; i++)
		one(w, out, ev->ticket->tags.v[i]);
}

static void
of_kind(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, ev->letter == NULL ? STR_NONE :
	    str_c(letter_kind_name(ev->letter->kind)));
}

static void
of_clock(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, str_c(sla_clock_name(ev->sla.clock)));
}

static void
of_point(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, ev->sla.point);
}

static void
of_cause(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, ev->sla.cause);
}

static void
of_event(struct work *w, const struct event *ev, struct strs *out)
{
	one(w, out, str_c(ev->name));
}

/* What is neither below is field.NAME: severity and version are such, too. */
static const struct {
	const char	*name;
	subject_fn	 get;
} subject_table[] = {
	{ "subject", of_subject }, { "body", of_body }, { "from", of_from },
	{ "mailbox", of_mailbox }, { "tags", of_tags }, { "letter.kind", of_kind },
	{ "sla.clock", of_clock }, { "sla.point", of_point }, { "sla.cause", of_cause },
	{ "event", of_event },
};

static const struct {			/* texts of the ticket itself */
	const char	*name;
	size_t		 offset;
} ticket_table[] = {
	{ "project", offsetof(struct ticket, project) },
	{ "status", offsetof(struct ticket, status) },
	{ "type", offsetof(struct ticket, type) },
	{ "assignee", offsetof(struct ticket, assignee) },
	{ "team", offsetof(struct ticket, team) },
};

static void
subject_of(struct work *w, const struct event *ev, struct str name, struct strs *out)
{
	struct str field = str_starts(name, STR("field.")) ? str_sub(name, 6, name.n) : name;

	for (size_t i = 0; i < sizeof(subject_table) / sizeof(subject_table[0]); i++)
		if (str_eq(name, str_c(subject_table[i].name))) {
			subject_table[i].get(w, ev, out);
			return;
		}
	if (ev->ticket == NULL) {
		one(w, out, STR_NONE);
		return;
	}
	for (size_t i = 0; i < sizeof(ticket_table) / sizeof(ticket_table[0]); i++)
		if (str_eq(name, str_c(ticket_table[i].name))) {
			one(w, out, *(const struct str *)((const char *)ev->ticket +
			    ticket_table[i].offset));
			return;
		}
	one(w, out, ticket_field(ev->ticket, str_dup(w->a, field).p));
}

/* 1, 0, or -1 when the pattern could not be tried. */
static int
matches(struct work *w, const struct rule *r, const struct rule_test *t, struct str s)
{
	/* By hand (--role core) there are no workers. */
	int m = w->core->pool == NULL ? pattern_match(w->a, t->pattern, s, NULL) :
	    pool_match(w->core->pool, w->a, t->pattern_id, s, NULL, &w->err);

	if (m == -1 && w->core->pool != NULL && w->err.kind == ERR_RETRY)
		return -1;
	if (m == -1) {
		log_warning("rule skipped: its pattern went over the limits",
		    { "rule", LOG_S(r->name) }, { "file", LOG_S(r->file) },
		    { "line", LOG_I(t->line) });
		return 0;
	}
	return m;
}

static int
test_holds(struct work *w, const struct rule *r, const struct rule_test *t,
    const struct event *ev)
{
	struct strs values = { 0 };
	bool any = false;

	subject_of(w, ev, t->subject, &values);
	for (size_t i = 0; i < values.n; i++) {
		int m;

		switch (t->kind) {
		case TEST_EQUAL:
		case TEST_ANY_OF:
		case TEST_NOT_EQUAL:
			any |= strs_ihas(&t->values, values.v[i]);
			break;
		case TEST_MATCHES:
			if ((m = matches(w, r, t, values.v[i])) == -1)
				return -1;
			any |= m == 1;
			break;
		}
	}
	return t->kind == TEST_NOT_EQUAL ? !any : any;
}

static int
rule_holds(struct work *w, const struct rule *r, const struct event *ev)
{
	if (!strs_has(&r->on, str_c(ev->name)))
		return 0;
	for (size_t i = 0; i < r->n_tests; i++) {
		int holds = test_holds(w, r, &r->tests[i], ev);

		if (holds != 1)
			return holds;
	}
	return 1;
}

/* A change made by a rule is an event of its own. */
static void
raise(struct chain *c, const struct event *cause, const char *name)
{
	if (c->n_events == CHAIN_EVENTS) {
		log_warning("rules: the chain of events is cut",
		    { "ticket", LOG_I(cause->ticket->id) }, { "event", LOG_C(name) });
		return;
	}
	c->events[c->n_events] = *cause;
	c->events[c->n_events++].name = name;
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
		raise(c, ev, "changed");
	return changed;
}

static int
do_assign(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	int changed = ticket_assign(c->w, ev->ticket, ac->name, ch);

	if (changed == 1)
		raise(c, ev, "assigned");
	return changed;
}

static int
do_sla(struct chain *c, const struct rule_action *ac, const struct event *ev,
    const struct change *ch)
{
	int changed = ticket_set_sla(c->w, ev->ticket, ac->name, ch);

	if (changed == 1)
		raise(c, ev, "changed");
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
	if (ev->ticket != NULL && strcmp(ev->name, "created") == 0 &&
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
