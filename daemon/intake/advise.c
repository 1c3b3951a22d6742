/* advise: see advise.h. */
#include "daemon/intake/advise.h"

#include <inttypes.h>

#include "daemon/intake/opening.h"
#include "daemon/out/notice.h"
#include "daemon/policy/words.h"
#include "daemon/rules/quiet.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/clockrows.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/relate.h"
#include "daemon/ticket/step.h"
#include "parsers/base/array.h"
#include "sql.h"

static struct str
author(const struct advise *ad)
{
	return ad->agent != NULL ? ad->agent->name : STR("docketctl");
}

static struct cause
cause(struct work *w, const struct advise *ad)
{
	return (struct cause){ .author = author(ad), .by_agent = ad->agent != NULL,
	    .source = FIELD_COMMAND, .at = w->now,
	    .why = str_printf(w->a, "docketctl affected %" PRId64 " --mail %.*s", ad->ticket,
	    STR_ARG(ad->template)) };
}

/* Their own mailbox, if they have one; else the fault's. */
static const struct mailbox *
mailbox_of(const struct work *w, const struct project *p, struct str fault)
{
	const struct mailboxes *all = &w->conf->mailboxes;
	const struct mailbox *m;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].project, p->key))
			return &all->v[i];
	m = mailboxes_find(all, fault);
	return m != NULL ? m : &all->v[0];
}

/* Nothing of the fault's ticket: what stands there is for people here. */
static struct str
subject_of(struct work *w, const struct advise *ad, const struct advised *to,
    const struct mailbox *m)
{
	const struct advice_place *p = &to->advice.v[0];
	struct str language = to->project->language.n > 0 ? to->project->language : m->language;

	if (ad->subject.n > 0)
		return ad->subject;
	return words_in(w->a, templates_words(&w->conf->templates, language),
	    str_printf(w->a, "A fault in %.*s %.*s, which you run", STR_ARG(p->product),
	    STR_ARG(p->version)));
}

/* For the history: what the mail tells, whatever its template makes of it. */
static struct str
text_of(struct arena *a, const struct advice *ad)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < ad->n; i++) {
		const struct advice_place *p = &ad->v[i];

		buf_printf(&b, "%.*s %.*s (%.*s)", STR_ARG(p->product), STR_ARG(p->version),
		    STR_ARG(p->environment));
		if (p->fix.n > 0)
			buf_printf(&b, " -> %.*s", STR_ARG(p->fix));
		buf_addc(&b, '\n');
	}
	if (ad->text.n > 0)
		buf_printf(&b, "\n%.*s\n", STR_ARG(ad->text));
	return str_trim(buf_str(&b));
}

/* --- its ticket --- */

static int
begin(struct work *w, const struct advise *ad, struct ticket *t)
{
	struct entry en = { .kind = ENTRY_COMMAND, .ticket = t->id, .at = w->now,
	    .author = author(ad), .by_agent = ad->agent != NULL };

	entry_data(w, &en, "what", STR("opened"));
	if (entry_add(w, &en) == -1)
		return -1;
	ticket_start_clocks(w, t, w->now, en.id);
	return 0;
}

/* In memory and queued, with its parent; saved.  NULL: w->err. */
static struct ticket *
open_child(struct work *w, const struct advise *ad, const struct advised *to,
    struct ticket *fault)
{
	const struct mailbox *m = mailbox_of(w, to->project, ad->mailbox);
	struct cause by = cause(w, ad);
	struct opening o = { .subject = subject_of(w, ad, to, m), .requester = to->people[0],
	    .project = to->project->key, .mailbox = m->name, .at = w->now };
	struct ticket *t;

	if (fault->relations.n >= ADVISE_CHILDREN) {
		err_set(&w->err, ERR_MESSAGE, "#%" PRId64 " is related to %d others already",
		    fault->id, ADVISE_CHILDREN);
		return NULL;
	}
	if ((t = opening_ticket(w, &o)) == NULL)
		return NULL;
	t->requester_known = true;
	sql_contact_known(w->db, t->requester);
	for (size_t i = 1; i < to->n; i++)
		ticket_add_participant(w, t, to->people[i]);
	t->assignee = fault->assignee;
	t->team = fault->team;
	if (begin(w, ad, t) == -1)
		return NULL;
	ticket_relate(w, t, RELATED_PARENT, fault, &by);
	return ticket_save(w, t) == -1 ? NULL : t;
}

/* It waits for their answer; where its type knows no such thing, it is on hold. */
static int
lay_down(struct work *w, struct ticket *t, const struct cause *by)
{
	const struct status *from = ticket_standing(w, t);
	const struct status *to = type_verb(ticket_type(w, t), "wait", CATEGORY_WAITING, from);

	if (to == NULL)
		to = type_verb(ticket_type(w, t), "hold", CATEGORY_ON_HOLD, from);
	return to == NULL || !category_is(t->category, CATEGORY_NEW) ? 0 :
	    ticket_follow(w, t, to->name, by);
}

/* --- and its mail --- */

static struct recipient *
readers(struct work *w, const struct advised *to)
{
	struct recipient *v = ARENA_ARRAY(w->a, to->n, struct recipient);

	for (size_t i = 0; i < to->n; i++)
		v[i] = (struct recipient){ .address = to->people[i], .is_customer = true };
	return v;
}

static struct event
event_of(const struct advise *ad, const struct advised *to, struct ticket *t, struct str text)
{
	struct event ev = { .kind = EVENT_CREATED, .ticket = t, .mailbox = t->mailbox,
	    .agent = ad->agent, .entry_kind = ENTRY_MAIL_IN, .text = text,
	    .advice = &to->advice };

	if (ad->agent != NULL)
		ev.author = (struct address){ .name = ad->agent->full_name,
		    .addr = ad->agent->addresses.n > 0 ? ad->agent->addresses.v[0] : STR_NONE };
	return ev;
}

/* What is told counts as our answer: nobody is waited for here. */
static int
write_mail(struct work *w, const struct advise *ad, const struct advised *to, struct ticket *t)
{
	struct cause by = cause(w, ad);
	struct str text = text_of(w->a, &to->advice);
	struct entry en = { .kind = ENTRY_MAIL_IN, .ticket = t->id, .at = w->now,
	    .author = author(ad), .by_agent = true, .is_public = true, .subject = t->subject,
	    .body = text, .new_text = text };
	struct event ev = event_of(ad, to, t, text);
	struct notice no = { .ev = &ev, .template = ad->template, .to = readers(w, to),
	    .n = to->n, .is_bulk = true, .due_at = to->due_at };

	entry_data(w, &en, "template", ad->template);
	if (entry_add(w, &en) == -1 || clockrows_answered(w, &t->clocks, &en, false) == -1)
		return -1;
	t->dirty = true;
	ev.entry = en.id;
	ev.at = w->now;
	if (lay_down(w, t, &by) == -1 || ticket_save(w, t) == -1 || notice_write(w, &no) == -1)
		return -1;
	quiet_set(w, t->id, 0);		/* rules on idle wait until somebody writes */
	return 0;
}

/* --- one project --- */

/* Who was told by this template is done with; by another has a ticket.  1, 0, -1. */
static int
find_before(struct work *w, const struct advise *ad, struct advised *to)
{
	struct sql_advice_find h;
	struct sql_advice_last last;
	struct sql_advice_find_row row;
	struct sql_advice_last_row end;

	h = sql_advice_find(w->db, ad->ticket, to->project->key, ad->template);
	last = sql_advice_last(w->db);
	if (work_run(w) == -1)
		return -1;
	to->due_at = w->now;
	if (sql_advice_last_row(w->db, last, 0, &end) && end.due_at != 0 &&
	    end.due_at + ad->interval > w->now)
		to->due_at = end.due_at + ad->interval;
	to->child = 0;
	if (!sql_advice_find_row(w->db, h, 0, &row))
		return 0;
	to->child = row.child;
	to->is_before = row.same;
	return row.same;
}

/* On the ticket that it has from another mail, which may be gone. */
static int
ticket_for(struct work *w, const struct advise *ad, const struct advised *to,
    struct ticket **out)
{
	struct ticket *fault = work_ticket(w, ad->ticket);

	*out = to->child == 0 ? NULL : ticket_get(w, to->child);
	if (*out == NULL && w->err.text[0] != '\0')
		return -1;
	if (*out == NULL)
		*out = open_child(w, ad, to, fault);
	return *out == NULL ? -1 : 0;
}

int
advise_project(struct work *w, const struct advise *ad, struct advised *to)
{
	struct ticket *t;
	int before;

	to->is_before = false;
	sql_advice_lock(w->db);
	if (ticket_get(w, ad->ticket) == NULL)
		return w->err.text[0] != '\0' ? -1 : err_set(&w->err, ERR_MESSAGE,
		    "there is no ticket %" PRId64, ad->ticket);
	if ((before = find_before(w, ad, to)) != 0)
		return before == 1 ? 0 : -1;
	if (ticket_for(w, ad, to, &t) == -1 || write_mail(w, ad, to, t) == -1)
		return -1;
	to->child = t->id;
	sql_advice_add(w->db, &(struct sql_advice_add_in){ .ticket = ad->ticket,
	    .project = to->project->key, .template = ad->template, .child = t->id,
	    .people = (int64_t)to->n, .author = author(ad), .at = w->now,
	    .due_at = to->due_at });
	sql_notify(w->db);
	return 0;
}

int
advise_preview(struct work *w, const struct advise *ad, const struct advised *to,
    struct mail_out *out)
{
	const struct mailbox *m = mailbox_of(w, to->project, ad->mailbox);
	struct ticket t = { .project = to->project->key, .mailbox = m->name,
	    .subject = subject_of(w, ad, to, m), .requester_address = to->people[0],
	    .requester_known = true };
	struct event ev = event_of(ad, to, &t, text_of(w->a, &to->advice));
	struct recipient *v = readers(w, to);
	struct notice no = { .ev = &ev, .template = ad->template, .to = v, .n = to->n,
	    .is_bulk = true };
	struct outbox_mail om = { .mailbox = m->name };
	struct reader reader;

	ticket_begin(&t, conf_type(w->conf, t.project, t.mailbox));
	reader = notice_reader(w, &ev, v);
	if (notice_render(w, &no, facts_event(w, &ev, &reader), &om) == -1)
		return -1;
	*out = om.draft.mail;
	out->from = (struct address){ ad->agent == NULL ? m->display_name : str_printf(w->a,
	    "%.*s (%.*s)", STR_ARG(ad->agent->full_name), STR_ARG(m->display_name)), m->address };
	return 0;
}
