/* draft: see draft.h. */
#include "daemon/out/draft.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "daemon/ticket/personal.h"
#include "daemon/ticket/weblogin.h"
#include "parsers/head/addrspec.h"

enum { MARK_BYTES = 12, MARK_MAX = 2 * MARK_BYTES };

struct own_id {				/* docket.TICKET.MARK[.DELIVERY[+PROOF]]@DOMAIN */
	struct str	draft;		/* up to the mark's end */
	struct str	mark;
	struct str	domain;		/* from the @ on */
};

static bool
is_mark(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
			return false;
	return s.n == MARK_MAX;
}

static bool
is_number(struct str s)
{
	int64_t n;

	return str_i64(s, &n);
}

/* *copy: the delivery's number; empty for a draft's own. */
static bool
read_id(struct str id, struct own_id *out, struct str *copy)
{
	size_t at = str_chr(id, '@', 0);
	struct str rest = str_sub(id, 0, at < str_chr(id, '+', 0) ? at : str_chr(id, '+', 0));
	size_t end = rest.n;
	struct str word, ticket;
	bool is_copy;

	*copy = STR_NONE;
	if (at == SIZE_MAX || !str_split(&rest, '.', &word) || !str_eq(word, STR("docket")) ||
	    !str_split(&rest, '.', &ticket) || !is_number(ticket) ||
	    !str_split(&rest, '.', &out->mark) || !is_mark(out->mark))
		return false;
	is_copy = str_split(&rest, '.', copy);
	out->draft = str_sub(id, 0, (size_t)(out->mark.p - id.p) + out->mark.n);
	out->domain = str_sub(id, at, SIZE_MAX);
	return !is_copy ? end == at : is_number(*copy) && out->draft.n + 1 + copy->n == end;
}

struct str
draft_message_id(struct arena *a, int64_t ticket, struct str domain)
{
	unsigned char r[MARK_BYTES];
	struct buf b;

	if (getrandom(r, sizeof(r), 0) != sizeof(r))
		abort();
	buf_init(&b, a);
	buf_printf(&b, "docket.%" PRId64 ".", ticket);
	for (size_t i = 0; i < sizeof(r); i++)
		buf_printf(&b, "%02x", r[i]);
	buf_printf(&b, "@%.*s", STR_ARG(domain));
	return buf_str(&b);
}

struct str
draft_mark(struct str message_id)
{
	struct own_id id;
	struct str copy;

	return read_id(message_id, &id, &copy) ? id.mark : STR_NONE;
}

struct str
draft_detail(struct arena *a, struct str message_id, struct str kind)
{
	return str_printf(a, "%.*s%.*s", STR_ARG(kind), STR_ARG(draft_mark(message_id)));
}

struct str
draft_copy_id(struct arena *a, struct str message_id, int64_t delivery)
{
	size_t at = str_chr(message_id, '@', 0);

	return str_printf(a, "%.*s.%" PRId64 "%.*s", STR_ARG(str_sub(message_id, 0, at)),
	    delivery, STR_ARG(str_sub(message_id, at, SIZE_MAX)));
}

struct str
draft_of_copy(struct arena *a, struct str message_id)
{
	struct own_id id;
	struct str copy;

	if (!read_id(message_id, &id, &copy) || copy.n == 0)
		return message_id;
	return str_printf(a, "%.*s%.*s", STR_ARG(id.draft), STR_ARG(id.domain));
}

int64_t
draft_delivery(struct str message_id)
{
	struct own_id id;
	struct str copy;
	int64_t n;

	return read_id(message_id, &id, &copy) && str_i64(copy, &n) ? n : 0;
}

struct proofs {				/* of a copy's reader; agent is NULL: another's */
	struct fill		 fill;	/* first: what fill_marks() knows of it */
	const struct core_state	*core;
	const struct draft	*draft;
	const struct copy	*copy;
	const struct agent	*agent;
};

/* Empty: the address stays as it is, with that proof it would be too long. */
static struct str
fitting(struct arena *a, const struct proofs *p, const struct token *t)
{
	struct str detail = token_detail(a, p->core->keys, t), plain = p->draft->mail.from.addr;
	enum addressing how = mailboxes_addressing(&p->core->conf->mailboxes, plain);

	return how == ADDRESSING_NONE || detail_fits(plain, detail) ? detail : STR_NONE;
}

static struct token
about_ticket(const struct proofs *p, enum token_purpose purpose)
{
	return (struct token){ .purpose = purpose, .agent = p->agent,
	    .ticket = p->draft->mail.ticket,
	    .serial = p->copy->withdrawn == NULL ? 0 :
		withdrawn_serial(p->copy->withdrawn, p->agent),
	    .expires = p->draft->mail.date + p->core->conf->token_lifetime * SECOND_US };
}

/* "s." and "d.": the link and the code of a mail to sign in (signinmail.h). */
static struct str
prove_sign_in(struct arena *a, const struct proofs *p, struct str kind)
{
	struct str token = web_in_token(a, p->core->keys, draft_mark(p->draft->mail.message_id));
	unsigned char hash[SHA256_BYTES];

	if (kind.p[0] == 's')
		return token;
	web_hash(token, hash);
	return web_code(a, p->core->keys, hash);
}

/* "n.", "c.", and "a.VERB." of what the draft offers. */
static struct str
prove_other(const struct fill *f, struct arena *a, struct str kind)
{
	const struct proofs *p = (const struct proofs *)(const void *)f;
	struct token t;

	if (str_eq(kind, STR("s.")) || str_eq(kind, STR("d.")))
		return prove_sign_in(a, p, kind);
	if (p->agent == NULL)
		return STR_NONE;
	t = about_ticket(p, TOKEN_ACTION);
	if (str_eq(kind, STR("n.")) || str_eq(kind, STR("c."))) {
		t = personal_token(p->agent, kind.p[0] == 'n' ? TOKEN_NEW : TOKEN_CONTROL,
		    personal_serial(p->core, p->agent));
		return fitting(a, p, &t);
	}
	if (!p->draft->proves || !str_starts(kind, STR("a.")) || kind.n < 4 ||
	    kind.n - 3 > TOKEN_VERB_MAX)
		return STR_NONE;
	t.verb = str_sub(kind, 2, kind.n - 3);
	return fitting(a, p, &t);
}

static struct proofs *
proofs_of(struct arena *a, const struct core_state *core, const struct draft *d,
    const struct copy *c)
{
	const struct agent *agent = agents_by_address(&core->conf->agents, c->address);
	struct proofs *p;
	struct token t;

	p = ARENA_NEW(a, struct proofs);
	*p = (struct proofs){ { STR_NONE, prove_other }, core, d, c, agent };
	if (agent == NULL)
		return p;
	t = about_ticket(p, TOKEN_REPLY);
	if (d->proves)
		p->fill.reply = fitting(a, p, &t);
	return p;
}

/* A draft that names none has the mark. */
static struct str
reply_to(struct arena *a, const struct core_state *core, const struct draft *d)
{
	struct str from = d->mail.from.addr;

	return d->mail.reply_to.n > 0 ? d->mail.reply_to : detail_join(a,
	    mailboxes_addressing(&core->conf->mailboxes, from), from,
	    draft_detail(a, d->mail.message_id, STR_NONE));
}

/* Whose program answers to From, or whose address has no room, is known by what is answered. */
static struct str
with_proof(struct arena *a, struct str copy_id, const struct proofs *p)
{
	size_t at = str_chr(copy_id, '@', 0);
	struct token t;

	if (p == NULL || p->agent == NULL || !p->draft->proves)
		return copy_id;
	t = about_ticket(p, TOKEN_REPLY);
	return str_printf(a, "%.*s+%.*s%.*s", STR_ARG(str_sub(copy_id, 0, at)),
	    STR_ARG(token_detail(a, p->core->keys, &t)), STR_ARG(str_sub(copy_id, at, SIZE_MAX)));
}

/* `to` is the room for its one address. */
static struct mail_out
personal(struct arena *a, const struct core_state *core, const struct draft *d,
    const struct copy *c, const struct proofs *p, struct address *to)
{
	const struct fill *fill = p == NULL ? NULL : &p->fill;
	struct str mark = draft_mark(d->mail.message_id);
	struct mail_out m = d->mail;

	*to = (struct address){ p != NULL && p->agent != NULL ? p->agent->full_name : STR_NONE,
	    c->address };
	m.message_id = with_proof(a, draft_copy_id(a, m.message_id, c->delivery), p);
	m.to = (struct addresses){ to, 1 };
	m.reply_to = fill_marks(a, reply_to(a, core, d), mark, fill);
	m.subject = fill_marks(a, m.subject, mark, fill);
	return m;
}

int
draft_form(struct arena *a, const struct draft *d, struct body_form **form, struct err *e)
{
	struct str mark = d->is_personal ? draft_mark(d->mail.message_id) : STR_NONE;

	return compose_form(a, &d->mail, mark, form, e);
}

int
draft_compose(struct arena *a, const struct core_state *core, const struct draft *d,
    const struct body_form *form, const struct copy *c, struct composed *out, struct err *e)
{
	struct proofs *p = d->is_personal ? proofs_of(a, core, d, c) : NULL;
	struct address to;
	struct mail_out m = d->is_personal ? personal(a, core, d, c, p, &to) : d->mail;

	m.utf8 = !address_is_ascii(c->address);
	compose_tail(a, &d->mail, &out->tail);
	return compose_copy(a, &m, form, p == NULL ? NULL : &p->fill, &out->bytes, e);
}
