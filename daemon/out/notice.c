/*
 * notice: see notice.h.  Customers of one notice share one mail, so that they
 * see each other as in any mail thread; each agent gets a copy of their own, because
 * its Reply-To proves who answers.
 */
#include "daemon/out/notice.h"

#include "daemon/out/actions.h"
#include "daemon/out/answer.h"
#include "daemon/out/listing.h"
#include "daemon/out/plainhtml.h"
#include "daemon/out/said.h"
#include "daemon/out/ticketlink.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum { SENDER_OCTETS = 100 };

struct str
notice_language(const struct work *w, const struct event *ev, const struct recipient *to)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, ev->mailbox);
	const struct project *p = !to->is_customer ? NULL : projects_find(&w->conf->projects,
	    ev->ticket != NULL ? ev->ticket->project : ev->project);

	if (to->agent != NULL && to->agent->language.n > 0)
		return to->agent->language;
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
	/* However long a stranger's name is, it is seen who sends this. */
	who = one_line(w->a, who);
	return str_printf(w->a, "%.*s%s (%.*s)", STR_ARG(str_utf8_cut(who, SENDER_OCTETS)),
	    who.n > SENDER_OCTETS ? "…" : "", STR_ARG(m->display_name));
}

/* An automatic mail to a requester who may have nothing to do with it. */
static bool
is_stranger(const struct work *w, const struct event *ev, const struct recipient *to)
{
	const struct ticket *t = ev->ticket;

	return to->is_customer && ev->agent == NULL && t != NULL && !t->requester_known &&
	    projects_by_address(&w->conf->projects,
	    t->requester_address.addr) == NULL;
}

/* What answers an engineer's mail stands below it (RFC 3834 section 3.1.5). */
static void
answer_headers(struct work *w, const struct event *ev, struct mail_out *out)
{
	if (ev->told == NULL || ev->letter == NULL || ev->letter->message_id.n == 0)
		return;
	out->in_reply_to = ev->letter->message_id;
	strs_add(w->a, &out->references, out->in_reply_to);
}

/* Customers see the thread that they know; agents one thread a ticket. */
static void
thread_headers(struct work *w, const struct event *ev, const struct recipient *to,
    struct mail_out *out)
{
	bool is_customer = to->is_customer;
	const struct ticket *t = ev->ticket;
	const struct conversation *c = t == NULL ? NULL : &t->conversation;
	struct str domain = w->conf->message_id_domain;

	if (t == NULL) {
		answer_headers(w, ev, out);
		return;
	}
	out->thread_index = conversation_index(w->a, c, is_customer, t->created_at, w->now);
	if (!is_stranger(w, ev, to))
		out->thread_topic = one_line(w->a, is_customer && c->topic.n > 0 ? c->topic :
		    ticket_mail_subject(t));
	if (!is_customer) {
		out->in_reply_to = str_printf(w->a, "docket-ticket-%lld@%.*s",
		    (long long)t->id, STR_ARG(domain));
		strs_add(w->a, &out->references, out->in_reply_to);
		answer_headers(w, ev, out);
		return;
	}
	strs_add(w->a, &out->references, conversation_root(w->a, c, t->id, domain));
	for (size_t i = c->messages.n; i-- > 0;)
		strs_add(w->a, &out->references, c->messages.v[i]);
	out->in_reply_to = c->asked.n > 0 ? c->asked :
	    out->references.v[out->references.n - 1];
}

/* A mail of which nobody wrote the HTML: the text as it is, in the page that all have. */
static int
page(struct work *w, const struct template_text *tt, const struct view *view,
    struct mail_out *out)
{
	struct str head, body = plainhtml(w->a, out->text);

	if (template_render(w->a, STR("{{> head}}"), tt->html_parts, view, TEMPLATE_HTML, &head,
	    &w->err) == -1)
		return -1;
	out->html = str_printf(w->a, "%.*s%.*s\n</body>\n</html>\n", STR_ARG(head),
	    STR_ARG(body));
	return 0;
}

/* What a text grows through on its way is not kept as long as the text. */
static int
run(struct work *w, const struct template *t, const struct partials *parts,
    const struct view *view, enum template_escape escape, struct str *out)
{
	struct arena *scratch = arena_new();
	int status = template_run(scratch, t, parts, view, escape, out, &w->err);

	*out = str_dup(w->a, *out);
	arena_free(scratch);
	return status;
}

static struct view *
child(const struct view *of, struct str name)
{
	for (size_t i = 0; of != NULL && i < of->n; i++)
		if (str_eq(of->v[i]->name, name))
			return of->v[i];
	return NULL;
}

/* Where a template names the ticket's subject, its mails' stands (ticket/heading.h). */
static int
subject_line(struct work *w, const struct template_text *tt, const struct view *view,
    struct str *out)
{
	const struct view *ticket = child(view, STR("ticket"));
	struct view *subject = child(ticket, STR("subject"));
	const struct view *of_mails = child(ticket, STR("mail_subject"));
	struct str shown = subject == NULL ? STR_NONE : subject->text;
	int status;

	if (subject != NULL && of_mails != NULL)
		subject->text = of_mails->text;
	status = run(w, tt->subject_parsed, NULL, view, TEMPLATE_PLAIN, out);
	if (subject != NULL)
		subject->text = shown;
	return status;
}

static int
render(struct work *w, const struct template_text *tt, const struct view *view,
    struct mail_out *out)
{
	struct str subject;

	if (subject_line(w, tt, view, &subject) == -1 ||
	    run(w, tt->text_parsed, tt->text_parts, view, TEMPLATE_PLAIN, &out->text) == -1)
		return -1;
	out->subject = one_line(w->a, subject);
	return tt->html.n == 0 ? page(w, tt, view, out) :
	    run(w, tt->html_parsed, tt->html_parts, view, TEMPLATE_HTML, &out->html);
}

/*
 * Files go where the text that came with them is told, to engineers and to people of the
 * ticket; never to who may have nothing to do with it.
 */
static bool
gets_files(const struct work *w, const struct notice *no)
{
	const struct template_text *tt = templates_find(&w->conf->templates, no->template,
	    notice_language(w, no->ev, no->to));

	if (no->ev->ticket == NULL || tt == NULL || is_stranger(w, no->ev, no->to) ||
	    (no->to->agent == NULL && !no->to->is_customer))
		return false;
	return str_find(tt->text, STR("entry.text"), 0) != SIZE_MAX ||
	    str_find(tt->text, STR("entry.attachments"), 0) != SIZE_MAX;
}

int64_t
notice_due(struct work *w, const struct event *ev, const struct agent *ag)
{
	const struct team *t = ag == NULL ? NULL : teams_find(&w->conf->teams, ag->team);
	bool is_own = ag != NULL && (ag->hours.n > 0 || t == NULL);
	int64_t from, to;
	struct worktime *hours;

	if (ag == NULL || ev->sla.point.n == 0 || ev->ticket == NULL ||
	    strs_has(is_own ? &ag->wake : &t->wake, ticket_field(ev->ticket, "severity")) ||
	    (hours = worktimes_find(w->core->worktimes, is_own ? ag->hours : t->hours)) == NULL ||
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
	struct reader reader = { .address = to->address, .agent = to->agent,
	    .language = notice_language(w, ev, to),
	    .timezone = to->agent != NULL ? to->agent->timezone : STR_NONE,
	    .mailbox = notice_mailbox(w, ev), .is_stranger = is_stranger(w, ev, to) };

	reader.reply_to = answer_address(w, ev, &reader, to->is_customer);
	return reader;
}

struct outbox_reader *
notice_readers(struct work *w, const struct event *ev, const struct recipient *to, size_t n)
{
	struct outbox_reader *v = ARENA_ARRAY(w->a, n, struct outbox_reader);

	for (size_t i = 0; i < n; i++)
		v[i] = (struct outbox_reader){ to[i].address, notice_due(w, ev, to[i].agent) };
	return v;
}

/* What happened, before the mailbox's name: the subject is the ticket's, whatever happens. */
static int
name_event(struct work *w, const struct notice *no, const struct template_text *tt,
    const struct view *view, struct address *from)
{
	struct str what = STR_NONE;

	if (tt->from_parsed != NULL && template_run(w->a, tt->from_parsed, NULL, view,
	    TEMPLATE_PLAIN, &what, &w->err) == -1)
		return -1;
	what = one_line(w->a, what);
	if (what.n > 0)
		from->name = str_printf(w->a, "%.*s (%.*s)", STR_ARG(what),
		    STR_ARG(notice_mailbox(w, no->ev)->display_name));
	return 0;
}

int
notice_render(struct work *w, const struct notice *no, struct view *view,
    struct outbox_mail *om)
{
	struct mail_out *m = &om->draft.mail;
	const struct template_text *tt = templates_find(&w->conf->templates, no->template,
	    notice_language(w, no->ev, no->to));

	if (tt == NULL)
		return err_set(&w->err, ERR_CONF, "there is no template %.*s",
		    STR_ARG(no->template));
	if (name_event(w, no, tt, view, &m->from) == -1)
		return -1;
	do
		if (render(w, tt, view, m) == -1)
			return -1;
	while (listing_shorten(w->a, view, m->html.n > m->text.n ? m->html.n : m->text.n));
	return 0;
}

static void
address_to(struct work *w, const struct notice *no, struct mail_out *m)
{
	m->to = (struct addresses){ ARENA_ARRAY(w->a, no->n, struct address), 1 };
	m->cc = (struct addresses){ m->to.v + 1, no->n - 1 };
	for (size_t i = 0; i < no->n; i++) {
		m->to.v[i] = no->to[i].address;
		if (is_stranger(w, no->ev, no->to))
			m->to.v[i].name = STR_NONE;
	}
}

/*
 * Who writes to a contact may have quoted a notice with the address that proves them:
 * it opens no ticket to anybody else.  What is taken out stays good, for it has not got
 * out; who else had it in the mail that brought it, intake has judged (leak.h).
 */
static void
blank_proofs(struct work *w, const struct event *ev, struct mail_out *m)
{
	struct str *texts[] = { &m->subject, &m->text, &m->html };
	size_t n = 0;

	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = token_blank_but(w->a, *texts[i], ticketlink_token(w, ev->ticket), &n);
	if (n > 0)
		log_warning("reply addresses were taken out of a mail to a customer",
		    { "ticket", LOG_I(ev->ticket == NULL ? 0 : ev->ticket->id) },
		    { "author", LOG_S(ev->agent != NULL ? ev->agent->name : STR("docket")) },
		    { "count", LOG_I(n) });
}

/* Somebody waits for the first; digests may come whenever there is time. */
static enum outbox_priority
priority_of(const struct notice *no, bool is_human)
{
	if (str_eq(no->template, STR("unproven")))
		return OUTBOX_SIGN_IN;
	if (no->is_bulk || str_ends(no->template, STR("-digest")))
		return OUTBOX_DIGEST;
	if (is_human || no->ev->kind == EVENT_SLA_BREACH)
		return OUTBOX_HUMAN;
	return no->to->is_customer ? OUTBOX_ACKNOWLEDGEMENT : OUTBOX_NOTICE;
}

/* So that filters of engineers' mail programs need not look into subjects. */
static void
label(const struct notice *no, struct mail_out *m)
{
	const struct ticket *t = no->ev->ticket;

	m->reason = no->template;
	if (t == NULL)
		return;
	m->project = t->project;
	m->severity = ticket_field(t, "severity");
}

/* Of a mail to engineers: what is another's, or so old that nobody can say whose. */
static void
blank_others(struct work *w, const struct notice *no, struct mail_out *m)
{
	struct str *texts[] = { &m->subject, &m->text, &m->html };
	const struct agent *reader = no->n == 1 ? no->to->agent : NULL;
	size_t n = 0;

	for (size_t i = 0; i < COUNT(texts); i++)
		*texts[i] = token_blank_others(w->a, w->core->keys, w->conf, reader, *texts[i], &n);
	if (n > 0)
		log_info("another's addresses were taken out of a notice",
		    { "ticket", LOG_I(no->ev->ticket == NULL ? 0 : no->ev->ticket->id) },
		    { "count", LOG_I(n) });
}

int
notice_put(struct work *w, const struct notice *no, struct outbox_mail *om)
{
	const struct event *ev = no->ev;
	struct mail_out *m = &om->draft.mail;
	bool customers = no->to->is_customer, automatic = !customers || ev->agent == NULL;

	if (customers) {
		address_to(w, no, m);
		blank_proofs(w, ev, m);
		ticketlink_note(w, ev->ticket, m->text);
	} else {
		blank_others(w, no, m);
	}
	thread_headers(w, ev, no->to, m);
	m->date = w->now;
	m->automatic = automatic && customers && !no->is_bulk;
	m->generated = (automatic && !customers) || no->is_bulk;
	m->ticket = ev->ticket == NULL ? 0 : ev->ticket->id;
	if (!customers)
		label(no, m);
	om->draft.is_personal = !customers;
	om->n = no->n;
	om->withheld = no->withheld;
	om->what = no->template;
	om->is_internal = !customers && event_is_internal(ev);
	om->about = !customers && ev->raw_id != 0 && ev->told == NULL ? ev->entry : 0;
	om->priority = priority_of(no, !automatic);
	om->author = ev->agent != NULL && !automatic ? ev->agent->name : STR("docket");
	return outbox_add(w, om);
}

int
notice_list(struct work *w, const struct event *ev, struct str template,
    const struct recipient *to, struct view *view)
{
	struct notice no = { ev, template, to, 1, false };
	const struct mailbox *m = notice_mailbox(w, ev);
	struct outbox_mail om = { .mailbox = m->name, .to = notice_readers(w, ev, to, 1) };

	om.draft.mail.from = (struct address){ m->display_name, m->address };
	om.draft.mail.message_id = draft_message_id(w->a, 0, w->conf->message_id_domain);
	return notice_render(w, &no, view, &om) == -1 ? -1 : notice_put(w, &no, &om);
}

bool
notice_is_alike(const struct recipient *a, const struct recipient *b)
{
	if (a->agent == NULL || b->agent == NULL)
		return a->agent == b->agent;
	return str_eq(a->agent->timezone, b->agent->timezone) &&
	    str_eq(a->agent->language, b->agent->language);
}

/* For whom it is written: with the mark where a copy has its reader's proof. */
static struct reader
reader_of(struct work *w, const struct notice *no, const struct outbox_mail *om,
    struct str anybody)
{
	struct reader reader = notice_reader(w, no->ev, no->to);

	if (no->to->agent != NULL)
		reader.draft = om->draft.mail.message_id;
	if (om->draft.proves)
		reader.reply_to = answer_address(w, no->ev, &reader, false);
	if (no->n > 1 && !no->to->is_customer)
		reader.address = (struct address){ anybody, anybody };
	return reader;
}

static bool
is_shown(const struct mail_out *m, struct str name)
{
	return str_find(m->subject, name, 0) != SIZE_MAX ||
	    str_find(m->text, name, 0) != SIZE_MAX || str_find(m->html, name, 0) != SIZE_MAX;
}

/* A template that names its reader makes a draft for each. */
static int
write_each(struct work *w, const struct notice *no)
{
	for (size_t i = 0; i < no->n; i++) {
		struct notice one = { no->ev, no->template, &no->to[i], 1, false };

		if (notice_write(w, &one) == -1)
			return -1;
	}
	return 0;
}

/* How many of them have the ticket: none, one, or all. */
static size_t
count_having(const struct notice *no)
{
	size_t n = 0;

	for (size_t i = 0; i < no->n; i++)
		n += actions_has_it(no->ev, no->to[i].agent);
	return n;
}

/* Who has the ticket is offered other actions than the others. */
static int
write_apart(struct work *w, const struct notice *no, size_t having)
{
	struct recipient *v = ARENA_ARRAY(w->a, no->n, struct recipient);
	struct notice part = { no->ev, no->template, v, having, false };
	size_t with = 0, without = having;

	for (size_t i = 0; i < no->n; i++)
		v[actions_has_it(no->ev, no->to[i].agent) ? with++ : without++] = no->to[i];
	if (notice_write(w, &part) == -1)
		return -1;
	part.to = v + having;
	part.n = no->n - having;
	return notice_write(w, &part);
}

int
notice_write(struct work *w, const struct notice *no)
{
	size_t having = count_having(no);
	const struct event *ev = no->ev;
	const struct mailbox *m = notice_mailbox(w, ev);
	struct outbox_mail om = { .mailbox = m->name,
	    .to = notice_readers(w, ev, no->to, no->n) };
	struct mail_out *mail = &om.draft.mail;
	struct reader reader;
	struct view *view;
	struct str anybody;

	for (size_t i = 0; no->due_at != 0 && i < no->n; i++)
		om.to[i].due_at = no->due_at;
	if (no->to->agent != NULL && timers_load(w) == -1)
		return -1;
	mail->from = (struct address){ sender_name(w, ev, m, no->to), m->address };
	mail->message_id = draft_message_id(w->a, ev->ticket == NULL ? 0 : ev->ticket->id,
	    w->conf->message_id_domain);
	om.draft.proves = no->to->agent != NULL && ev->ticket != NULL;
	anybody = str_printf(w->a, "reader%.*s", STR_ARG(draft_mark(mail->message_id)));
	reader = reader_of(w, no, &om, anybody);
	if (no->to->is_customer)
		mail->reply_to = reader.reply_to;
	else if (reader.agent != NULL && ev->unproven != 0)
		mail->reply_to = answer_confirm_address(w, ev, &reader);
	else if (reader.agent != NULL && ev->told != NULL && ev->told->is_control)
		mail->reply_to = answer_personal(w, &reader, TOKEN_CONTROL);
	if (gets_files(w, no)) {
		parcel_pack(w, ev, m, &om.parcel);
		reader.parcel = &om.parcel;
		mail->files = om.parcel.v;
		mail->n_files = om.parcel.n;
	}
	if (ev->parcel != NULL) {
		om.parcel = *ev->parcel;
		mail->files = om.parcel.v;
		mail->n_files = om.parcel.n;
	}
	view = facts_event(w, ev, &reader);
	if (no->to->is_customer &&
	    said_add(w, view, ev, facts_zone(w, ev, &reader)) == -1)
		return -1;
	if (notice_render(w, no, view, &om) == -1)
		return -1;
	mail->subject = str_printf(w->a, "%.*s%.*s", STR_ARG(mail->subject),
	    STR_ARG(answer_subject(w, ev, &reader)));
	if (is_shown(mail, anybody))
		return write_each(w, no);
	if (having > 0 && having < no->n && is_shown(mail, STR("%23resolve")))
		return write_apart(w, no, having);
	if (notice_put(w, no, &om) == -1)
		return -1;
	if (no->to->is_customer && ev->ticket != NULL)
		conversation_add(w->a, &ev->ticket->conversation, mail->message_id, false);
	return 0;
}
