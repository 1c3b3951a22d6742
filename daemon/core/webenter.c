/*
 * webenter: see webenter.h.  A link that is followed spends nothing: mail scanners follow them
 * all, and run scripts; a button's POST does, once.  The browser that asked has a cookie and
 * needs no more; another one, where a mail was opened or passed on, types the mail's code.
 */
#include "daemon/core/webenter.h"

#include <string.h>

#include "daemon/core/session.h"
#include "daemon/core/websign.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/base32.h"
#include "sql.h"

enum {
	AGAIN_SECONDS = 60,		/* a button that was pressed twice is pressed once */
	SWEEP = 500
};

#define SEEN_US	((int64_t)3600 * SECOND_US)

static int
failed(struct web_post *p, struct work *w)
{
	p->e = w->err;
	work_rollback(w);
	return -1;
}

/*
 * A session's cookie, of the proof and the browser: who presses the button twice gets the same
 * one twice, for the first answer may never have been looked at.
 */
static struct str
session_cookie(struct web_post *p, const struct web_hashed *proof)
{
	const struct token_key *key = token_keys_first(p->c->state.keys);
	uint8_t mac[2 * TOKEN_MAC];
	struct buf b;

	if (!web_is_secret(p->req->code))
		return web_secret(p->a);
	token_key_mac(key, "docket session 1", proof->v, sizeof(proof->v), p->req->code, mac);
	token_key_mac(key, "docket session 2", proof->v, sizeof(proof->v), p->req->code,
	    mac + TOKEN_MAC);
	buf_init(&b, p->a);
	base32_add(&b, mac, sizeof(mac));
	return buf_str(&b);
}

static bool
is_browser(const struct web_post *p, struct str stored)
{
	struct web_hashed mine = web_hashed(p->req->code);

	return web_is_secret(p->req->code) && stored.n == sizeof(mine.v) &&
	    sha256_same((const unsigned char *)stored.p, mine.v, sizeof(mine.v));
}

/* Where its page is, or, when there is nothing more to do there, where another is asked for. */
static int
refuse(struct web_post *p, const char *said, bool is_over)
{
	p->said = said;
	if (is_over)
		p->location = STR("/sign-in");
	return 0;
}

/* A code was typed: 1 right, 0 answered, -1. */
static int
judge_code(struct web_post *p, struct work *w, const struct web_hashed *token, int64_t id, int64_t wrong)
{
	struct str code = webform_field(p, STR("code"));

	if (web_code_is(w->core->keys, token->v, code))
		return 1;
	if (code.n > 0)
		sql_web_proof_wrong(w->db, id);
	return refuse(p, code.n > 0 && wrong + 1 >= WEB_WRONG_MAX ? "tries" : "code", false);
}

/* The session that this browser had ends with the new one. */
static void
begin_session(struct web_post *p, struct work *w, const struct sql_web_session_insert_in *in,
    struct str name, struct str cookie, struct str old)
{
	struct sql_web_session_insert_in s = *in;
	struct web_hashed token = web_hashed(cookie), before = web_hashed(old);

	s.token = web_bytes(&token);
	s.network = websign_network(p->a, p->req->address);
	s.program = websign_program(p);
	s.now = w->now;
	s.expires_at = w->now + w->conf->portal.session * SECOND_US;
	sql_web_session_end(w->db, web_bytes(&before));
	sql_web_session_insert(w->db, &s);
	if (s.contact != 0)
		sql_contact_known(w->db, s.contact);
	webform_cookie(p, name, cookie, w->conf->portal.session);
	log_info("portal: session begun", { "address", LOG_S(s.address) },
	    { "network", LOG_S(s.network) }, { "by", LOG_C(s.by_code ? "code" : "link") });
}

/* The same button again: the same cookie, if that session still is. */
static int
enter_again(struct web_post *p, struct work *w, const struct sql_web_proof_take_row *row,
    const struct web_hashed *token)
{
	struct str cookie = session_cookie(p, token);
	struct web_hashed session = web_hashed(cookie);
	struct sql_web_session_find_row found;
	struct sql_web_session_find h;

	if (!is_browser(p, row->browser) ||
	    w->now - row->spent_at > (int64_t)AGAIN_SECONDS * SECOND_US)
		return refuse(p, "spent", true);
	h = sql_web_session_find(w->db, web_bytes(&session), false, w->now);
	if (work_run(w) == -1)
		return -1;
	if (!sql_web_session_find_row(w->db, h, 0, &found))
		return refuse(p, "spent", true);
	webform_cookie(p, WEB_COOKIE, cookie, p->c->conf->portal.session);
	p->location = STR("/");
	return 0;
}

static int
enter(struct web_post *p, struct work *w, const struct sql_web_proof_take_row *row,
    const struct web_hashed *token)
{
	bool is_same = is_browser(p, row->browser);
	struct sql_web_session_insert_in in = { .agent = str_dup(w->a, row->agent),
	    .contact = row->contact, .address = str_dup(w->a, row->address) };
	int right;

	if (row->spent_at != 0)
		return enter_again(p, w, row, token);
	if (row->expires_at <= w->now)
		return refuse(p, "late", true);
	if (row->wrong >= WEB_WRONG_MAX)
		return refuse(p, "tries", true);
	if (!is_same && (right = judge_code(p, w, token, row->id, row->wrong)) != 1)
		return right;
	sql_web_proof_spend(w->db, row->id, w->now);
	begin_session(p, w, &in, WEB_COOKIE, is_same ? session_cookie(p, token) :
	    web_secret(p->a), p->req->session);
	p->location = STR("/");
	return 0;
}

int
webenter_by_link(struct web_post *p)
{
	struct web_hashed token = web_hashed(p->token);
	struct sql_web_proof_take h;
	struct sql_web_proof_take_row row;
	struct work w;

	p->location = str_printf(p->a, "/in/%.*s", STR_ARG(p->token));
	if (!web_is_secret(p->token))
		return refuse(p, "late", true);
	work_begin(&w, &p->c->state, p->c->db, p->a);
	h = sql_web_proof_take(w.db, web_bytes(&token));
	if (work_run(&w) == -1)
		return failed(p, &w);
	if (!sql_web_proof_take_row(w.db, h, 0, &row) || row.address.n == 0)
		refuse(p, "late", true);
	else if (enter(p, &w, &row, &token) == -1)
		return failed(p, &w);
	return work_commit(&w) == -1 ? failed(p, &w) : 0;
}

/* --- and with a ticket's link --- */

static int
enter_code(struct web_post *p, struct work *w, const struct web_person *who,
    const struct sql_web_proof_take_code_row *row)
{
	struct sql_web_session_insert_in in = { .contact = who->contact,
	    .address = str_dup(w->a, row->address), .by_code = true };
	struct web_hashed token;
	int right;

	if (row->late)
		return refuse(p, "late", false);
	if (row->wrong >= WEB_WRONG_MAX)
		return refuse(p, "tries", false);
	if (row->token.n != sizeof(token.v))
		return refuse(p, "code", false);	/* no mail went out, or not yet */
	memcpy(token.v, row->token.p, sizeof(token.v));
	if ((right = judge_code(p, w, &token, row->id, row->wrong)) != 1)
		return right;
	sql_web_proof_spend(w->db, row->id, w->now);
	begin_session(p, w, &in, WEB_COOKIE_CODE, web_secret(p->a), p->req->code);
	return 0;
}

int
webenter_by_code(struct web_post *p)
{
	struct web_hashed browser = web_hashed(p->req->code);
	struct sql_web_proof_take_code h;
	struct sql_web_proof_take_code_row row;
	struct web_person who;
	int found = websign_link(p, &who);
	struct work w;

	if (found != 1 || who.may_write)
		return found == -1 ? -1 : 0;	/* twice: they have it */
	work_begin(&w, &p->c->state, p->c->db, p->a);
	h = sql_web_proof_take_code(w.db, web_bytes(&browser), who.contact, w.now);
	if (work_run(&w) == -1)
		return failed(p, &w);
	if (!sql_web_proof_take_code_row(w.db, h, 0, &row))
		refuse(p, "late", false);
	else
		enter_code(p, &w, &who, &row);
	return work_commit(&w) == -1 ? failed(p, &w) : 0;
}

/* --- and going --- */

int
webenter_leave(struct web_post *p)
{
	bool all = webform_field(p, STR("everywhere")).n > 0;
	struct web_hashed session = web_hashed(p->req->session), code = web_hashed(p->req->code);
	struct work w;

	work_begin(&w, &p->c->state, p->c->db, p->a);
	sql_web_session_end(w.db, web_bytes(&session));
	sql_web_session_end(w.db, web_bytes(&code));
	if (all)
		sql_web_sessions_end(w.db, p->who.agent == NULL ? STR_NONE : p->who.agent->name,
		    p->who.contact);
	if (work_commit(&w) == -1)
		return failed(p, &w);
	webform_cookie(p, WEB_COOKIE, STR_NONE, 0);
	webform_cookie(p, WEB_COOKIE_CODE, STR_NONE, 0);
	log_info("portal: session ended", { "address", LOG_S(p->who.address) },
	    { "everywhere", LOG_C(all ? "yes" : "no") });
	p->location = STR("/sign-in");
	p->said = "out";
	return 0;
}

void
webenter_seen(struct web_post *p)
{
	int64_t now = clock_now();

	if (p->who.session != 0 && now - p->who.seen_at > SEEN_US)
		sql_web_session_seen(p->c->db, p->who.session, now);
}

int
webenter_sweep(struct core *c, struct err *e)
{
	if (!c->conf->portal.on)
		return 0;
	sql_web_sweep(c->db, clock_now(), SWEEP);
	return db_run(c->db, e);
}
