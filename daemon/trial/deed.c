/*
 * deed: see deed.h.  Each is a transaction of its own, begun again where a pattern must be
 * tried first, as in core.
 */
#include "daemon/trial/deed.h"

#include "daemon/act/act.h"
#include "daemon/intake/opening.h"
#include "daemon/rules/quiet.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/projectbudget.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

struct deed {
	struct trial			*tr;
	struct work			*w;
	const struct case_values	*values;	/* of a ticket */
	int64_t				 age;
	bool				 starts;
	const struct case_step		*step;
};

/* A transaction that `run` fills. */
static int
transact(struct deed *d, int (*run)(struct deed *), struct err *e)
{
	struct trial *tr = d->tr;
	struct work w;
	int rc;

	d->w = &w;
	do {
		work_begin(&w, &tr->core, tr->db, tr->a);
		if ((rc = run(d)) == 0 && work_commit(&w) == 0)
			return 0;
		*e = w.err;
		work_rollback(&w);
		if (e->kind == ERR_ASK)
			trial_ask(tr);
	} while (e->kind == ERR_ASK);
	return -1;
}

static struct str
value_of(const struct case_values *all, const char *name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, str_c(name)) && all->v[i].values.n > 0)
			return all->v[i].values.v[0];
	return STR_NONE;
}

/* ---- a ticket that is there ---- */

static struct field_values
fields_of(const struct deed *d)
{
	const struct field_defs *defs = &d->tr->core.conf->fields;
	struct field_values out = { ARENA_ARRAY(d->w->a, d->values->n, struct field_value), 0 };

	for (size_t i = 0; i < d->values->n; i++) {
		const struct case_value *v = &d->values->v[i];

		if (field_find(defs, v->name) != NULL && v->values.n > 0)
			out.v[out.n++] = (struct field_value){ .name = v->name,
			    .value = v->values.v[0], .raw = v->values.v[0],
			    .source = FIELD_COMMAND, .where = STR("test") };
	}
	return out;
}

/* Where the test says that it stands; its type's first status, if it says nothing. */
static int
stand(struct deed *d, struct ticket *t)
{
	const struct conf *conf = d->tr->core.conf;
	struct str type = value_of(d->values, "type"), status = value_of(d->values, "status");
	const struct type *ty = types_of(&conf->types, type.n > 0 ? type : t->type);
	const struct status *s;

	if (type.n > 0)
		ticket_begin(t, ty);
	if (status.n == 0)
		return 0;
	if ((s = type_status(ty, status)) == NULL)
		return err_set(&d->w->err, ERR_CONF, "type %.*s has no status %.*s",
		    STR_ARG(ty->name), STR_ARG(status));
	t->status = s->name;
	t->category = t->clocks.status = category_word(s->category);
	if (category_is_done(t->category))
		t->resolved_at = t->created_at;
	return 0;
}

static void
have(struct deed *d, struct ticket *t)
{
	struct str sla = value_of(d->values, "sla");

	t->assignee = value_of(d->values, "assignee");
	t->team = value_of(d->values, "team");
	if (sla.n > 0)
		t->sla = sla;
	for (size_t i = 0; i < d->values->n; i++)
		if (str_eq(d->values->v[i].name, STR("tags")))
			t->tags = d->values->v[i].values;
}

/* The mail that opened it: answers to it find the ticket. */
static int
first_entry(struct deed *d, struct ticket *t)
{
	struct entry en = { .at = t->created_at, .kind = ENTRY_MAIL_IN, .ticket = t->id,
	    .author = t->requester_address.addr, .is_public = true,
	    .letter_kind = STR("human"), .subject = t->subject,
	    .new_text = value_of(d->values, "body"),
	    .message_id = str_printf(d->w->a, "ticket-%lld@test.invalid", (long long)t->id) };

	return entry_add(d->w, &en);
}

static int
make_ticket(struct deed *d)
{
	const struct conf *conf = d->tr->core.conf;
	struct str mailbox = value_of(d->values, "mailbox"), subject = value_of(d->values, "subject");
	struct str from = value_of(d->values, "from");
	struct opening o = { .subject = subject.n > 0 ? subject : STR("a test"),
	    .project = value_of(d->values, "project"), .at = d->w->now - d->age * SECOND_US,
	    .mailbox = mailbox.n > 0 ? mailbox : conf->mailboxes.v[0].name,
	    .requester = { .addr = from.n > 0 ? str_lower(d->w->a, from) :
	    STR("customer@test.invalid"), .name = value_of(d->values, "name") },
	    .fields = fields_of(d) };
	struct ticket *t = opening_ticket(d->w, &o);

	if (t == NULL || stand(d, t) == -1 || first_entry(d, t) == -1)
		return -1;
	have(d, t);
	if (!d->starts)
		ticket_start_clocks(d->w, t, o.at, 0);
	if (ticket_save(d->w, t) == -1)
		return -1;
	/* What rules on idle would have done by now is done. */
	if (conf->rules.on[EVENT_IDLE].n > 0)
		quiet_set(d->w, t->id, quiet_next(d->w, t->created_at, d->w->now));
	return 0;
}

int
deed_ticket(struct trial *tr, const struct case_values *values, int64_t age, bool starts,
    struct err *e)
{
	struct deed d = { .tr = tr, .values = values, .age = age, .starts = starts };

	return transact(&d, make_ticket, e);
}

/* ---- something happens to it ---- */

static struct ticket *
first_ticket(struct deed *d)
{
	int64_t id = trial_number(d->tr, 0);
	struct ticket *t = id == 0 ? NULL : ticket_get(d->w, id);

	if (t == NULL && d->w->err.text[0] == '\0')
		err_set(&d->w->err, ERR_MESSAGE, "there is no ticket to which it could happen");
	return t;
}

static bool
by_customer(enum event_kind kind)
{
	return kind == EVENT_CREATED || kind == EVENT_CUSTOMER_REPLIED || kind == EVENT_HELD ||
	    kind == EVENT_QUARANTINED || kind == EVENT_BOUNCE;
}

static bool
by_mail(enum event_kind kind)
{
	return by_customer(kind) || kind == EVENT_AGENT_REPLIED || kind == EVENT_NOTED;
}

/* Whose doing it is: as the test says, else the requester's, else of who has it. */
static void
set_author(const struct deed *d, struct event *ev)
{
	const struct conf *conf = d->tr->core.conf;
	const struct ticket *t = ev->ticket;
	struct str by = d->step->by;

	ev->agent = agents_find(&conf->agents, by.n > 0 ? by :
	    by_mail(ev->kind) && !by_customer(ev->kind) ? t->assignee : STR_NONE);
	if (ev->agent != NULL)
		ev->author = (struct address){ .name = ev->agent->full_name,
		    .addr = ev->agent->addresses.n > 0 ? ev->agent->addresses.v[0] : STR_NONE };
	else if (by.n > 0)
		ev->author.addr = by;
	else if (by_customer(ev->kind) && t != NULL)
		ev->author = t->requester_address;
}

/* The mail that brings it, as a parser would have read it. */
static void
set_letter(const struct deed *d, struct event *ev, struct entry *en)
{
	struct letter *l = ARENA_NEW(d->w->a, struct letter);
	const struct case_step *s = d->step;

	l->kind = ev->kind == EVENT_BOUNCE ? LETTER_BOUNCE : LETTER_HUMAN;
	for (unsigned i = 0; s->kind.n > 0 && i < LETTER_KINDS; i++)
		if (str_eq(s->kind, str_c(letter_kind_name((enum letter_kind)i))))
			l->kind = (enum letter_kind)i;
	l->subject = s->subject.n > 0 || ev->ticket == NULL ? s->subject : ev->ticket->subject;
	l->reply_text = s->body;
	ev->letter = l;
	ev->text = s->body;
	en->kind = ev->kind == EVENT_NOTED ? ENTRY_NOTE : ENTRY_MAIL_IN;
	en->subject = l->subject;
	en->new_text = s->body;
	en->author = ev->agent != NULL ? ev->agent->name : ev->author.addr;
	en->by_agent = ev->agent != NULL;
	en->is_public = ev->kind != EVENT_NOTED;
	en->letter_kind = str_c(letter_kind_name(l->kind));
	ev->bounce.recipient = ev->bounce.sent_to = ev->kind != EVENT_BOUNCE ||
	    ev->ticket == NULL ? STR_NONE : ev->ticket->requester_address.addr;
}

static void
set_clock(const struct deed *d, struct event *ev)
{
	const struct case_step *s = d->step;
	int64_t now = d->w->now;
	struct cycle *cy;

	for (unsigned i = 0; i < SLA_CLOCKS; i++)
		if (str_eq(s->clock, str_c(sla_clock_name((enum sla_clock)i))))
			ev->sla.clock = (enum sla_clock)i;
	ev->sla.point = s->point.n > 0 ? s->point :
	    ev->kind == EVENT_SLA_BREACH ? STR("breach") : STR_NONE;
	ev->sla.cause = s->cause;
	ev->sla.due = now;
	if (s->clock.n == 0 || ev->ticket == NULL ||
	    (cy = clocks_live(&ev->ticket->clocks, ev->sla.clock)) == NULL || cy->promise == NULL)
		return;
	ev->sla.target = cy->c.target;
	ev->sla.calendar = cy->promise->calendar;
	if (cy->c.due_at == 0)
		return;
	ev->sla.due = cy->c.due_at;
	ev->sla.left = ev->sla.due >= now ?
	    worktime_between(cy->promise->worktime, now, ev->sla.due) :
	    -worktime_between(cy->promise->worktime, ev->sla.due, now);
}

static int
happen(struct deed *d)
{
	struct event ev = { .kind = (enum event_kind)event_find(d->step->event), .at = d->w->now,
	    .reason = d->step->reason, .entry_kind = ENTRY_CHANGE };
	struct entry en = { .kind = ENTRY_CHANGE, .author = STR("docket") };
	struct ticket *t = NULL;

	if (ev.kind != EVENT_QUARANTINED && (t = first_ticket(d)) == NULL)
		return -1;
	ev.ticket = t;
	ev.mailbox = t != NULL ? t->mailbox : d->tr->core.conf->mailboxes.v[0].name;
	set_author(d, &ev);
	if (by_mail(ev.kind))
		set_letter(d, &ev, &en);
	set_clock(d, &ev);
	en.ticket = t == NULL ? 0 : t->id;
	if (entry_add(d->w, &en) == -1)
		return -1;
	ev.entry = en.id;
	ev.entry_kind = en.kind;
	return rules_run(d->w, &ev);
}

/* As core/projectlook.c has it. */
static int
happen_to_project(struct deed *d)
{
	const struct case_step *s = d->step;
	const struct conf *conf = d->tr->core.conf;
	const struct project *p = projects_find(&conf->projects, s->project);
	const struct budget_limit *b = project_budget(p);
	const struct mailbox *m = project_event_mailbox(conf, s->project);
	struct project_event e = { .project = s->project, .product = s->product,
	    .version = s->version, .environment = s->environment,
	    .kind = (enum event_kind)event_find(s->event) };
	struct event ev = { .kind = e.kind, .of = &e, .project = e.project, .at = d->w->now,
	    .mailbox = m == NULL ? STR_NONE : m->name, .entry_kind = ENTRY_RULE };

	str_i64(s->point, &e.point);
	if (e.kind == EVENT_BUDGET && b != NULL) {
		struct budget_period of = budget_period_of(d->w->a, project_event_zone(d->w, p),
		    b->per, d->w->now);

		e.limit = b->worked;
		e.used = s->used != 0 ? s->used : b->worked * e.point / 100;
		e.what = budget_points_of(d->w->a, &of, b);
	}
	e.day = p != NULL && e.kind == EVENT_CONTRACT_ENDING ? p->contract.until :
	    p == NULL ? 0 : civil_of(project_event_zone(d->w, p), d->w->now) + (int32_t)e.point;
	return rules_run(d->w, &ev);
}

int
deed_event(struct trial *tr, const struct case_step *s, struct err *e)
{
	struct deed d = { .tr = tr, .step = s };

	return transact(&d, event_is_of_project((enum event_kind)event_find(s->event)) ?
	    happen_to_project : happen, e);
}

/* ---- somebody does something to it ---- */

static int
refuse(struct deed *d, const struct why *why)
{
	return err_set(&d->w->err, ERR_MESSAGE, "%.*s cannot be done: %s", STR_ARG(d->step->doing),
	    why_text(d->w->a, STR_NONE, why).p);
}

static int
carry_out(struct deed *d, struct ticket *t, const struct actor *who, const struct order *o)
{
	struct event ev = { .ticket = t, .mailbox = t->mailbox, .agent = who->agent,
	    .at = who->at, .entry_kind = ENTRY_COMMAND };
	int changed = act_apply(d->w, t, who, o, &ev.kind);

	if (changed != 1)
		return changed;
	if (t->erasure.is_ordered)
		return err_set(&d->w->err, ERR_MESSAGE, "no test erases a ticket: no rule sees it");
	if (who->agent != NULL)
		ev.author = (struct address){ .name = who->agent->full_name,
		    .addr = who->agent->addresses.n > 0 ? who->agent->addresses.v[0] : STR_NONE };
	return rules_run(d->w, &ev);
}

/* The first ticket, and those that the verb names beside it. */
static struct ticket *
tickets_of(struct deed *d, const struct actor *who, const struct order *o)
{
	struct numbers wanted = { 0 };
	struct ticket *t = first_ticket(d);

	if (t == NULL)
		return NULL;
	act_tickets(d->w->a, o->verb, o->value, &wanted);
	if (wanted.n > 0 && (ticket_lock(d->w, wanted.v, wanted.n) == -1 || edges_load(d->w) == -1))
		return NULL;
	return act_look(d->w, t, who, o->verb, o->value) == -1 ? NULL : t;
}

static int
do_verb(struct deed *d)
{
	struct str value = d->step->doing, verb;
	struct order o = { .why = str_printf(d->w->a, "#%.*s", STR_ARG(d->step->doing)) };
	struct actor who = { .door = DOOR_CTL, .at = d->w->now, .name = STR("docketctl"),
	    .agent = agents_find(&d->tr->core.conf->agents, d->step->by) };
	struct prospect before;
	struct ticket *t;
	struct why *why;

	if (!str_split(&value, ' ', &verb)) {
		verb = d->step->doing;
		value = STR_NONE;
	}
	o.verb = verb_find(DOOR_CTL, verb);
	o.value = str_trim(value);
	if (who.agent != NULL)
		who.name = who.agent->name;
	if ((t = tickets_of(d, &who, &o)) == NULL)
		return -1;
	act_prospect(&before, d->w, t, &who);
	if ((why = act_check(&before, &o)) != NULL)
		return refuse(d, why);
	return carry_out(d, t, &who, &o);
}

int
deed_do(struct trial *tr, const struct case_step *s, struct err *e)
{
	struct deed d = { .tr = tr, .step = s };

	return transact(&d, do_verb, e);
}
