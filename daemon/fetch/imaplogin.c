/* imaplogin: see imaplogin.h. */
#include "daemon/fetch/imaplogin.h"

#include <string.h>

#include "daemon/fetch/imaptext.h"
#include "daemon/oauth/bearer.h"
#include "daemon/sys/file.h"

struct login {				/* one try */
	struct imaplink		*link;
	const struct endpoint	*ep;
	struct arena		*a;
	struct buf		 challenge;	/* base64, as it came */
};

/* A buffer for a secret: it never grows, so no copy stays behind. */
static struct buf
secret_new(struct arena *a, size_t n)
{
	struct buf b = { .a = a, .cap = n };

	b.p = arena_alloc(a, n);
	return b;
}

static void
wipe(struct str secret)
{
	union { const char *in; char *out; } u = { secret.p };

	explicit_bzero(u.out, secret.n);
}

/* What `put` writes of a secret, `size` bytes at most. */
struct mechanism {
	const char	*name;
	void		(*put)(struct login *, struct buf *, struct str secret);
	size_t		 size;
};

/* AUTHENTICATE: with the command (RFC 4959), or after the server's "+". */
static int
authenticate(struct login *l, const struct mechanism *m, struct str secret, struct err *e)
{
	struct str command = str_printf(l->a, "AUTHENTICATE %s", m->name);
	struct buf b = secret_new(l->a, command.n + 1 + m->size);
	bool at_once = imaplink_can(l->link, "SASL-IR");
	int rc;

	if (at_once) {
		buf_add(&b, command);
		buf_addc(&b, ' ');
	}
	m->put(l, &b, secret);
	rc = imaplink_ask_secret(l->link, at_once ? (struct str){ b.p, b.n } : command,
	    at_once ? STR_NONE : (struct str){ b.p, b.n }, &l->challenge, e);
	explicit_bzero(b.p, b.cap);
	return rc;
}

static int
login(struct login *l, struct str password, struct err *e)
{
	struct str user = l->ep->user;
	struct buf b = secret_new(l->a, 2 * (user.n + password.n) + 64);
	int rc;

	buf_adds(&b, "LOGIN ");
	imap_put_quoted(&b, user);
	buf_addc(&b, ' ');
	imap_put_quoted(&b, password);
	rc = imaplink_ask_secret(l->link, (struct str){ b.p, b.n }, STR_NONE, &l->challenge, e);
	explicit_bzero(b.p, b.cap);
	return rc;
}

/* --- by password --- */

static void
put_plain(struct login *l, struct buf *b, struct str password)
{
	imap_put_plain(b, l->ep->user, password);
}

static int
with_password(struct login *l, struct str password, struct err *e)
{
	struct str user = l->ep->user;
	bool quotable = imap_can_quote(user) && imap_can_quote(password);
	bool no_login = imaplink_can(l->link, "LOGINDISABLED") || !quotable;
	bool plain = imaplink_can_auth(l->link, "PLAIN") &&
	    (no_login || imaplink_can(l->link, "SASL-IR"));
	const struct mechanism m = { "PLAIN", put_plain, 2 * (user.n + password.n) + 64 };
	int rc;

	if (!plain && no_login)
		return imaplink_refuse(l->link, e, quotable ?
		    "it offers no way to log in with a password" :
		    "a user or password beyond ASCII needs AUTH=PLAIN, which it lacks");
	rc = plain ? authenticate(l, &m, password, e) : login(l, password, e);
	if (rc == 0)
		return err_set(e, ERR_CONF, "%.*s: the login of %.*s is refused (%.*s): check "
		    "user and password_file", STR_ARG(l->ep->host), STR_ARG(user),
		    STR_ARG(imaplink_said(l->link)));
	return rc == 1 ? 0 : -1;
}

/* --- by token --- */

static void
put_xoauth2(struct login *l, struct buf *b, struct str token)
{
	bearer_put_xoauth2(b, l->ep->user, token);
}

static void
put_oauthbearer(struct login *l, struct buf *b, struct str token)
{
	bearer_put_oauthbearer(b, l->ep->user, l->ep->host, l->ep->port, token);
}

static int
with_token(struct login *l, struct str token, struct err *e)
{
	size_t size = bearer_size(l->ep->user, l->ep->host, token);
	const struct mechanism x = { "XOAUTH2", put_xoauth2, size };
	const struct mechanism bearer = { "OAUTHBEARER", put_oauthbearer, size };
	bool has_x = imaplink_can_auth(l->link, x.name);
	struct str why;
	int rc;

	if (!has_x && !imaplink_can_auth(l->link, bearer.name))
		return imaplink_refuse(l->link, e, "it offers no login by OAuth (XOAUTH2)");
	rc = authenticate(l, has_x ? &x : &bearer, token, e);
	if (rc != 0)
		return rc == 1 ? 0 : -1;
	why = bearer_challenge(l->a, buf_str(&l->challenge));
	return err_set(e, ERR_CONF, "%.*s: the token of %.*s is refused (%.*s%s%.*s)",
	    STR_ARG(l->ep->host), STR_ARG(l->ep->user), STR_ARG(imaplink_said(l->link)),
	    why.n > 0 ? "; " : "", STR_ARG(why));
}

int
imap_log_in(struct imaplink *link, const struct endpoint *ep, struct err *e)
{
	struct login l = { .link = link, .ep = ep, .a = arena_new() };
	struct token token;
	struct str secret;
	int rc;

	buf_init(&l.challenge, l.a);
	if (ep->oauth != NULL) {
		rc = store_token(l.a, ep->oauth, &token, e);
		secret = token.text;
	} else {
		rc = file_secret(l.a, ep->password_file, &secret, e);
	}
	if (rc == 0) {
		rc = ep->oauth != NULL ? with_token(&l, secret, e) : with_password(&l, secret, e);
		wipe(secret);
	}
	arena_free(l.a);
	return rc;
}
