/* grant: see grant.h. */
#include "daemon/oauth/grant.h"

#include <string.h>

#include "daemon/oauth/advice.h"
#include "daemon/oauth/assertion.h"
#include "daemon/oauth/http.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "parsers/base/array.h"

enum { LOCK_MS = 35 * 1000 };		/* whoever has it is done, or dead, by then */

static void
fail(struct arena *a, struct grant *g, enum grant_fate fate, const struct err *e)
{
	g->fate = fate;
	g->text = str_dup(a, str_c(e->text));
}

/* What only an admin can mend is no passing trouble. */
static void
fail_by_kind(struct arena *a, struct grant *g, const struct err *e)
{
	fail(a, g, e->kind == ERR_CONF ? GRANT_REFUSED : GRANT_LATER, e);
}

void
grant_explain(struct arena *a, const struct oauth *o, const struct answer *r, int status,
    struct grant *g)
{
	static const char *const passing[] = { "temporarily_unavailable", "server_error",
	    "slow_down" };
	struct advice advice = advice_of(o, r);
	struct str what = r->description.n > 0 ? r->description : r->error;

	g->fate = status == 429 || status >= 500 ? GRANT_LATER : GRANT_REFUSED;
	for (size_t i = 0; i < COUNT(passing); i++)
		if (str_eq(r->error, str_c(passing[i])))
			g->fate = GRANT_LATER;
	if (what.n == 0)
		what = str_printf(a, "HTTP status %d", status);
	g->text = advice.means == NULL ? what :
	    str_printf(a, "%s (%.*s)", advice.means, STR_ARG(what));
	g->mend = str_c(advice.mend);
}

/* --- the request --- */

/* Who the application is. */
int
grant_put_proof(struct arena *a, const struct oauth *o, struct buf *form, struct err *e)
{
	struct str secret;

	http_form_add(form, "client_id", o->client_id);
	if (o->certificate_file.n > 0) {
		if (assertion_of_certificate(a, o, &secret, e) == -1)
			return -1;
		http_form_add(form, "client_assertion_type",
		    STR("urn:ietf:params:oauth:client-assertion-type:jwt-bearer"));
		http_form_add(form, "client_assertion", secret);
		return 0;
	}
	if (o->client_secret_file.n == 0)
		return 0;
	if (file_secret(a, o->client_secret_file, &secret, e) == -1)
		return -1;
	http_form_add(form, "client_secret", secret);
	return 0;
}

static int
put_refresh(struct arena *a, const struct oauth *o, struct buf *form, struct err *e)
{
	struct str token;

	if (store_refresh_token(a, o, &token, e) == -1)
		return -1;
	if (token.n == 0)
		return err_set(e, ERR_CONF, "%.*s: there is no refresh token: docketctl oauth "
		    "login %.*s", STR_ARG(o->token_file), STR_ARG(o->mailbox));
	http_form_add(form, "grant_type", STR("refresh_token"));
	http_form_add(form, "refresh_token", token);
	if (o->provider == OAUTH_MICROSOFT365)
		http_form_add(form, "scope", o->scope);
	return grant_put_proof(a, o, form, e);
}

static int
put_client(struct arena *a, const struct oauth *o, struct buf *form, struct err *e)
{
	http_form_add(form, "grant_type", STR("client_credentials"));
	if (o->scope.n > 0)
		http_form_add(form, "scope", o->scope);
	return grant_put_proof(a, o, form, e);
}

static int
put_account(struct arena *a, const struct oauth *o, struct buf *form, struct err *e)
{
	struct str assertion;

	if (assertion_of_account(a, o, &assertion, e) == -1)
		return -1;
	http_form_add(form, "grant_type", STR("urn:ietf:params:oauth:grant-type:jwt-bearer"));
	http_form_add(form, "assertion", assertion);
	return 0;
}

/* grant_type and what belongs to it. */
static int	(*const requests[])(struct arena *, const struct oauth *, struct buf *,
    struct err *) = {
	[OAUTH_CLIENT_CREDENTIALS] = put_client, [OAUTH_REFRESH] = put_refresh,
	[OAUTH_DEVICE] = put_refresh, [OAUTH_SERVICE_ACCOUNT] = put_account,
};

/* --- what came of it --- */

static void
keep(struct arena *a, const struct oauth *o, const struct answer *r, int64_t than,
    struct grant *g)
{
	int64_t now = clock_now();
	struct err e;

	g->token = (struct token){ .text = r->access_token, .number = now > than ? now : than + 1,
	    .received_at = now, .expires_at = now + r->expires_in * SECOND_US };
	/* First what a crash must not lose: the server may have forgotten the old one. */
	if ((r->refresh_token.n > 0 &&
	    store_put_refresh_token(a, o, r->refresh_token, &e) == -1) ||
	    store_put_token(a, o, &g->token, &e) == -1)
		fail_by_kind(a, g, &e);
	else
		g->fate = GRANT_OK;
}

static void
ask(struct arena *a, const struct oauth *o, int64_t than, const atomic_bool *stop,
    struct grant *g)
{
	struct http_answer http;
	struct answer r;
	struct buf form;
	struct err e;
	int rc;

	buf_init(&form, a);
	if (requests[o->flow](a, o, &form, &e) == -1) {
		fail_by_kind(a, g, &e);
		return;
	}
	rc = http_post(a, o->token_url, o->ca_file, buf_str(&form), stop, &http, &e);
	explicit_bzero(form.p, form.n);
	if (rc == -1) {
		fail(a, g, GRANT_LATER, &e);
		return;
	}
	g->retry_after = http.retry_after;
	if (answer_read(a, http.body, &r) == -1 && http.status < 400) {
		err_set(&e, ERR_RETRY, "%.*s: its answer makes no sense (HTTP status %d)",
		    STR_ARG(o->token_url), http.status);
		fail(a, g, GRANT_LATER, &e);
	} else if (http.status == 200 && r.access_token.n > 0) {
		keep(a, o, &r, than, g);
	} else {
		grant_explain(a, o, &r, http.status, g);
	}
}

bool
grant_is_command(const struct oauth *o)
{
	return o->flow == OAUTH_COMMAND;
}

void
grant_renew(struct arena *a, const struct oauth *o, int64_t than, const atomic_bool *stop,
    struct grant *g)
{
	struct token there;
	struct err e;
	int lock;

	*g = (struct grant){ .fate = GRANT_LATER };
	if ((lock = store_lock(a, o, LOCK_MS, &e)) == -1) {
		fail_by_kind(a, g, &e);
		return;
	}
	if (store_token(a, o, &there, &e) == 0 && there.number > than) {
		g->fate = GRANT_OK;
		g->token = there;
		g->is_anothers = true;
	} else {
		ask(a, o, than, stop, g);
	}
	store_unlock(lock);
}

void
grant_keep(struct arena *a, const struct oauth *o, const struct answer *r, struct grant *g)
{
	struct token there = { 0 };
	struct err e;
	int lock;

	*g = (struct grant){ .fate = GRANT_LATER };
	if ((lock = store_lock(a, o, LOCK_MS, &e)) == -1) {
		fail_by_kind(a, g, &e);
		return;
	}
	store_token(a, o, &there, NULL);
	keep(a, o, r, there.number, g);
	store_unlock(lock);
}

void
grant_take(struct arena *a, const struct oauth *o, struct str printed, int64_t than,
    struct grant *g)
{
	struct answer r = { .access_token = str_trim(printed), .expires_in = ANSWER_LIFE };

	*g = (struct grant){ .fate = GRANT_REFUSED };
	/* A bare token, or a token server's answer as it came. */
	if (!answer_is_token(r.access_token) && answer_read(a, printed, &r) == -1)
		g->text = STR("the command printed no token");
	else if (r.access_token.n == 0)
		grant_explain(a, o, &r, 400, g);
	else
		keep(a, o, &r, than, g);
}
