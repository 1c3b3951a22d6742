/* customermail: see customermail.h. */
#include "daemon/intake/customermail.h"

#include "daemon/intake/alias.h"
#include "daemon/intake/copied.h"
#include "daemon/intake/customerorders.h"
#include "daemon/intake/customertickets.h"
#include "daemon/intake/person.h"
#include "daemon/intake/replyto.h"
#include "daemon/intake/routing.h"
#include "daemon/intake/thread.h"
#include "daemon/out/notify.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/relate.h"
#include "daemon/ticket/step.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

/*
 * Our own mail server found that it does not come from its author's domain.  Who passed
 * it on, or decided to take it, knows better.
 */
static bool
is_forged(const struct reading *r)
{
	return str_ieq(r->letter->authres.dmarc, STR("fail")) && r->forwarder == NULL &&
	    r->in->decision.what.n == 0;
}

/* Somebody, or a rule, said it. */
static bool
has_own(const struct field_value *v)
{
	return v != NULL && v->source != FIELD_PROJECT && v->source != FIELD_DEFAULT;
}

/*
 * The strongest source wins: the letter, the project's default, the field's.  What it has by
 * more than a default stays.
 */
int
customer_fields(struct work *w, const struct field_values *said, struct ticket *t)
{
	const struct project *p = projects_find(&w->conf->projects, t->project);
	const struct field_defs *defs = &w->conf->fields;
	const struct type *type = ticket_type(w, t);

	for (size_t i = 0; i < defs->n; i++) {
		const struct field_def *def = &defs->v[i];
		const struct type_field *own = type_field(type, def->name);
		struct field_value v = { .source = FIELD_DEFAULT, .where = STR("default"),
		    .value = def->default_value };

		if (own != NULL && own->value.n > 0)
			v.value = own->value;
		for (size_t k = 0; p != NULL && k < p->n_defaults; k++)
			if (str_eq(p->defaults[k].name, def->name)) {
				v = p->defaults[k];
				v.source = FIELD_PROJECT;
				v.where = p->key;
			}
		if (!type_has_field(type, def->name))
			v.value = STR_NONE;
		for (size_t k = 0; k < said->n; k++)
			if (str_eq(said->v[k].name, def->name))
				v = said->v[k];
		if (has_own(ticket_field_value(t, def->name)))
			continue;
		v.name = def->name;
		if (v.raw.n == 0)
			v.raw = v.value;
		if (v.source >= FIELD_PROJECT)
			v.verified = true;
		if (v.value.n > 0 && ticket_set_field(w, t, &v, NULL) == -1)
			return -1;
	}
	return 0;
}

static int
fill_fields(struct work *w, const struct reading *r, struct ticket *t)
{
	static const struct field_values none = { 0 };

	return customer_fields(w, r->letter->ambiguous.n > 0 || is_forged(r) ? &none :
	    &r->letter->fields, t);
}

/*
 * A participant, the requester from whichever address, or a colleague by mail domain:
 * a mailbox's default project is where strangers meet and makes nobody a colleague.
 */
static bool
may_write(const struct work *w, const struct reading *r, const struct ticket *t)
{
	const struct project *p = projects_by_address(&w->conf->projects,
	    r->from.addr);

	if (r->from.addr.n == 0)
		return false;	/* a ticket without such an address has none either */
	return ticket_has_participant(t, r->from.addr) ||
	    str_ieq(t->sender, r->from.addr) || (t->reply_to.n > 0 &&
	    str_eq(address_person(w->a, t->reply_to), address_person(w->a, r->from.addr))) ||
	    (r->contact != 0 && !r->by_form && r->contact == t->requester) ||
	    (r->agent == NULL && p != NULL && str_eq(p->key, t->project));
}

bool
customer_may(const struct work *w, const struct reading *r, const struct ticket *t)
{
	return !is_forged(r) && may_write(w, r, t);
}

/*
 * The ticket that a mail names and may not, or no longer, go on with.  That there is
 * one, and its subject, are told only to those who may write to it, and to the desk.
 */
static void
mention(const struct work *w, const struct reading *r, struct event *ev)
{
	int64_t n = r->twin != 0 ? r->twin : r->ticket;
	const struct ticket *named = n == 0 ? NULL : work_ticket(w, n);

	if (named == NULL)
		return;
	ev->link = named->id;
	ev->link_subject = named->subject;
	ev->link_is_known = may_write(w, r, named);
}

static struct str
forged(const struct work *w, const struct reading *r)
{
	return str_printf(w->a, "our mail server found that it does not come from %.*s "
	    "(dmarc=fail)", STR_ARG(address_domain(r->from.addr)));
}

/* It is held on the ticket, and so is the mark on whom it names. */
static int
hold_forged(struct work *w, struct reading *r, struct ticket *t)
{
	ticket_doubt(w, t, r->from.addr, STR("dmarc=fail"));
	return reading_hold(w, r, t, forged(w, r));
}

/* Its ticket, with what is known before the mail is in its history. */
static struct ticket *
open_ticket(struct work *w, struct reading *r)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_RULE,
	    .why = STR("the mail that opened it"), .at = r->arrived };
	struct ticket *t;

	replyto_opens(r);
	t = ticket_new(w, r->letter->subject, replyto_project(w->conf, r, r->project),
	    r->in->item.mailbox);
	if (t == NULL)
		return NULL;
	t->created_at = r->arrived;
	t->requester_known = r->known;
	ticket_set_requester(w, t, r->contact, (struct address){ .name = r->from.name,
	    .addr = r->preferred });
	if (is_forged(r))
		r->replies_too.n = 0;
	replyto_note(w, r, t);
	if (fill_fields(w, r, t) == -1 || (is_forged(r) &&
	    ticket_add_tag(w, t, STR("dmarc-fail"), &by) == -1))
		return NULL;
	r->ticket = t->id;
	r->how = THREAD_NONE;
	return t;
}

/* An engineer's who passed it on is nobody else's. */
static void
note_message(struct work *w, const struct reading *r, struct ticket *t, bool opens)
{
	if (r->forwarder != NULL)
		return;
	conversation_add(w->a, &t->conversation, r->letter->message_id, true);
	conversation_carry(w->a, &t->conversation, &r->letter->headers, opens, t->created_at);
}

/* It opens a ticket, for it may be a customer's after all, and is held there. */
static int
hold_opened(struct work *w, struct reading *r, struct ticket *t, const struct entry *en,
    struct str doubt)
{
	if (is_forged(r))
		ticket_doubt(w, t, r->preferred, STR("dmarc=fail"));
	return reading_tell_held(w, r, t, en, doubt);
}

/*
 * Where its rules send it; *doubt: why it waits there, or empty.  In another project, or of
 * another type, what nobody said has another default.
 */
static int
route(struct work *w, struct reading *r, struct ticket *t, int64_t old, struct routing *to,
    struct str *doubt)
{
	struct str project = t->project, type = t->type;

	if (routing_run(w, r, t, old != 0, to) == -1)
		return -1;
	*doubt = to->end == END_SPAM ? STR_NONE : is_forged(r) ? forged(w, r) : to->why;
	r->by_rule = to->end == END_HELD;
	if (to->end == END_DROP || (str_eq(project, t->project) && str_eq(type, t->type)))
		return 0;
	return fill_fields(w, r, t);
}

/*
 * A follow-up: both tickets know of each other from now on, unless so many were opened
 * after the old one that it can know no more.
 */
static int
link_old(struct work *w, struct ticket *t, int64_t number)
{
	struct cause by = { .author = STR("docket"), .source = FIELD_RULE,
	    .why = STR("its mail answers a ticket that was closed long ago"), .at = w->now };
	struct ticket *old = number == 0 ? NULL : work_ticket(w, number);

	return old == NULL || old->relations.n >= RELATED_MOST ? 0 :
	    ticket_relate(w, t, RELATED_LINK, old, &by);
}

/* Its mail is in the ticket's history: rules see it as a new one. */
static int
tell_created(struct work *w, struct reading *r, struct ticket *t, const struct entry *en,
    const struct event *link, struct str doubt, struct addresses copied)
{
	struct event ev = reading_event(r, EVENT_CREATED, t, en);

	t->mail_waits = doubt.n > 0;
	ev.link = link->link;
	ev.link_subject = link->link_subject;
	ev.link_is_known = link->link_is_known;
	ev.copied = copied;
	ev.doubt = doubt;
	if (rules_run(w, &ev) == -1)
		return -1;
	return doubt.n > 0 ? hold_opened(w, r, t, en, doubt) : 0;
}

/* `old`: the ticket that it follows; 0: none. */
static int
opens(struct work *w, struct reading *r, int64_t old)
{
	struct event link = { 0 };
	struct addresses copied = { 0 };
	struct routing to;
	struct ticket *t;
	struct entry en;
	struct str doubt;

	if (person_ensure(w, r) == -1)
		return -1;
	mention(w, r, &link);
	if ((t = open_ticket(w, r)) == NULL || route(w, r, t, old, &to, &doubt) == -1)
		return -1;
	if (to.end == END_DROP)
		return routing_drop(w, r, t, &to);
	if (reading_know_files(w, r, t) == -1)
		return -1;
	reading_entry(w, r, doubt.n > 0 ? ENTRY_HELD : ENTRY_MAIL_IN, t, &en);
	en.is_public = doubt.n == 0;
	if (link.link != 0)
		entry_data(w, &en, "mentions",
		    str_printf(w->a, "%lld", (long long)link.link));
	if (doubt.n > 0)
		entry_data(w, &en, "reason", doubt);
	else if (to.end != END_SPAM)
		copied_take(w, r, t, &en, &copied);
	if (to.end == END_HELD)
		entry_data(w, &en, "rule", to.by->name);
	if (entry_add(w, &en) == -1)
		return -1;
	if (to.chain != NULL)
		rules_arrived(w, to.chain, t, en.id);
	entry_attachments(w, en.id, r->letter);
	if (doubt.n == 0)
		note_message(w, r, t, true);
	if (link_old(w, t, old) == -1)
		return -1;
	return to.end == END_SPAM ? routing_spam(w, r, t, &en, &to) :
	    tell_created(w, r, t, &en, &link, doubt, copied);
}

int
customer_opens(struct work *w, struct reading *r)
{
	return opens(w, r, 0);
}

/*
 * A value stands until an equal or stronger source has another: an engineer's
 * word is not undone by the customer's mail client.  One that is not known to be
 * right gives way to one that is.
 */
static bool
goes_before(const struct field_value *v, const struct field_value *old)
{
	return old == NULL || v->source <= old->source || old->source > FIELD_PATTERN ||
	    (v->verified && !old->verified);
}

/* What a customer writes at the top of an answer fills or mends a field. */
static int
update_fields(struct work *w, const struct reading *r, struct ticket *t,
    const struct cause *ch, bool *changed)
{
	for (size_t i = 0; i < r->letter->fields.n; i++) {
		const struct field_value *v = &r->letter->fields.v[i];
		int c;

		if (v->source > FIELD_HEADER || r->letter->ambiguous.n > 0)
			continue;	/* prose in an answer may quote anybody's */
		if (!goes_before(v, ticket_field_value(t, v->name)))
			continue;
		if ((c = ticket_set_field(w, t, v, ch)) == -1)
			return -1;
		*changed |= c == 1;
	}
	return 0;
}

/* What its text does by itself. */
static int
take_text(struct work *w, const struct reading *r, struct ticket *t, struct happened *happened)
{
	struct cause ch = { .author = r->from.addr, .source = FIELD_HEADER,
	    .why = STR("the customer wrote"), .at = r->arrived };
	bool was_done = category_is_done(t->category), changed = false;

	t->writer_known = r->known || r->in->decision.what.n > 0;
	if (r->in->decision.what.n > 0)
		t->said_by = r->from.addr;
	clocks_asked(&t->clocks, r->arrived);
	if (update_fields(w, r, t, &ch, &changed) == -1 ||
	    ticket_follow(w, t, ticket_standing(w, t)->on_customer_reply, &ch) == -1)
		return -1;
	if (was_done && !category_is_done(t->category))
		happened_add(happened, EVENT_REOPENED);
	if (changed)
		happened_add(happened, EVENT_CHANGED);
	if (ticket_is_doubted(t, r->from.addr) &&
	    (r->in->decision.what.n > 0 || str_ieq(r->letter->authres.dmarc, STR("pass"))))
		ticket_doubt(w, t, r->from.addr, STR_NONE);
	return 0;
}

/* Where nothing but commands was written, they are what is told. */
static struct event
event_of(struct work *w, const struct reading *r, enum event_kind kind, struct ticket *t,
    const struct entry *en, const struct customer_orders *said)
{
	struct event ev = reading_event(r, kind, t, en);
	struct buf b;

	if (said->says)
		return ev;
	buf_init(&b, w->a);
	for (size_t i = 0; i < said->orders.n_lines; i++)
		buf_printf(&b, "%.*s\n", STR_ARG(said->orders.lines[i].line));
	ev.text = str_trim(buf_str(&b));
	return ev;
}

/* What was ordered is done by now: each mail tells the state after it. */
static int
run_events(struct work *w, const struct reading *r, struct ticket *t, const struct entry *en,
    const struct customer_orders *said, const struct happened *happened,
    struct addresses copied)
{
	struct event *v = ARENA_ARRAY(w->a, happened->n + 1, struct event);
	size_t n = 0;

	v[n++] = event_of(w, r, EVENT_CUSTOMER_REPLIED, t, en, said);
	for (size_t i = 0; i < happened->n; i++)
		if (happened->v[i] != EVENT_REOPENED || !category_is_done(t->category))
			v[n++] = event_of(w, r, happened->v[i], t, en, said);
	for (size_t i = 0; i < n; i++) {
		v[i].copied = copied;
		v[i].capped = said->capped;
	}
	if (rules_run_all(w, v, n) == -1)
		return -1;
	return said->capped.n == 0 ? 0 : notify_customer(w, &v[0], STR("severity-capped"),
	    &(struct recipient){ .address = r->from, .is_customer = true });
}

/* Nothing but a question, which docket answers. */
static bool
only_asks(const struct customer_orders *said)
{
	return !said->says && said->orders.n == said->orders.n_asks;
}

int
customer_adds(struct work *w, struct reading *r, struct ticket *t)
{
	struct happened happened = { 0 };
	struct addresses copied = { 0 };
	struct customer_orders said;
	struct entry en;

	if (reading_know_files(w, r, t) == -1)
		return -1;
	customer_orders_read(w, r, t, &said);
	reading_entry(w, r, ENTRY_MAIL_IN, t, &en);
	en.is_public = true;
	en.new_text = said.text;
	if (said.says)
		copied_take(w, r, t, &en, &copied);
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	note_message(w, r, t, false);
	alias_learn(w, r, t);
	t->dirty = true;
	if ((said.says && take_text(w, r, t, &happened) == -1) ||
	    orders_apply(w, t, &said.actor, &said.orders, &happened) == -1)
		return -1;
	if (!only_asks(&said) && run_events(w, r, t, &en, &said, &happened, copied) == -1)
		return -1;
	return !said.asks ? 0 : customer_tickets_send(w, r, &en, t->project);
}

int
customer_mail(struct work *w, struct reading *r)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);
	bool old = t != NULL && t->resolved_at != 0 &&
	    r->arrived - t->resolved_at > w->conf->reopen_within * SECOND_US;

	if ((t == NULL || old) && customer_tickets_alone(w, r))
		return customer_tickets_mail(w, r);
	if (t == NULL || old)
		return opens(w, r, old && customer_may(w, r, t) ? t->id : 0);
	if (thread_is_weak(r->how) && !may_write(w, r, t))
		return customer_opens(w, r);
	if (is_forged(r))
		return hold_forged(w, r, t);
	if (ticket_is_spam(t) && may_write(w, r, t))
		return reading_hold(w, r, t, STR("its ticket was closed as spam: #accept opens it "
		    "again"));
	if (may_write(w, r, t))
		return customer_adds(w, r, t);
	return reading_hold(w, r, t,
	    STR("its author is not a participant of this ticket"));
}
