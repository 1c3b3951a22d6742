/*
 * notice: see notice.h.  Customers of one notice share one mail, so that they
 * see each other as in any mail thread; each agent gets their own, because its
 * Reply-To proves who answers.
 */
#include "daemon/out/notice.h"

#include "daemon/sys/clock.h"

enum {
	ORIGINAL_MAX = 2 * 1024 * 1024,	/* larger ones are only listed: each agent has a copy */
};

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
int64_t
notice_due(struct work *w, const struct event *ev, const struct agent *ag)
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

const struct mailbox *
notice_mailbox(const struct work *w, const struct event *ev)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, ev->mailbox);

	return m != NULL ? m : &w->conf->mailboxes.v[0];
}

struct reader
notice_reader(struct work *w, const struct event *ev, const struct recipient *to)
{
	return (struct reader){ .address = to->address, .agent = to->agent,
	    .language = language_of(w, ev, to->is_customer),
	    .timezone = to->agent != NULL ? to->agent->timezone : STR_NONE,
	    .reply_to = reply_address(w, ev, notice_mailbox(w, ev), to) };
}

int
notice_put(struct work *w, const struct notice *no, const struct view *view,
    struct outbox_mail *om)
{
	const struct event *ev = no->ev;
	bool customers = no->to->is_customer, automatic = !customers || ev->agent == NULL;
	const struct template_text *tt = templates_find(&w->conf->templates, no->template,
	    language_of(w, ev, customers));

	if (tt == NULL)
		return err_set(&w->err, ERR_CONF, "there is no template %.*s",
		    STR_ARG(no->template));
	om->mail.to = (struct addresses){ ARENA_ARRAY(w->a, no->n, struct address), 1 };
	om->mail.cc = (struct addresses){ om->mail.to.v + 1, no->n - 1 };
	for (size_t i = 0; i < no->n; i++) {
		om->mail.to.v[i] = no->to[i].address;
		strs_add(w->a, &om->recipients, no->to[i].address.addr);
	}
	if (render(w, tt, view, &om->mail) == -1)
		return -1;
	thread_headers(w, ev, customers, &om->mail);
	om->mail.date = w->now;
	om->mail.automatic = automatic && customers;
	om->mail.generated = automatic && !customers;
	om->mail.ticket = ev->ticket == NULL ? 0 : ev->ticket->id;
	om->is_public = customers;
	om->what = no->template;
	om->ticket = om->mail.ticket;
	om->author = ev->agent != NULL && !automatic ? ev->agent->name : STR("docket");
	return outbox_add(w, om);
}

int
notice_write(struct work *w, const struct notice *no)
{
	const struct event *ev = no->ev;
	const struct mailbox *m = notice_mailbox(w, ev);
	struct reader reader = notice_reader(w, ev, no->to);
	struct outbox_mail om = { .mailbox = m->name,
	    .due_at = notice_due(w, ev, no->to->agent) };

	om.mail.from = (struct address){ sender_name(w, ev, m, no->to), m->address };
	om.mail.reply_to = reader.reply_to;
	om.mail.original = original(ev, no->to);
	om.envelope_from = !no->to->is_customer || ev->agent == NULL ? STR_NONE : m->address;
	if (notice_put(w, no, facts_event(w, ev, &reader), &om) == -1)
		return -1;
	if (no->to->is_customer && ev->ticket != NULL)
		strs_prepend(w->a, &ev->ticket->messages, om.mail.message_id);
	return 0;
}
