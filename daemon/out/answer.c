/* answer: see answer.h. */
#include "daemon/out/answer.h"

#include "daemon/out/draft.h"
#include "daemon/out/mailto.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/detail.h"
#include "daemon/ticket/personal.h"
#include "daemon/ticket/heading.h"

enum {
	CONFIRM_DAYS = 7,
	CONFIRM_SUBJECT = 100		/* octets of a subject in its link */
};

#define DAY_US	((int64_t)86400 * SECOND_US)

static enum addressing
addressing_of(const struct reader *reader)
{
	return (enum addressing)reader->mailbox->addressing;
}

/* `verb` empty: of an answer. */
static struct str
proof(struct work *w, const struct event *ev, const struct reader *reader, struct str verb,
    int64_t contact)
{
	struct token t = { .purpose = verb.n > 0 ? TOKEN_ACTION : TOKEN_REPLY, .verb = verb,
	    .agent = reader->agent, .ticket = ev->ticket->id, .contact = contact,
	    .serial = reader->agent == NULL ? 0 :
		withdrawn_serial(&ev->ticket->withdrawn, reader->agent),
	    .expires = w->now + w->conf->token_lifetime * SECOND_US };

	if (reader->draft.n == 0)
		return token_detail(w->a, w->core->keys, &t);
	return draft_detail(w->a, reader->draft, verb.n == 0 ? STR_NONE :
	    str_printf(w->a, "a.%.*s.", STR_ARG(verb)));
}

struct str
answer_address(struct work *w, const struct event *ev, const struct reader *reader,
    bool is_customer)
{
	struct str plain = reader->mailbox->address;

	if (ev->ticket == NULL || (reader->agent == NULL && !is_customer))
		return plain;
	return detail_join(w->a, addressing_of(reader), plain, proof(w, ev, reader, STR_NONE,
	    is_customer ? ev->ticket->requester : 0));
}

struct str
answer_personal(struct work *w, const struct reader *reader, enum token_purpose purpose)
{
	struct str plain = reader->mailbox == NULL ? STR_NONE : reader->mailbox->address;
	struct token t;

	if (reader->agent == NULL || plain.n == 0 || addressing_of(reader) == ADDRESSING_NONE)
		return STR_NONE;
	if (reader->draft.n > 0)
		return detail_join(w->a, addressing_of(reader), plain, draft_detail(w->a,
		    reader->draft, purpose == TOKEN_NEW ? STR("n.") : STR("c.")));
	t = personal_token(reader->agent, purpose, personal_serial(w->core, reader->agent));
	return personal_address(w->a, w->core, reader->mailbox, &t);
}

static struct token
confirmation(struct work *w, const struct event *ev, const struct reader *reader,
    enum token_purpose purpose)
{
	return (struct token){ .purpose = purpose, .verb = purpose == TOKEN_ACTION ?
	    TOKEN_VERB_CONFIRM : STR_NONE, .agent = reader->agent, .ticket = ev->unproven,
	    .expires = w->now + CONFIRM_DAYS * DAY_US };
}

static struct str
confirm_detail(struct work *w, const struct event *ev, const struct reader *reader,
    enum token_purpose purpose)
{
	struct token t = confirmation(w, ev, reader, purpose);

	return token_detail(w->a, w->core->keys, &t);
}

struct str
answer_confirm_address(struct work *w, const struct event *ev, const struct reader *reader)
{
	return detail_join(w->a, addressing_of(reader), reader->mailbox->address,
	    confirm_detail(w, ev, reader, TOKEN_CONFIRM));
}

struct str
answer_confirm_code(struct work *w, const struct event *ev, const struct reader *reader)
{
	struct token t = confirmation(w, ev, reader, TOKEN_CONFIRM);

	return token_code(w->a, w->core->keys, &t);
}

struct str
answer_subject(struct work *w, const struct event *ev, const struct reader *reader)
{
	struct str detail;

	bool orders = ev->told != NULL && ev->told->is_control;

	if (addressing_of(reader) != ADDRESSING_NONE || reader->agent == NULL ||
	    (ev->unproven == 0 && reader->draft.n == 0))
		return STR_NONE;
	detail = ev->unproven != 0 ? confirm_detail(w, ev, reader, TOKEN_CONFIRM) :
	    draft_detail(w->a, reader->draft, orders ? STR("c.") : STR_NONE);
	return str_printf(w->a, " [+%.*s]", STR_ARG(detail));
}

/* The tag is whole, and the link no longer than mail programs take. */
static struct str
subject_of(struct work *w, const struct event *ev, struct str detail, size_t room)
{
	const struct ticket *t = ev->ticket;
	struct str subject = t != NULL ? ticket_mail_subject(t) : ev->letter != NULL ? ev->letter->subject :
	    STR_NONE;

	return str_printf(w->a, "Re: %.*s%s%.*s%s%.*s%s", STR_ARG(str_utf8_cut(subject, room)),
	    t == NULL ? "" : " ", STR_ARG(t == NULL ? STR_NONE : ticket_tag(w->a, w->conf, t)),
	    detail.n > 0 ? " [+" : "", STR_ARG(detail), detail.n > 0 ? "]" : "");
}

struct str
answer_confirm_link(struct work *w, const struct event *ev, const struct reader *reader)
{
	bool in_subject = addressing_of(reader) == ADDRESSING_NONE;
	struct str detail = confirm_detail(w, ev, reader,
	    in_subject || mailbox_has_buttons(reader->mailbox) ? TOKEN_ACTION : TOKEN_CONFIRM);

	return mailto_link(w->a, detail_join(w->a, addressing_of(reader),
	    reader->mailbox->address, detail),
	    subject_of(w, ev, in_subject ? detail : STR_NONE, CONFIRM_SUBJECT),
	    answer_confirm_code(w, ev, reader));
}

struct str
answer_link(struct work *w, const struct event *ev, const struct reader *reader,
    struct str verb, struct str body)
{
	bool in_subject = addressing_of(reader) == ADDRESSING_NONE;
	struct str detail = proof(w, ev, reader, verb, 0), address, link;
	size_t room = ticket_mail_subject(ev->ticket).n;

	address = verb.n == 0 || !mailbox_has_buttons(reader->mailbox) ? reader->reply_to :
	    detail_join(w->a, addressing_of(reader), reader->mailbox->address, detail);
	do {
		link = mailto_link(w->a, address, subject_of(w, ev, in_subject ? detail :
		    STR_NONE, room), body);
		room /= 2;
	} while (link.n > ANSWER_LINK && room > 16);
	return link.n <= ANSWER_LINK || body.n == 0 ? link :
	    answer_link(w, ev, reader, verb, STR_NONE);
}

struct str
answer_ticket_link(struct work *w, const struct mailbox *m, const struct agent *ag,
    int64_t ticket, struct str subject)
{
	struct token token = { .purpose = TOKEN_REPLY, .agent = ag, .ticket = ticket,
	    .expires = w->now + w->conf->token_lifetime * SECOND_US };

	if (ticket == 0 || ag == NULL)
		return STR_NONE;
	return mailto_link(w->a, token_address(w->a, w->core->keys, &token,
	    (enum addressing)m->addressing, m->address),
	    str_printf(w->a, "Re: %.*s", STR_ARG(subject)), STR_NONE);
}
