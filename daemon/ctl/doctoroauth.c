/* doctoroauth: see doctoroauth.h. */
#include "daemon/ctl/doctoroauth.h"

#include <inttypes.h>

#include "daemon/oauth/http.h"
#include "daemon/oauth/inspect.h"
#include "daemon/oauth/sign.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/file.h"
#include "daemon/token/token.h"

enum { SOON_DAYS = 30 };

/* One that is good, or a new one. */
static bool
get_token(struct doctor *d, struct str name, const struct oauth *o, struct token *out)
{
	struct arena *a = d->ctl->a;
	struct grant g = { .fate = GRANT_LATER };
	struct err e;

	if (store_token(a, o, out, NULL) == 0 && out->expires_at > clock_now())
		return true;
	if (store_folders(a, o, &e) == -1 || http_init(&e) == -1)
		g.text = str_c(e.text);
	else
		token_ask(a, o, out->number, &g);
	if (g.fate != GRANT_OK)
		doctor_say(d, name, DOCTOR_FAIL, str_dup(a, g.text), g.mend.n > 0 ?
		    str_dup(a, g.mend).p : "mend its oauth group, or the way to token_url");
	*out = g.token;
	return g.fate == GRANT_OK;
}

static void
say_end(struct doctor *d, struct str name, const char *what, int64_t at)
{
	int64_t days = (at - clock_now()) / SECOND_US / 86400;
	struct str day = str_sub(clock_rfc3339(d->ctl->a, at), 0, 10);

	if (at <= clock_now())
		doctor_say(d, name, DOCTOR_FAIL, str_printf(d->ctl->a, "its %s ended on %.*s", what,
		    STR_ARG(day)), "make a new one with the provider, and set it here");
	else if (days < SOON_DAYS)
		doctor_say(d, name, DOCTOR_WARN, str_printf(d->ctl->a, "its %s ends on %.*s, in %"
		    PRId64 " days", what, STR_ARG(day), days),
		    "make a new one with the provider, and set it here");
}

static void
check_ends(struct doctor *d, struct str name, const struct oauth *o)
{
	struct arena *a = d->ctl->a;
	struct str pem, thumbprint;
	int64_t at = 0;
	struct err e;

	if (o->expires_at != 0)
		say_end(d, name, "secret", o->expires_at);
	if (o->certificate_file.n == 0 ||
	    file_secret_upto(a, o->certificate_file, FILE_SECRET_LARGE, &pem, &e) == -1)
		return;				/* it was told */
	if (sign_certificate(a, pem, &thumbprint, &at, &e) == -1)
		doctor_say(d, name, DOCTOR_FAIL, str_printf(a, "%.*s: %s",
		    STR_ARG(o->certificate_file), e.text), "put certificate and key into it");
	else
		say_end(d, name, "certificate", at * SECOND_US);
}

bool
doctor_oauth(struct doctor *d, const struct mailbox *m)
{
	struct arena *a = d->ctl->a;
	const struct inspect_use use = { m->has_imap && m->imap.oauth != NULL,
	    m->smtp.oauth != NULL };
	struct str name = str_printf(a, "oauth %.*s", STR_ARG(m->name));
	struct inspection i;
	struct token token = { 0 };
	bool ok = true;

	check_ends(d, name, &m->oauth);
	if (!get_token(d, name, &m->oauth, &token))
		return false;
	inspect(a, &m->oauth, &use, &token, clock_now(), &i);
	for (size_t k = 0; k < i.n; k++) {
		ok &= !i.v[k].is_fault;
		doctor_say(d, name, i.v[k].is_fault ? DOCTOR_FAIL : DOCTOR_WARN, i.v[k].what,
		    i.v[k].mend);
	}
	if (ok)
		doctor_say(d, name, DOCTOR_OK, i.about, "");
	d->refused = !ok ? "mend the token first" : i.object.n == 0 ?
	    "the token looks right: let its account read and send for this user" :
	    str_printf(a, "the token looks right: in Exchange, Get-ServicePrincipal must show AppId "
	    "%.*s with ObjectId %.*s (the enterprise application's, not the registration's), and "
	    "Get-MailboxPermission its FullAccess", STR_ARG(i.app), STR_ARG(i.object)).p;
	return true;
}
