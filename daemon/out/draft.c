/* draft: see draft.h. */
#include "daemon/out/draft.h"

#include <inttypes.h>
#include <stdlib.h>
#include <sys/random.h>

#include "daemon/out/fill.h"
#include "daemon/sys/clock.h"
#include "parsers/head/addrspec.h"

enum { MARK_BYTES = 12, MARK_MAX = 2 * MARK_BYTES };

struct own_id {				/* docket.TICKET.MARK[.DELIVERY]@DOMAIN */
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
	struct str rest = str_sub(id, 0, at), word, ticket;
	bool is_copy;

	*copy = STR_NONE;
	if (at == SIZE_MAX || !str_split(&rest, '.', &word) || !str_eq(word, STR("docket")) ||
	    !str_split(&rest, '.', &ticket) || !is_number(ticket) ||
	    !str_split(&rest, '.', &out->mark) || !is_mark(out->mark))
		return false;
	is_copy = str_split(&rest, '.', copy);
	out->draft = str_sub(id, 0, (size_t)(out->mark.p - id.p) + out->mark.n);
	out->domain = str_sub(id, at, SIZE_MAX);
	return !is_copy || (is_number(*copy) && out->draft.n + 1 + copy->n == at);
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
draft_reply_to(struct arena *a, struct str message_id, struct str address)
{
	size_t at = str_chr(address, '@', 0);

	return str_printf(a, "%.*s+%.*s%.*s", STR_ARG(str_sub(address, 0, at)),
	    STR_ARG(draft_mark(message_id)), STR_ARG(str_sub(address, at, SIZE_MAX)));
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

/* Empty: the address stays as it is, with that proof it would be too long. */
static struct str
proof(struct arena *a, const struct core_state *core, const struct draft *d,
    const struct copy *c, const struct agent *agent)
{
	struct token token = { .purpose = TOKEN_REPLY, .agent = agent,
	    .ticket = d->mail.ticket,
	    .serial = c->withdrawn == NULL ? 0 : withdrawn_serial(c->withdrawn, agent),
	    .expires = d->mail.date + core->conf->token_lifetime * SECOND_US };
	struct str plain = d->mail.from.addr;
	struct str whole = token_address(a, core->keys, &token, plain);

	return whole.n == plain.n ? STR_NONE :
	    str_sub(whole, str_chr(plain, '@', 0) + 1, whole.n - plain.n - 1);
}

/* `to` is the room for its one address. */
static struct mail_out
personal(struct arena *a, const struct core_state *core, const struct draft *d,
    const struct copy *c, struct address *to, struct str *mine)
{
	const struct agent *agent = agents_by_address(&core->conf->agents, c->address);
	struct str mark = draft_mark(d->mail.message_id);
	struct mail_out m = d->mail;

	*to = (struct address){ agent != NULL ? agent->full_name : STR_NONE, c->address };
	*mine = agent != NULL && d->proves ? proof(a, core, d, c, agent) : STR_NONE;
	m.message_id = draft_copy_id(a, m.message_id, c->delivery);
	m.to = (struct addresses){ to, 1 };
	m.reply_to = fill_marks(a, draft_reply_to(a, d->mail.message_id, m.from.addr), mark,
	    *mine);
	m.subject = fill_marks(a, m.subject, mark, *mine);
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
	struct str mine = STR_NONE;
	struct address to;
	struct mail_out m = d->is_personal ? personal(a, core, d, c, &to, &mine) : d->mail;

	m.utf8 = !address_is_ascii(c->address);
	compose_tail(a, &d->mail, &out->tail);
	return compose_copy(a, &m, form, mine, &out->bytes, e);
}
