/*
 * notify: see notify.h.  Customers of one notice share one mail, so that they
 * see each other as in any mail thread; each agent gets their own, because its
 * Reply-To proves who answers.
 */
#include "daemon/out/notify.h"

#include <string.h>

#include "daemon/out/facts.h"
#include "daemon/out/outbox.h"
#include "daemon/out/recipients.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/entry.h"

enum {
	ORIGINAL_MAX = 2 * 1024 * 1024,	/* larger ones are only listed: each agent has a copy */
};

struct notice {				/* an event, told to one person by a template */
	const struct event	*ev;
	struct str		 template;
	struct recipient	 to;
	struct notice		*next;
	bool			 is_told;
};

struct notices {
	struct notice	 *first;
	struct notice	**last;
};

/* Local parts behind which nobody reads: an answer would only come back. */
static const char *const nobody[] = {
	"mailer-daemon", "postmaster", "noreply", "no-reply", "no_reply",
	"donotreply", "do-not-reply", "bounce", "bounces", "listserv", "majordomo",
};

static bool
is_nobody(struct str address)
{
	struct str local = str_sub(address, 0, str_chr(address, '@', 0));

	for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
		if (str_ieq(local, str_c(nobody[i])))
			return true;
	return false;
}

/*
 * Why an automatic mail must not go to this customer, or NULL.  Raises the
 * count of the hour when it may.
 */
static int
suppressed(struct work *w, const struct event *ev, struct str address,
    const char **why)
{
	struct str folded = str_lower(w->a, address);
	struct auto_count *count;
	int h;

	*why = NULL;
	if (ev->letter != NULL && ev->letter->kind != LETTER_HUMAN)
		*why = "automatic mail is never answered automatically";
	else if (strs_has(&w->conf->letter.own_addresses, folded))
		*why = "that is an address of docket's own";
	else if (is_nobody(address))
		*why = "nobody reads that address";
	if (*why != NULL)
		return 0;
	if ((count = work_auto_count(w, folded)) == NULL) {
		h = db_queue(w->db, SQL_AUTO_COUNT, "sT", folded, w->now);
		if (work_run(w) == -1)
			return -1;
		count = work_add_auto_count(w, folded, db_i64(w->db, h, 0, 0));
	}
	if (count->n >= w->conf->auto_per_hour)
		*why = "that address had its automatic mails of this hour";
	else
		count->n++;
	return 0;
}

static int
record_suppressed(struct work *w, const struct event *ev, struct str template,
    struct str address, const char *why)
{
	struct entry en = { .kind = "rule", .author = STR("docket"),
	    .ticket = ev->ticket == NULL ? 0 : ev->ticket->id };

	entry_data(w, &en, "what", STR("mail not sent"));
	entry_data(w, &en, "template", template);
	entry_data(w, &en, "to", address);
	entry_data(w, &en, "why", str_c(why));
	return entry_add(w, &en);
}

static struct str
language_of(const struct work *w, const struct event *ev, bool is_customer)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, ev->mailbox);
	const struct project *p = ev->ticket == NULL || !is_customer ? NULL :
	    projects_find(&w->conf->projects, ev->ticket->project);

	if (p != NULL && p->language.n > 0)
		return p->language;
	return m != NULL && m->language.n > 0 ? m->language : STR("en");
}

/* A header field's value is one line whatever a template or a subject holds. */
static struct str
one_line(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	s = str_utf8_cut(str_trim(s), LIMIT_SUBJECT - 100);
	for (size_t i = 0; i < s.n; i++)
		buf_addc(&b, (unsigned char)s.p[i] < ' ' || s.p[i] == 127 ? ' ' : s.p[i]);
	return buf_str(&b);
}

static struct str
sender_name(struct work *w, const struct event *ev, const struct mailbox *m,
    const struct recipient *to)
{
	struct str who = ev->agent != NULL ? ev->agent->full_name : ev->author.name;

	if ((to->is_customer && ev->agent == NULL) || who.n == 0 ||
	    (ev->agent != NULL && ev->agent == to->agent))
		return m->display_name;
	return str_printf(w->a, "%.*s (%.*s)", STR_ARG(one_line(w->a, who)),
	    STR_ARG(m->display_name));
}

static struct str
reply_address(struct work *w, const struct event *ev, const struct mailbox *m,
    const struct recipient *r)
{
	struct token token = { .purpose = TOKEN_REPLY, .agent = r->agent,
	    .expires = w->now + w->conf->token_lifetime * SECOND_US };

	if (ev->ticket == NULL || (r->agent == NULL && !r->is_customer))
		return m->address;
	token.ticket = ev->ticket->id;
	token.contact = r->is_customer ? ev->ticket->requester : 0;
	return token_address(w->a, w->core->keys, &token, m->address);
}

/* Customers see the thread that they know; agents one thread a ticket. */
static void
thread_headers(struct work *w, const struct event *ev, bool is_customer,
    struct mail_out *out)
{
	const struct ticket *t = ev->ticket;

	if (t == NULL)
		return;
	if (!is_customer) {
		out->in_reply_to = str_printf(w->a, "docket-ticket-%lld@%.*s",
		    (long long)t->id, STR_ARG(w->conf->message_id_domain));
		strs_add(w->a, &out->references, out->in_reply_to);
		return;
	}
	if (t->messages.n > 0)
		out->in_reply_to = t->messages.v[0];
	for (size_t i = t->messages.n; i-- > 0;)
		strs_add(w->a, &out->references, t->messages.v[i]);
}

static int
render(struct work *w, const struct template_text *tt, const struct view *view,
    struct mail_out *out)
{
	struct str subject;

	if (template_render(w->a, tt->subject, NULL, view, false, &subject, &w->err) == -1 ||
	    template_render(w->a, tt->text, tt->text_parts, view, false, &out->text,
	    &w->err) == -1)
		return -1;
	out->subject = one_line(w->a, subject);
	return tt->html.n == 0 ? 0 :
	    template_render(w->a, tt->html, tt->html_parts, view, true, &out->html,
	    &w->err);
}

/* Engineers get the files that came with a mail: the whole mail, as it was. */
static struct str
original(const struct event *ev, const struct recipient *to)
{
	if (to->agent == NULL || ev->ticket == NULL || ev->letter == NULL ||
	    ev->raw.n > ORIGINAL_MAX || ev->text.n == 0)
		return STR_NONE;
	for (size_t i = 0; i < ev->letter->n_attachments; i++)
		if (!ev->letter->attachments[i].is_inline)
			return ev->raw;
	return STR_NONE;
}

/*
 * When this agent may read of it: warnings of clocks wait for their hours, but
 * for the severities that they are woken for.
 */
static int64_t
due_for(struct work *w, const struct event *ev, const struct agent *ag)
{
	int64_t from, to;
	struct worktime *hours;

	if (ag == NULL || ag->hours.n == 0 || ev->sla.point.n == 0 || ev->ticket == NULL ||
	    strs_has(&ag->wake, ticket_field(ev->ticket, "severity")) ||
	    (hours = worktimes_find(w->core->worktimes, ag->hours)) == NULL ||
	    !worktime_span(hours, w->now, &from, &to))
		return 0;
	return from;
}

/* What the template sees, and the headers, of a mail to `first`, the others in copy. */
static int
write_view(struct work *w, const struct event *ev, struct str template,
    const struct recipient *to, size_t n, const struct view *view, struct outbox_mail *om)
{
	bool customers = to->is_customer, automatic = !customers || ev->agent == NULL;
	const struct template_text *tt = templates_find(&w->conf->templates, template,
	    language_of(w, ev, customers));

	if (tt == NULL)
		return err_set(&w->err, ERR_CONF, "there is no template %.*s",
		    STR_ARG(template));
	om->mail.to = (struct addresses){ ARENA_ARRAY(w->a, n, struct address), 1 };
	om->mail.cc = (struct addresses){ om->mail.to.v + 1, n - 1 };
	for (size_t i = 0; i < n; i++) {
		om->mail.to.v[i] = to[i].address;
		strs_add(w->a, &om->recipients, to[i].address.addr);
	}
	if (render(w, tt, view, &om->mail) == -1)
		return -1;
	thread_headers(w, ev, customers, &om->mail);
	om->mail.date = w->now;
	om->mail.automatic = automatic && customers;
	om->mail.generated = automatic && !customers;
	om->mail.ticket = ev->ticket == NULL ? 0 : ev->ticket->id;
	om->is_public = customers;
	om->what = template;
	om->ticket = om->mail.ticket;
	om->author = ev->agent != NULL && !automatic ? ev->agent->name : STR("docket");
	return outbox_add(w, om);
}

/* The mailbox that a mail comes from: of a ticket whose own is gone, the first. */
static const struct mailbox *
mailbox_of(const struct work *w, const struct event *ev)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, ev->mailbox);

	return m != NULL ? m : &w->conf->mailboxes.v[0];
}

static struct reader
reader_of(struct work *w, const struct event *ev, const struct recipient *to)
{
	return (struct reader){ .address = to->address, .agent = to->agent,
	    .language = language_of(w, ev, to->is_customer),
	    .timezone = to->agent != NULL ? to->agent->timezone : STR_NONE,
	    .reply_to = reply_address(w, ev, mailbox_of(w, ev), to) };
}

/* One mail to `first`, the others in copy. */
static int
write_mail(struct work *w, const struct event *ev, struct str template,
    const struct recipient *to, size_t n)
{
	const struct mailbox *m = mailbox_of(w, ev);
	struct reader reader = reader_of(w, ev, to);
	struct outbox_mail om = { .mailbox = m->name, .due_at = due_for(w, ev, to->agent) };

	om.mail.from = (struct address){ sender_name(w, ev, m, to), m->address };
	om.mail.reply_to = reader.reply_to;
	om.mail.original = original(ev, to);
	om.envelope_from = !to->is_customer || ev->agent == NULL ? STR_NONE : m->address;
	if (write_view(w, ev, template, to, n, views_event(w, ev, &reader), &om) == -1)
		return -1;
	if (to->is_customer && ev->ticket != NULL)
		strs_prepend(w->a, &ev->ticket->messages, om.mail.message_id);
	return 0;
}

/* --- one mail a person ---------------------------------------------------- */

void
notify_hold(struct work *w)
{
	w->held = ARENA_NEW(w->a, struct notices);
	w->held->last = &w->held->first;
}

static void
hold(struct work *w, const struct event *ev, struct str template,
    const struct recipient *to)
{
	struct notice *no = ARENA_NEW(w->a, struct notice);

	*no = (struct notice){ ev, template, *to, NULL, false };
	*w->held->last = no;
	w->held->last = &no->next;
}

/* Those to the same person that may be read at the same time. */
static bool
goes_with(struct work *w, const struct notice *a, const struct notice *b)
{
	return !b->is_told && str_ieq(a->to.address.addr, b->to.address.addr) &&
	    due_for(w, a->ev, a->to.agent) == due_for(w, b->ev, b->to.agent);
}

static int
write_digest(struct work *w, struct notice *first, size_t n)
{
	/* Of several tickets it belongs to none: each has its own way to answer. */
	struct event joint = { .name = first->ev->name, .mailbox = first->ev->mailbox,
	    .at = first->ev->at };
	const struct mailbox *m = mailbox_of(w, &joint);
	struct outbox_mail om = { .mailbox = m->name,
	    .due_at = due_for(w, first->ev, first->to.agent) };
	struct view *view = view_object(w->a), *items;
	size_t over = 0;

	items = view_add(w->a, view, STR("items"), view_list(w->a));
	for (struct notice *no = first; no != NULL; no = no->next) {
		struct reader reader;

		if (!goes_with(w, first, no))
			continue;
		reader = reader_of(w, no->ev, &no->to);
		view_add(w->a, items, STR_NONE, views_event(w, no->ev, &reader));
		over += no->ev->sla.due <= w->now;
		no->is_told = no != first;
	}
	first->is_told = true;
	view_text(w->a, view, "count", str_printf(w->a, "%zu", n));
	view_text(w->a, view, "overdue", over == 0 ? STR_NONE :
	    str_printf(w->a, "%zu", over));
	om.mail.from = (struct address){ m->display_name, m->address };
	om.mail.reply_to = m->address;
	return write_view(w, &joint, STR("sla-digest"), &first->to, 1, view, &om);
}

int
notify_flush(struct work *w)
{
	bool can_list = templates_find(&w->conf->templates, STR("sla-digest"), STR("en")) != NULL;
	struct notice *first = w->held->first;

	w->held = NULL;
	for (struct notice *no = first; no != NULL; no = no->next) {
		size_t n = 0;

		for (struct notice *other = no; other != NULL && !no->is_told && can_list;
		    other = other->next)
			n += goes_with(w, no, other);
		if (no->is_told)
			continue;
		if ((n > 1 ? write_digest(w, no, n) :
		    write_mail(w, no->ev, no->template, &no->to, 1)) == -1)
			return -1;
	}
	return 0;
}

/* --- to whom -------------------------------------------------------------- */

/* Customers that may have this mail stay in the list. */
static int
sift_customers(struct work *w, const struct event *ev, struct str template,
    struct recipient *v, size_t *n)
{
	size_t kept = 0;

	for (size_t i = 0; i < *n; i++) {
		const char *why = NULL;

		if (ev->agent == NULL &&
		    suppressed(w, ev, v[i].address.addr, &why) == -1)
			return -1;
		if (why == NULL)
			v[kept++] = v[i];
		else if (record_suppressed(w, ev, template, v[i].address.addr, why) == -1)
			return -1;
	}
	*n = kept;
	return 0;
}

int
notify_send(struct work *w, const struct event *ev, struct str template,
    const struct strs *to)
{
	struct recipients *all = ARENA_NEW(w->a, struct recipients);
	struct recipient *customers;
	size_t n = 0;

	for (size_t i = 0; i < to->n; i++)
		recipients_add(w, ev, to->v[i], all);
	customers = ARENA_ARRAY(w->a, all->n, struct recipient);
	for (size_t i = 0; i < all->n; i++) {
		struct recipient *r = &all->v[i];

		if (r->is_customer)
			customers[n++] = *r;
		else if (r->agent != NULL && r->agent == ev->agent)
			continue;
		else if (w->held != NULL)
			hold(w, ev, template, r);
		else if (write_mail(w, ev, template, r, 1) == -1)
			return -1;
	}
	if (sift_customers(w, ev, template, customers, &n) == -1)
		return -1;
	return n == 0 ? 0 : write_mail(w, ev, template, customers, n);
}

int
notify_agent(struct work *w, const struct event *ev, struct str template,
    const struct agent *ag)
{
	struct recipients *one = ARENA_NEW(w->a, struct recipients);

	recipients_add_agent(one, ag);
	return one->n == 0 ? 0 : write_mail(w, ev, template, one->v, 1);
}
