/* person: see person.h. */
#include "daemon/intake/person.h"

#include "daemon/intake/decision.h"
#include "daemon/intake/replyto.h"
#include "daemon/out/automatic.h"
#include "daemon/out/draft.h"
#include "daemon/out/heap.h"
#include "daemon/ticket/detail.h"
#include "daemon/ticket/personal.h"
#include "daemon/ticket/reach.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"
#include "sql.h"

bool
person_is_ours(const struct conf *conf, struct arena *a, struct str address)
{
	const struct strs *own = &conf->letter.own_addresses;

	return strs_ihas(own, address) || strs_ihas(own, detail_without(a, address));
}

/* Of two good ones the author's own counts, and of these the later one. */
static bool
is_better(const struct reading *r, const struct token *new)
{
	if (r->verdict != TOKEN_GOOD || new->agent != r->token.agent)
		return r->verdict != TOKEN_GOOD || new->agent == r->agent;
	return new->agent != NULL && new->ticket == r->token.ticket &&
	    new->purpose == r->token.purpose &&
	    new->serial > r->token.serial;
}

enum { STRANGERS = 4 };			/* are told one by one together so many times as one is */

/* They may all be one. */
static const struct str ANYBODY = STR("anybody");

/* Keeps the best verdict: good beats expired beats forged beats none. */
static void
consider(struct reading *r, enum token_verdict v, const struct token *token)
{
	static const int rank[] = { [TOKEN_NONE] = 0, [TOKEN_FORGED] = 1,
	    [TOKEN_EXPIRED] = 2, [TOKEN_GOOD] = 3 };

	if (v == TOKEN_NONE || rank[v] < rank[r->verdict] ||
	    (v == TOKEN_GOOD && !is_better(r, token)))
		return;
	r->verdict = v;
	r->token = *token;
}

static void
try_token(struct work *w, struct reading *r, const struct addresses *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct token token = { 0 };
		enum token_verdict v = token_read(w->core->keys, w->conf,
		    list->v[i].addr, w->now, &token);

		if (!person_is_ours(w->conf, w->a, list->v[i].addr))
			continue;
		r->to_button |= token_is_action(list->v[i].addr);
		consider(r, v, &token);
	}
}

/* "[+TOKEN]", where the mailbox's addresses have no room for it. */
static void
try_subject(struct work *w, struct reading *r)
{
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, r->in->item.mailbox);
	struct str subject = r->letter->subject;
	size_t at = 0, end;

	if (m == NULL || m->addressing != ADDRESSING_NONE)
		return;
	while ((at = str_find(subject, STR("[+"), at)) != SIZE_MAX &&
	    (end = str_chr(subject, ']', at)) != SIZE_MAX) {
		struct token token = { 0 };
		struct str address = str_printf(w->a, "x%.*s@x",
		    STR_ARG(str_sub(subject, at + 1, end - at - 1)));

		r->to_button |= token_is_action(address);
		consider(r, token_read(w->core->keys, w->conf, address, w->now, &token), &token);
		at = end;
	}
}

/* Message-IDs of copies of ours, for programs that lose the address. */
static void
try_ids(struct work *w, struct reading *r, const struct strs *ids)
{
	for (size_t i = 0; i < ids->n; i++) {
		struct token token = { 0 };
		enum token_verdict v = token_read(w->core->keys, w->conf, ids->v[i], w->now, &token);

		if (v == TOKEN_GOOD && token.purpose != TOKEN_REPLY)
			v = TOKEN_FORGED;
		if (draft_delivery(ids->v[i]) != 0)
			consider(r, v, &token);
	}
}

/* From, and nobody else in it: who stands in Sender or the envelope proves nothing. */
static bool
is_author(const struct letter *l, struct str address)
{
	size_t n = 0;

	for (size_t i = 0; i < l->from.n; i++) {
		if (l->from.v[i].addr.n > 0 && !str_ieq(l->from.v[i].addr, address))
			return false;
		n += l->from.v[i].addr.n > 0;
	}
	return n > 0;
}

bool
person_wrote(const struct reading *r, const struct agent *agent)
{
	return agent != NULL && r->agent == agent && r->letter->ambiguous.n == 0 &&
	    !str_ieq(r->letter->authres.dmarc, STR("fail")) &&
	    is_author(r->letter, r->from.addr);
}

static void
prove(const struct work *w, struct reading *r)
{
	struct evidence ev = { .is_agent = r->agent != NULL,
	    .is_clear = r->letter->ambiguous.n == 0 && is_author(r->letter, r->from.addr),
	    .dmarc = proof_word(&r->letter->authres, address_domain(r->from.addr)),
	    .token = r->verdict,
	    .is_theirs = r->verdict == TOKEN_GOOD && r->token.agent == r->agent,
	    .is_young = r->verdict == TOKEN_GOOD && proof_is_young(&r->token,
	    w->conf->token_lifetime, w->conf->grave_age, w->now) };

	r->proof = proof_judge(w->conf->verify, &ev);
}

static bool
is_personal(const struct reading *r)
{
	return r->verdict == TOKEN_GOOD && personal_is(&r->token);
}

/* One that was renewed since proves nothing. */
void
person_learn_serial(struct work *w, struct reading *r)
{
	struct sql_agent_serial_row row;

	if (!is_personal(r) || (sql_agent_serial_row(w->db, r->h_serial, 0, &row) &&
	    row.serial == r->token.serial))
		return;
	r->verdict = TOKEN_WITHDRAWN;
	prove(w, r);
}

void
person_settle(const struct work *w, struct reading *r, const struct ticket *t)
{
	if (r->verdict != TOKEN_GOOD || r->token.agent == NULL || t == NULL ||
	    t->id != r->token.ticket ||
	    r->token.serial == withdrawn_serial(&t->withdrawn, r->token.agent))
		return;
	r->verdict = TOKEN_WITHDRAWN;
	prove(w, r);
}

/*
 * Core composed it for somebody whose session it knew (core/webmail.h): as good as our own mail
 * server's word for their address.
 */
static void
believe_session(const struct intake *in, struct authres *ar)
{
	struct str author = letter_author(&in->job.letter).addr;

	*ar = (struct authres){ .dmarc = STR_NONE };
	if (str_ieq(author, in->portal)) {
		ar->authserv_id = STR("portal");
		ar->dmarc = STR("pass");
		ar->dmarc_from = address_domain(author);
	}
}

/* Exchange writes no name, so that anybody can write the same: it counts where it was read. */
void
person_believe(const struct conf *conf, struct intake *in)
{
	const struct mailbox *m = mailboxes_find(&conf->mailboxes, in->item.mailbox);
	struct authres *ar = &in->job.letter.authres;

	if (in->portal.n > 0) {
		believe_session(in, ar);
		return;
	}
	if (!str_eq(ar->authserv_id, AUTHRES_EXCHANGE))
		return;
	if (m == NULL || !mailbox_is_exchange(m) ||
	    (in->pending != 0 && !str_eq(ar->dmarc, STR("fail"))))
		*ar = (struct authres){ .dmarc = STR_NONE };
}

/*
 * The project of a new contact: by mail domain, else the mailbox's.  A mail may wait
 * for a mailbox that has left the configuration since: then the first one's.
 */
static struct str
project_for(struct work *w, const struct reading *r)
{
	const struct project *p = projects_by_address(&w->conf->projects,
	    replyto_asks(r).addr);
	const struct mailbox *m = mailboxes_find(&w->conf->mailboxes, r->in->item.mailbox);

	if (p != NULL)
		return p->key;
	return m != NULL ? m->project : w->conf->mailboxes.v[0].project;
}

static void
ask_contact(struct work *w, struct reading *r)
{
	struct address who = replyto_asks(r);

	r->h_contact = sql_contact_ensure(w->db, who.addr, who.name, project_for(w, r),
	    (struct str){ (const char *)r->sha256, sizeof(r->sha256) });
}

/* Whose heap it would be: all robots' together are one. */
static struct str
sender_of(struct work *w, const struct reading *r)
{
	return r->letter->kind == LETTER_HUMAN ? address_person(w->a, r->from.addr) :
	    str_c(letter_kind_name(r->letter->kind));
}

void
person_ask(struct work *w, struct reading *r)
{
	const struct letter *l = r->letter;

	r->from = letter_author(l);
	r->from.addr = domain_key(w->a, r->from.addr);
	r->agent = agents_by_address(&w->conf->agents, r->from.addr);
	try_token(w, r, &l->to);
	try_token(w, r, &l->cc);
	try_token(w, r, &l->delivered_to);
	try_subject(w, r);
	if (r->verdict != TOKEN_GOOD)
		try_ids(w, r, &l->in_reply_to);
	if (r->verdict != TOKEN_GOOD)
		try_ids(w, r, &l->references);
	prove(w, r);
	r->h_serial = (struct sql_agent_serial){ 0 };
	if (is_personal(r))
		r->h_serial = sql_agent_serial(w->db, r->token.agent->name);
	replyto_read(w, r);
	r->h_contact = (struct sql_contact_ensure){ 0 };
	reach_want(w, r->from.addr);
	if (l->kind != LETTER_HUMAN || l->quarantine.n > 0 || replyto_asks(r).addr.n == 0)
		return;
	if (r->agent != NULL) {
		tally_want(w, TALLY_UNPROVEN, r->agent->name);
		return;
	}
	ask_contact(w, r);
	reach_want(w, r->reply_to.addr.n > 0 ? r->reply_to.addr : r->from.addr);
	automatic_ask(w, r->letter, r->reply_to.addr.n > 0 ? r->reply_to.addr : r->from.addr);
	tally_want(w, TALLY_SENDER, sender_of(w, r));
	tally_want(w, TALLY_SENDER, ANYBODY);
}

/* By our mail server, by the reply address of a mail of ours, or by people here. */
bool
person_vouched(const struct reading *r)
{
	const struct authres *ar = &r->letter->authres;

	if (r->forwarder != NULL || decision_opens(&r->in->decision))
		return true;
	if (r->by_form || r->letter->ambiguous.n > 0 || str_ieq(ar->dmarc, STR("fail")) ||
	    !is_author(r->letter, r->from.addr))
		return false;
	return (r->verdict == TOKEN_GOOD && r->token.contact == r->contact) ||
	    (str_ieq(ar->dmarc, STR("pass")) &&
	    str_ieq(ar->dmarc_from, address_domain(r->from.addr)));
}

/* Nothing says who they are, so that they may all be one. */
static bool
is_anybody(const struct work *w, const struct reading *r)
{
	return !r->known && projects_by_address(&w->conf->projects,
	    r->from.addr) == NULL;
}

int
person_heap(struct work *w, struct reading *r)
{
	int64_t at_once = w->conf->notices_at_once;

	if (r->agent != NULL && person_proven(r))
		return 0;
	if (heap_grows(w, sender_of(w, r), at_once, &r->in_heap) == -1)
		return -1;
	return !is_anybody(w, r) ? 0 :
	    heap_grows(w, ANYBODY, STRANGERS * at_once, &r->in_heap);
}

void
person_learn(struct work *w, struct reading *r)
{
	const struct project *by = projects_by_contact(&w->conf->projects, replyto_asks(r).addr);
	struct sql_contact_ensure_row contact;
	struct address *asks;

	if (!sql_contact_ensure_row(w->db, r->h_contact, 0, &contact))
		return;
	r->contact = contact.id;
	r->preferred = str_dup(w->a, contact.address);
	r->project = by != NULL ? by->key : str_dup(w->a, contact.project);
	r->known = contact.known || person_vouched(r);
	if (r->known && !contact.known)
		sql_contact_known(w->db, r->contact);
	asks = r->by_form ? &r->reply_to : &r->from;
	if (asks->name.n == 0)
		asks->name = str_dup(w->a, contact.name);
}

int
person_ensure(struct work *w, struct reading *r)
{
	if (r->contact != 0)
		return 0;
	if (replyto_asks(r).addr.n == 0) {	/* nobody can be answered */
		r->project = project_for(w, r);
		return 0;
	}
	ask_contact(w, r);
	if (work_run(w) == -1)
		return -1;
	person_learn(w, r);
	/* Another daemon is making the same contact: again, alone. */
	return r->contact != 0 ? 0 :
	    err_set(&w->err, ERR_MESSAGE, "the contact is being made elsewhere");
}

bool
person_proven(const struct reading *r)
{
	return r->proof.is_proven;
}
