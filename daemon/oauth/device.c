/* device: see device.h. */
#include "daemon/oauth/device.h"

#include "daemon/oauth/http.h"

enum {
	SLOWER_S = 5,			/* RFC 8628, 3.5 */
	INTERVAL_MAX = 60
};

static int
post(struct arena *a, const struct oauth *o, struct str url, struct buf *form,
    struct answer *r, struct grant *g)
{
	struct http_answer http;
	struct err e;

	*g = (struct grant){ .fate = GRANT_LATER };
	if (http_post(a, url, o->ca_file, buf_str(form), NULL, &http, &e) == -1) {
		g->text = str_dup(a, str_c(e.text));
		return -1;
	}
	if (answer_read(a, http.body, r) == 0 && r->error.n == 0)
		return 0;
	grant_explain(a, o, r, http.status, g);
	return -1;
}

int
device_begin(struct arena *a, const struct oauth *o, struct device *d, struct grant *g)
{
	struct answer r = { 0 };
	struct buf form;

	buf_init(&form, a);
	http_form_add(&form, "client_id", o->client_id);
	http_form_add(&form, "scope", o->scope);
	if (post(a, o, o->device_url, &form, &r, g) == -1)
		return -1;
	if (r.device_code.n == 0 || r.user_code.n == 0 || r.url.n == 0) {
		g->text = STR("the server gave no code for a login");
		return -1;
	}
	*d = (struct device){ r.url, r.user_code, r.device_code, r.interval, r.expires_in };
	return 0;
}

static int
done(struct arena *a, const struct oauth *o, const struct answer *r, struct grant *g)
{
	if (r->refresh_token.n == 0) {
		g->fate = GRANT_REFUSED;
		g->text = STR("the server gave no refresh token, so that the login would last an "
		    "hour");
		g->mend = STR("let scope have offline_access, or leave it out");
		return -1;
	}
	grant_keep(a, o, r, g);
	return g->fate == GRANT_OK ? 1 : -1;
}

int
device_ask(struct arena *a, const struct oauth *o, struct device *d, struct grant *g)
{
	struct answer r = { 0 };
	struct buf form;
	struct err e;

	buf_init(&form, a);
	http_form_add(&form, "grant_type", STR("urn:ietf:params:oauth:grant-type:device_code"));
	http_form_add(&form, "device_code", d->code);
	if (grant_put_proof(a, o, &form, &e) == -1) {
		*g = (struct grant){ .fate = GRANT_REFUSED, .text = str_dup(a, str_c(e.text)) };
		return -1;
	}
	if (post(a, o, o->token_url, &form, &r, g) == 0 && r.access_token.n > 0)
		return done(a, o, &r, g);
	if (str_eq(r.error, STR("authorization_pending")))
		return 0;
	if (g->fate == GRANT_LATER) {
		/* Told so, or nobody answered: both want fewer questions. */
		d->interval = d->interval + SLOWER_S < INTERVAL_MAX ? d->interval + SLOWER_S :
		    INTERVAL_MAX;
		return 0;
	}
	return -1;
}
