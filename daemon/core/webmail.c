/*
 * webmail: see webmail.h.  Who may do what to which ticket is looked at here, so that the page
 * can say it at once; what the mail may do is decided once more by who reads it.
 */
#include "daemon/core/webmail.h"

#include <string.h>

#include "daemon/core/session.h"
#include "daemon/out/compose.h"
#include "daemon/out/tally.h"
#include "daemon/policy/verb.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "daemon/ticket/personal.h"
#include "parsers/base/limits.h"
#include "parsers/head/addrspec.h"
#include "sql.h"

enum { SUBJECT_MAX = 300, DO_MAX = 20, FILES_MAX = 50 };

struct letter_of {			/* a mail in the making */
	const struct mailbox	*mailbox;
	struct str		 to;		/* empty: the mailbox's address */
	struct str		 subject;
	struct buf		 text;
};

/* --- what may be --- */

/* 1 with the mailbox and subject; 0 with p->said; -1. */
static int
find_ticket(struct web_post *p, struct letter_of *l, struct str *project)
{
	const struct web_person *who = &p->who;
	struct sql_web_ticket h = sql_web_ticket(p->c->db, p->ticket, who->address);
	struct sql_web_ticket_row row;
	bool is_theirs;

	if (db_run(p->c->db, &p->e) == -1)
		return -1;
	p->said = "refused";
	if (!sql_web_ticket_row(p->c->db, h, 0, &row))
		return 0;
	is_theirs = who->agent != NULL || (row.requester != 0 && row.requester == who->contact) ||
	    (who->only_ticket == 0 && (row.takes_part ||
	    (who->whole_project && str_eq(row.project, who->project))));
	if (!is_theirs || (row.spam && who->agent == NULL))
		return 0;
	p->said = NULL;
	l->mailbox = mailboxes_find(&p->c->conf->mailboxes, row.mailbox);
	if (l->mailbox == NULL)
		l->mailbox = &p->c->conf->mailboxes.v[0];
	l->subject = str_dup(p->a, row.subject);
	*project = str_dup(p->a, row.project);
	return 1;
}

static int
say(struct web_post *p, const char *word)
{
	p->said = word;
	return 0;
}

/* --- the mail --- */

/* Behind the mailbox's sign, or in the subject where its addresses have none. */
static void
put_token(struct web_post *p, struct letter_of *l, const struct token *t)
{
	struct str detail = token_detail(p->a, p->c->state.keys, t);
	const struct mailbox *m = l->mailbox;

	l->to = m->address;
	if (m->addressing == ADDRESSING_NONE)
		l->subject = str_printf(p->a, "%.*s [+%.*s]", STR_ARG(l->subject),
		    STR_ARG(detail));
	else if (detail_fits(m->address, detail))
		l->to = detail_join(p->a, (enum addressing)m->addressing, m->address, detail);
}

/* To the ticket, by the proof of who writes, as an answer to a mail of ours has it. */
static void
address_ticket(struct web_post *p, struct letter_of *l)
{
	struct token t = { .purpose = TOKEN_REPLY, .ticket = p->ticket, .agent = p->who.agent,
	    .contact = p->who.contact, .expires = clock_now() + (int64_t)86400 * SECOND_US };

	l->subject = str_printf(p->a, "Re: %.*s [%.*s #%lld]",
	    STR_ARG(str_utf8_cut(l->subject, SUBJECT_MAX)), STR_ARG(l->mailbox->subject_tag),
	    (long long)p->ticket);
	put_token(p, l, &t);
}

/* One line of people's words. */
static struct str
line_of(struct arena *a, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	s = str_utf8_cut(str_trim(s), SUBJECT_MAX);
	for (size_t i = 0; i < s.n; i++)
		buf_addc(&b, (unsigned char)s.p[i] < ' ' || s.p[i] == 127 ? ' ' : s.p[i]);
	return buf_str(&b);
}

/* Browsers end lines by CR and LF. */
static void
add_text(struct letter_of *l, struct str text)
{
	text = str_trim(text);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] != '\r')
			buf_addc(&l->text, text.p[i]);
	if (text.n > 0)
		buf_addc(&l->text, '\n');
}

/* Files that a browser was given none for have no name. */
static void
attach(struct web_post *p, struct mail_out *m)
{
	const struct page_files *f = &p->req->files;

	m->files = ARENA_ARRAY(p->a, f->n + 1, struct mail_file);
	for (size_t i = 0; i < f->n && m->n_files < FILES_MAX; i++) {
		bool is_mail = str_istarts(f->v[i].type, STR("message/")) ||
		    str_istarts(f->v[i].type, STR("multipart/"));

		if (f->v[i].bytes.n == 0)
			continue;
		m->files[m->n_files++] = (struct mail_file){ .name = line_of(p->a, f->v[i].name),
		    .type = is_mail ? STR("application/octet-stream") : f->v[i].type,
		    .size = f->v[i].bytes.n, .bytes = f->v[i].bytes };
	}
}

static struct str
message_id(struct web_post *p)
{
	return str_printf(p->a, "portal.%.*s@%.*s", STR_ARG(web_secret(p->a)),
	    STR_ARG(p->c->conf->message_id_domain));
}

static int
compose(struct web_post *p, struct letter_of *l, struct str *out)
{
	struct address to = { l->mailbox->display_name, l->to.n > 0 ? l->to : l->mailbox->address };
	struct mail_out m = { .from = { line_of(p->a, p->who.name), p->who.address },
	    .to = { &to, 1 }, .subject = line_of(p->a, l->subject), .message_id = message_id(p),
	    .date = clock_now(), .utf8 = true, .text = buf_str(&l->text) };
	struct tail tail = { 0 };
	struct buf b;

	if (m.text.n == 0)
		m.text = STR("\n");
	attach(p, &m);
	if (compose_mail(p->a, &m, out, &p->e) == -1)
		return -1;
	compose_tail(p->a, &m, &tail);
	buf_init(&b, p->a);
	buf_add(&b, *out);
	for (size_t i = 0; i < tail.n; i++)
		buf_add(&b, tail.v[i].text);
	*out = buf_str(&b);
	return 0;
}

/* --- stored, once --- */

static int
failed(struct web_post *p, struct work *w)
{
	p->e = w->err;
	work_rollback(w);
	return -1;
}

/* What counts for mails counts for these; of forms there is a number. */
static int
meet_quota(struct web_post *p, struct work *w, size_t size)
{
	struct str who = address_person(p->a, p->who.address);
	int64_t had, forms;

	if (tally_count(w, TALLY_FORM, who, &forms) == -1 ||
	    tally_count(w, TALLY_BYTES, who, &had) == -1)
		return -1;
	if (forms >= w->conf->portal.forms_per_hour || (p->who.agent == NULL &&
	    had + (int64_t)size > (int64_t)w->conf->sender_bytes_per_day))
		return say(p, "many");
	tally_add(w, TALLY_FORM, who, 1);
	tally_add(w, TALLY_BYTES, who, (int64_t)size);
	return 1;
}

/* The form's number and the mail in one transaction: the form again finds it there. */
static int
store(struct web_post *p, struct letter_of *l)
{
	unsigned char sum[SHA256_BYTES];
	struct sql_web_deliver_row row;
	struct sql_web_deliver h;
	struct sql_web_form_add noted;
	struct str mail;
	struct work w;
	int may;

	if (compose(p, l, &mail) == -1)
		return p->e.kind == ERR_MESSAGE ? say(p, "refused") : -1;
	if (mail.n > p->c->conf->letter.limits.message_bytes)
		return say(p, "large");
	sha256_of(mail, sum);
	work_begin(&w, &p->c->state, p->c->db, p->a);
	if ((may = meet_quota(p, &w, mail.n)) != 1) {
		p->e = w.err;
		work_rollback(&w);
		return may;
	}
	noted = webform_note(p, &w);
	h = sql_web_deliver(w.db, &(struct sql_web_deliver_in){ .mailbox = l->mailbox->name,
	    .sha256 = { (const char *)sum, sizeof(sum) }, .size = (int64_t)mail.n, .now = w.now,
	    .bytes = mail, .portal = p->who.address });
	if (work_run(&w) == -1)
		return failed(p, &w);
	if (sql_web_form_add_count(w.db, noted) == 0) {
		work_rollback(&w);
		return say(p, "done");
	}
	if (sql_web_deliver_row(w.db, h, 0, &row))
		p->raw = row.id;
	if (work_commit(&w) == -1) {
		p->raw = 0;
		return failed(p, &w);
	}
	return 0;
}

/* --- customers --- */

static bool
has_files(const struct web_post *p)
{
	for (size_t i = 0; i < p->req->files.n; i++)
		if (p->req->files.v[i].bytes.n > 0)
			return true;
	return false;
}

int
webmail_reply(struct web_post *p)
{
	struct str text = str_trim(webform_field(p, STR("text"))), project;
	struct letter_of l = { 0 };
	int found;

	if (text.n == 0 && !has_files(p))
		return say(p, "empty");
	if ((found = find_ticket(p, &l, &project)) != 1)
		return found;
	buf_init(&l.text, p->a);
	add_text(&l, text);
	address_ticket(p, &l);
	return store(p, &l);
}

/* The last word of the form's path is the command's. */
static struct str
order_word(const struct web_post *p)
{
	return str_c(strrchr(p->form->path, '/') + 1);
}

int
webmail_order(struct web_post *p)
{
	struct str word = order_word(p), text = str_trim(webform_field(p, STR("text")));
	struct str value = line_of(p->a, webform_field(p, word)), key;
	const struct project *project;
	struct letter_of l = { 0 };
	int found;

	if ((str_eq(word, STR("severity")) && value.n == 0) ||
	    (str_eq(word, STR("reopen")) && text.n == 0))
		return say(p, "empty");
	if ((found = find_ticket(p, &l, &key)) != 1)
		return found;
	project = projects_find(&p->c->conf->projects, key);
	if (project == NULL || !strs_has(&project->customer_commands, word))
		return say(p, "refused");
	buf_init(&l.text, p->a);
	buf_printf(&l.text, "#%.*s%s%.*s\n\n", STR_ARG(word), value.n > 0 ? " " : "", STR_ARG(value));
	add_text(&l, text);
	address_ticket(p, &l);
	return store(p, &l);
}

/* "Severity: high", as a form's mail has it: what the type wants is read from such lines. */
static void
add_fields(struct web_post *p, struct letter_of *l)
{
	const struct strs *form = &p->req->form;
	size_t n = 0;

	for (size_t i = 0; i + 1 < form->n && n < DO_MAX; i += 2) {
		struct str name = form->v[i], value = line_of(p->a, form->v[i + 1]);

		if (!str_starts(name, STR("field.")) || value.n == 0)
			continue;
		name = str_sub(name, 6, SIZE_MAX);
		if (field_find(&p->c->conf->fields, name) == NULL)
			continue;
		buf_printf(&l->text, "%.*s: %.*s\n", STR_ARG(name), STR_ARG(value));
		n++;
	}
	if (n > 0)
		buf_addc(&l->text, '\n');
}

/* The mailbox that is named, else one of their project, else the first. */
static const struct mailbox *
choose_mailbox(const struct web_post *p)
{
	const struct mailboxes *all = &p->c->conf->mailboxes;
	const struct mailbox *m = mailboxes_find(all, webform_field(p, STR("mailbox")));

	for (size_t i = 0; m == NULL && i < all->n; i++)
		if (str_eq(all->v[i].project, p->who.project))
			m = &all->v[i];
	return m != NULL ? m : &all->v[0];
}

int
webmail_new(struct web_post *p)
{
	struct letter_of l = { .mailbox = choose_mailbox(p),
	    .subject = line_of(p->a, webform_field(p, STR("subject"))) };
	struct str text = str_trim(webform_field(p, STR("text")));

	if (p->who.agent != NULL || p->who.only_ticket != 0)
		return say(p, "refused");
	if (text.n == 0 || l.subject.n == 0)
		return say(p, "empty");
	buf_init(&l.text, p->a);
	add_fields(p, &l);
	add_text(&l, text);
	return store(p, &l);
}

/* --- engineers --- */

/* "#VERB VALUE"; false: there is no such verb in mails. */
static bool
add_order(struct web_post *p, struct letter_of *l, struct str verb, struct str value)
{
	verb = str_lower(p->a, str_trim(verb));
	value = line_of(p->a, value);
	if (verb_find(DOOR_MAIL, verb) == NULL || verb.n + value.n > LIMIT_COMMAND_LINE)
		return false;
	buf_printf(&l->text, "#%.*s%s%.*s\n", STR_ARG(verb), value.n > 0 ? " " : "",
	    STR_ARG(value));
	return true;
}

/* Each field `do` is a line "VERB VALUE", with or without its sign. */
static bool
add_orders(struct web_post *p, struct letter_of *l)
{
	const struct strs *form = &p->req->form;
	struct str verb = webform_field(p, STR("verb"));

	if (verb.n > 0 && !add_order(p, l, verb, webform_field(p, STR("value"))))
		return false;
	for (size_t i = 0; i + 1 < form->n; i += 2) {
		struct str line = str_trim(form->v[i + 1]);

		if (!str_eq(form->v[i], STR("do")) || line.n == 0)
			continue;
		if (line.p[0] == '#')
			line = str_sub(line, 1, SIZE_MAX);
		if (!str_split(&line, ' ', &verb) || !add_order(p, l, verb, line))
			return false;
	}
	return true;
}

/* `word`: a line that is above the others; or NULL. */
static int
agent_writes(struct web_post *p, const char *word, bool wants_text)
{
	struct str text = str_trim(webform_field(p, STR("text"))), project;
	struct letter_of l = { 0 };
	int found;

	if (wants_text && text.n == 0 && !has_files(p))
		return say(p, "empty");
	if ((found = find_ticket(p, &l, &project)) != 1)
		return found;
	buf_init(&l.text, p->a);
	if (word != NULL)
		buf_printf(&l.text, "#%s\n", word);
	if (!add_orders(p, &l))
		return say(p, "refused");
	if (l.text.n == 0 && text.n == 0 && !has_files(p))
		return say(p, "empty");
	if (l.text.n > 0)
		buf_addc(&l.text, '\n');
	add_text(&l, text);
	address_ticket(p, &l);
	return store(p, &l);
}

int
webmail_agent_reply(struct web_post *p)
{
	return agent_writes(p, NULL, true);
}

int
webmail_agent_note(struct web_post *p)
{
	return agent_writes(p, "note", true);
}

/* What is said with it stays among engineers: who answers a customer has a form for that. */
int
webmail_agent_do(struct web_post *p)
{
	return agent_writes(p, webform_field(p, STR("text")).n > 0 ? "note" : NULL, false);
}

int
webmail_agent_new(struct web_post *p)
{
	struct letter_of l = { .mailbox = choose_mailbox(p),
	    .subject = line_of(p->a, webform_field(p, STR("subject"))) };
	struct str requester = line_of(p->a, webform_field(p, STR("requester")));
	struct token t = personal_token(p->who.agent, TOKEN_NEW,
	    personal_serial(&p->c->state, p->who.agent));

	if (l.subject.n == 0 || webform_field(p, STR("text")).n == 0)
		return say(p, "empty");
	buf_init(&l.text, p->a);
	add_order(p, &l, STR("new"), STR_NONE);
	if ((requester.n > 0 && !add_order(p, &l, STR("requester"), requester)) ||
	    !add_orders(p, &l))
		return say(p, "refused");
	buf_addc(&l.text, '\n');
	add_text(&l, webform_field(p, STR("text")));
	put_token(p, &l, &t);
	return store(p, &l);
}
