/* customermail: see customermail.h. */
#include "daemon/intake/customermail.h"

#include "daemon/intake/person.h"
#include "daemon/intake/replyto.h"
#include "daemon/policy/own.h"
#include "daemon/rules/rules.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/ours.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/domain.h"

enum { COPIED_MAX = 20 };		/* participants that an opening mail may bring */

/* The strongest source wins: the letter, the project's default, the field's. */
static int
fill_fields(struct work *w, const struct reading *r, struct ticket *t)
{
	const struct project *p = projects_find(&w->conf->projects, t->project);
	const struct field_defs *defs = &w->conf->fields;

	for (size_t i = 0; i < defs->n; i++) {
		const struct field_def *def = &defs->v[i];
		struct field_value v = { .source = FIELD_DEFAULT, .where = STR("default"),
		    .value = def->default_value };

		for (size_t k = 0; p != NULL && k < p->n_defaults; k++)
			if (str_eq(p->defaults[k].name, def->name)) {
				v = p->defaults[k];
				v.source = FIELD_PROJECT;
				v.where = p->key;
			}
		for (size_t k = 0; k < r->letter->fields.n; k++)
			if (str_eq(r->letter->fields.v[k].name, def->name) &&
			    r->letter->ambiguous.n == 0)
				v = r->letter->fields.v[k];
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

/*
 * A participant, the requester from whichever address, or a colleague by mail domain:
 * a mailbox's default project is where strangers meet and makes nobody a colleague.
 */
static bool
may_write(const struct work *w, const struct reading *r, const struct ticket *t)
{
	const struct project *p = projects_by_domain(&w->conf->projects,
	    str_sub(r->from.addr, str_chr(r->from.addr, '@', 0) + 1, r->from.addr.n));

	return ticket_has_participant(t, r->from.addr) ||
	    str_ieq(t->sender, r->from.addr) || (t->reply_to.n > 0 &&
	    str_eq(address_person(w->a, t->reply_to), address_person(w->a, r->from.addr))) ||
	    (r->contact != 0 && !r->by_form && r->contact == t->requester) ||
	    (r->agent == NULL && p != NULL && str_eq(p->key, t->project));
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

/*
 * Where the mail names none of our addresses it came by one that docket does not know as
 * ours, or in blind copy: whom it is to may lead back here, or need not know of docket.
 */
static bool
names_ours(const struct work *w, const struct letter *l)
{
	const struct addresses *lists[] = { &l->to, &l->cc };

	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++)
			if (ours_has(w, lists[i]->v[k].addr))
				return true;
	return false;
}

static bool
takes_part(const struct work *w, const struct reading *r, struct str address)
{
	const struct letter *l = r->letter;
	struct token token;

	for (size_t i = 0; i < l->reached.n; i++)
		if (str_ieq(l->reached.v[i].addr, address))
			return false;
	return address_is_safe(address) && !ours_has(w, address) &&
	    agents_by_address(&w->conf->agents, address) == NULL &&
	    token_read(w->core->keys, w->conf, address, w->now, &token) == TOKEN_NONE;
}

/*
 * Who the opening mail was also sent to reads it anyway, so they take part; who
 * is named on later mails does not (promises.md S3).
 */
static void
add_copied(struct work *w, const struct reading *r, struct ticket *t)
{
	const struct addresses *lists[] = { &r->letter->to, &r->letter->cc };
	bool ours = names_ours(w, r->letter);

	if (r->letter->ambiguous.n > 0)
		return;
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->n; k++) {
			struct address ad = lists[i]->v[k];
			bool blind = !ours && lists[i] == &r->letter->to &&
			    (lists[i]->n == 1 || own_domain(&w->conf->letter.own_addresses,
			    address_domain(ad.addr)));

			ad.addr = domain_key(w->a, ad.addr);
			if (t->participants.n < COPIED_MAX && !blind &&
			    !str_ieq(ad.addr, r->sender.addr) && takes_part(w, r, ad.addr))
				ticket_add_participant(w, t, ad);
		}
}

int
customer_opens(struct work *w, struct reading *r)
{
	struct event link = { 0 };
	struct ticket *t;
	struct entry en;
	struct event ev;

	if (person_ensure(w, r) == -1)
		return -1;
	mention(w, r, &link);
	replyto_opens(r);
	t = ticket_new(w, r->letter->subject, replyto_project(w->conf, r, r->project),
	    r->in->item.mailbox);
	if (t == NULL)
		return -1;
	t->created_at = r->arrived;
	ticket_set_requester(w, t, r->contact, (struct address){ .name = r->from.name,
	    .addr = r->preferred });
	replyto_note(w, r, t);
	add_copied(w, r, t);
	if (fill_fields(w, r, t) == -1)
		return -1;
	reading_entry(w, r, ENTRY_MAIL_IN, t, &en);
	en.is_public = true;
	if (link.link != 0)
		entry_data(w, &en, "mentions",
		    str_printf(w->a, "%lld", (long long)link.link));
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	r->ticket = t->id;
	r->how = THREAD_NONE;
	strs_prepend(w->a, &t->messages, r->letter->message_id);
	ev = reading_event(r, EVENT_CREATED, t, &en);
	ev.link = link.link;
	ev.link_subject = link.link_subject;
	ev.link_is_known = link.link_is_known;
	return rules_run(w, &ev);
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

static int
run_event(struct work *w, const struct reading *r, enum event_kind kind, struct ticket *t,
    const struct entry *en)
{
	struct event ev = reading_event(r, kind, t, en);

	return rules_run(w, &ev);
}

int
customer_adds(struct work *w, struct reading *r, struct ticket *t)
{
	struct cause ch = { .author = r->from.addr, .source = FIELD_HEADER,
	    .why = STR("the customer wrote"), .at = r->arrived };
	bool reopened = category_is_done(t->status), changed = false;
	struct entry en;

	reading_entry(w, r, ENTRY_MAIL_IN, t, &en);
	en.is_public = true;
	if (entry_add(w, &en) == -1)
		return -1;
	entry_attachments(w, en.id, r->letter);
	strs_prepend(w->a, &t->messages, r->letter->message_id);
	t->dirty = true;
	clocks_asked(&t->clocks, r->arrived);
	if (update_fields(w, r, t, &ch, &changed) == -1)
		return -1;
	if ((reopened || category_is(t->status, CATEGORY_WAITING)) &&
	    ticket_set_status(w, t, category_word(CATEGORY_OPEN), &ch) == -1)
		return -1;
	if (run_event(w, r, EVENT_CUSTOMER_REPLIED, t, &en) == -1 ||
	    (reopened && run_event(w, r, EVENT_REOPENED, t, &en) == -1) ||
	    (changed && run_event(w, r, EVENT_CHANGED, t, &en) == -1))
		return -1;
	return 0;
}

int
customer_mail(struct work *w, struct reading *r)
{
	struct ticket *t = r->ticket == 0 ? NULL : work_ticket(w, r->ticket);
	bool old = t != NULL && t->resolved_at != 0 &&
	    r->arrived - t->resolved_at > w->conf->reopen_within * SECOND_US;

	if (t == NULL || old)
		return customer_opens(w, r);
	if (may_write(w, r, t))
		return customer_adds(w, r, t);
	if (r->how == THREAD_TAG)
		return customer_opens(w, r);
	return reading_hold(w, r, t,
	    STR("its author is not a participant of this ticket"));
}
