/* assertion: see assertion.h. */
#include "daemon/oauth/assertion.h"

#include <sys/random.h>

#include "daemon/oauth/object.h"
#include "daemon/oauth/sign.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "parsers/base/base64.h"
#include "parsers/base/json.h"

enum {
	BEFORE_S = 300,
	AFTER_S = 600,
	ID_BYTES = 16
};

struct claims {				/* empty: left out */
	struct str	kid, x5t;	/* of the header */
	struct str	iss, sub, aud, scope;
};

/* Where there is no signature yet: "header.claims". */
static struct str
unsigned_text(struct arena *a, const struct claims *c)
{
	const struct { const char *name; struct str value; } texts[] = {
		{ "iss", c->iss }, { "sub", c->sub }, { "aud", c->aud }, { "scope", c->scope },
	};
	int64_t now = clock_now() / SECOND_US;
	struct buf head, body, id, out;
	char random[ID_BYTES];
	struct json j;

	buf_init(&head, a);
	json_init(&j, &head, 0);
	json_open_object(&j, NULL);
	json_str(&j, "alg", STR("RS256"));
	json_str(&j, "typ", STR("JWT"));
	if (c->kid.n > 0)
		json_str(&j, "kid", c->kid);
	if (c->x5t.n > 0)
		json_str(&j, "x5t", c->x5t);
	json_close(&j);
	buf_init(&id, a);
	if (getrandom(random, sizeof(random), 0) == (ssize_t)sizeof(random))
		base64url_add(&id, (struct str){ random, sizeof(random) });
	buf_init(&body, a);
	json_init(&j, &body, 0);
	json_open_object(&j, NULL);
	for (size_t i = 0; i < COUNT(texts); i++)
		if (texts[i].value.n > 0)
			json_str(&j, texts[i].name, texts[i].value);
	json_str(&j, "jti", buf_str(&id));
	json_int(&j, "iat", now - BEFORE_S);
	json_int(&j, "nbf", now - BEFORE_S);
	json_int(&j, "exp", now + AFTER_S);
	json_close(&j);
	buf_init(&out, a);
	base64url_add(&out, buf_str(&head));
	buf_addc(&out, '.');
	base64url_add(&out, buf_str(&body));
	return buf_str(&out);
}

static int
sign(struct arena *a, const struct claims *c, struct str key, struct str file, struct str *out,
    struct err *e)
{
	struct str text = unsigned_text(a, c), signature;
	struct err why;
	struct buf b;

	if (sign_rs256(a, key, text, &signature, &why) == -1)
		return err_set(e, why.kind, "%.*s: %s", STR_ARG(file), why.text);
	buf_init(&b, a);
	buf_add(&b, text);
	buf_addc(&b, '.');
	base64url_add(&b, signature);
	*out = buf_str(&b);
	return 0;
}

int
assertion_of_account(struct arena *a, const struct oauth *o, struct str *out, struct err *e)
{
	struct claims c = { .sub = o->user, .scope = o->scope };
	struct object key;
	struct str text;

	if (file_secret_upto(a, o->key_file, FILE_SECRET_LARGE, &text, e) == -1)
		return -1;
	if (object_read(a, text, &key) == -1 || object_get(&key, "client_email").n == 0 ||
	    object_get(&key, "private_key").n == 0)
		return err_set(e, ERR_CONF, "%.*s: is not a service account's key: a JSON file "
		    "with client_email and private_key is", STR_ARG(o->key_file));
	c.kid = object_get(&key, "private_key_id");
	c.iss = object_get(&key, "client_email");
	/* Where the key's own file sends it, unless docket.conf says otherwise. */
	c.aud = object_get(&key, "token_uri");
	if (c.aud.n == 0 || o->provider == OAUTH_CUSTOM)
		c.aud = o->token_url;
	return sign(a, &c, object_get(&key, "private_key"), o->key_file, out, e);
}

int
assertion_of_certificate(struct arena *a, const struct oauth *o, struct str *out, struct err *e)
{
	struct claims c = { .iss = o->client_id, .sub = o->client_id, .aud = o->token_url };
	struct str pem, thumbprint;
	int64_t expires_at;
	struct err why;
	struct buf x5t;

	if (file_secret_upto(a, o->certificate_file, FILE_SECRET_LARGE, &pem, e) == -1)
		return -1;
	if (sign_certificate(a, pem, &thumbprint, &expires_at, &why) == -1)
		return err_set(e, why.kind, "%.*s: %s", STR_ARG(o->certificate_file), why.text);
	buf_init(&x5t, a);
	base64url_add(&x5t, thumbprint);
	c.x5t = buf_str(&x5t);
	return sign(a, &c, pem, o->certificate_file, out, e);
}
