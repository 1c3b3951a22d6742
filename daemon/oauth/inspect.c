/* inspect: see inspect.h. */
#include "daemon/oauth/inspect.h"

#include "daemon/oauth/answer.h"
#include "daemon/oauth/object.h"
#include "daemon/sys/clock.h"
#include "parsers/base/base64.h"

enum {
	CLAIMS_BYTES = 16 * 1024,
	SKEW_S = 300,			/* Microsoft's own patience */
	GUID_LENGTH = 36
};

/* Exchange Online, by all of its names. */
static const char *const mail_servers[] = {
	"https://outlook.office365.com", "https://outlook.office.com",
	"https://outlook.office365.com/", "https://outlook.office.com/",
	"00000002-0000-0ff1-ce00-000000000000"
};

#define RIGHTS_OF_APP	"add this application permission of Office 365 Exchange Online, and " \
			"grant admin consent"
#define RIGHTS_OF_USER	"let scope name it, or leave scope out, then docketctl oauth login"

int
inspect_claims(struct arena *a, struct str token, struct str *json)
{
	struct str rest = token, head, body;

	return str_split(&rest, '.', &head) && str_split(&rest, '.', &body) && rest.n > 0 &&
	    str_chr(rest, '.', 0) == SIZE_MAX ? base64_read(a, body, CLAIMS_BYTES, json) : -1;
}

static void
add(struct inspection *i, bool is_fault, struct str what, const char *mend)
{
	if (i->n < INSPECT_MAX)
		i->v[i->n++] = (struct inspect_row){ is_fault, what, mend };
}

static bool
is_guid(struct str s)
{
	return s.n == GUID_LENGTH && s.p[8] == '-' && s.p[13] == '-' && s.p[18] == '-' &&
	    s.p[23] == '-';
}

/* A claim that is there and is another's. */
static void
check_same(struct arena *a, struct inspection *i, const char *name, struct str has,
    struct str wants, const char *mend)
{
	if (has.n > 0 && wants.n > 0 && !str_ieq(has, wants))
		add(i, true, str_printf(a, "%s is %.*s, and %.*s is set", name,
		    STR_ARG(answer_line(a, has)), STR_ARG(wants)), mend);
}

static void
check_audience(struct arena *a, struct inspection *i, struct str aud)
{
	for (size_t k = 0; k < COUNT(mail_servers); k++)
		if (str_ieq(aud, str_c(mail_servers[k])))
			return;
	add(i, true, str_printf(a, "aud is %.*s: no mail server takes it",
	    STR_ARG(answer_line(a, aud))), "let scope be https://outlook.office365.com/.default "
	    "for client-credentials, else leave it out: Graph's names of the same rights do not "
	    "work");
}

static void
check_right(struct arena *a, struct inspection *i, const struct object *o, bool is_app,
    const char *right)
{
	const char *claim = is_app ? "roles" : "scp";

	if (!object_has_word(o, claim, right))
		add(i, true, str_printf(a, "%s lacks %s", claim, right),
		    is_app ? RIGHTS_OF_APP : RIGHTS_OF_USER);
}

static void
check_microsoft(struct arena *a, struct inspection *i, const struct oauth *o,
    const struct inspect_use *use, const struct object *claims)
{
	bool is_app = object_get(claims, "scp").n == 0;
	struct str app = object_get(claims, "appid"), tid = object_get(claims, "tid");
	struct str who = object_get(claims, "upn");

	if (app.n == 0)
		app = object_get(claims, "azp");	/* version 2's name for it */
	check_audience(a, i, object_get(claims, "aud"));
	if (is_guid(o->tenant))
		check_same(a, i, "tid", tid, o->tenant, "name the tenant where the mailbox is");
	check_same(a, i, "appid", app, o->client_id, "set client_id to the application's id, "
	    "and get a new token");
	if (is_app && o->flow != OAUTH_CLIENT_CREDENTIALS && o->flow != OAUTH_COMMAND)
		add(i, true, STR("scp is missing"), RIGHTS_OF_USER);
	if (use->imap)
		check_right(a, i, claims, is_app, is_app ? "IMAP.AccessAsApp" :
		    "IMAP.AccessAsUser.All");
	if (use->smtp)
		check_right(a, i, claims, is_app, is_app ? "SMTP.SendAsApp" : "SMTP.Send");
	if (is_app) {
		i->app = answer_line(a, app);
		i->object = answer_line(a, object_get(claims, "oid"));
	} else if (who.n > 0 && !str_ieq(who, o->user)) {
		add(i, false, str_printf(a, "upn is %.*s, and the mailbox is %.*s's",
		    STR_ARG(answer_line(a, who)), STR_ARG(o->user)),
		    "right for a shared mailbox: they need FullAccess and SendAs");
	}
}

static struct str
told_seconds(struct arena *a, int64_t s)
{
	return str_printf(a, "%lld s", (long long)s);
}

/* What it says of time, by our clock; `now` us. */
static void
check_times(struct arena *a, struct inspection *i, const struct object *claims,
    const struct token *t, int64_t now)
{
	int64_t exp = object_int(claims, "exp", 0), iat = object_int(claims, "iat", 0);
	int64_t skew = iat == 0 || t->received_at == 0 ? 0 : t->received_at / SECOND_US - iat;

	/* Microsoft's are issued five minutes ago, so only what is far off tells something. */
	if (skew > 2 * SKEW_S || skew < -SKEW_S)
		add(i, false, str_printf(a, "iat was %s from this machine's clock",
		    told_seconds(a, skew).p), "set the clock by NTP");
	if (exp != 0 && exp < now / SECOND_US - SKEW_S)
		add(i, true, str_printf(a, "exp was %s ago",
		    told_seconds(a, now / SECOND_US - exp).p), "docketd renews it: is it running?");
}

static void
check_refresh(struct inspection *i, const struct oauth *o)
{
	struct str rest = o->scope, one;
	bool has = false;

	if (o->provider != OAUTH_MICROSOFT365 || (o->flow != OAUTH_DEVICE &&
	    o->flow != OAUTH_REFRESH))
		return;
	while (str_split(&rest, ' ', &one))
		has |= str_eq(one, STR("offline_access"));
	if (!has)
		add(i, true, STR("scope lacks offline_access: there will be no refresh token"),
		    "add it, or leave scope out, then docketctl oauth login");
}

void
inspect(struct arena *a, const struct oauth *o, const struct inspect_use *use,
    const struct token *t, int64_t now, struct inspection *i)
{
	struct str json, until = clock_rfc3339(a, t->expires_at);
	struct object claims;

	*i = (struct inspection){ .n = 0 };
	check_refresh(i, o);
	if (t->expires_at <= now)
		add(i, true, str_printf(a, "the token ended at %.*s", STR_ARG(until)),
		    "docketd renews it: is it running?");
	if (inspect_claims(a, t->text, &json) == -1 || object_read(a, json, &claims) == -1) {
		i->about = str_printf(a, "a token that says nothing of itself, good until %.*s",
		    STR_ARG(until));
		return;
	}
	if (t->expires_at > now)
		check_times(a, i, &claims, t, now);
	if (o->provider == OAUTH_MICROSOFT365)
		check_microsoft(a, i, o, use, &claims);
	i->about = str_printf(a, "a token for %.*s, good until %.*s",
	    STR_ARG(answer_line(a, object_get(&claims, "aud"))), STR_ARG(until));
}
