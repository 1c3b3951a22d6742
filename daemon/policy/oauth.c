/* oauth: see oauth.h. */
#include "daemon/policy/oauth.h"

#include <time.h>

#include "daemon/conf/place.h"
#include "daemon/sys/clock.h"

static const char *const provider_words[] = { "microsoft365", "google", "custom", NULL };

const char *const oauth_flow_names[] = {
	"client-credentials", "refresh", "device", "service-account", "command", NULL
};

static const struct key oauth_keys[] = {
	KEY(struct oauth, provider, "provider", KEY_ENUM, .required = true,
	    .names = provider_words, .help = "who issues the tokens"),
	KEY(struct oauth, flow, "flow", KEY_ENUM, .required = true, .names = oauth_flow_names,
	    .help = "how docket gets one"),
	KEY(struct oauth, token_file, "token_file", KEY_PATH, .required = true, .help =
	    "docket keeps tokens there, and in a folder \"access\" beside it: a folder of its own"),
	KEY(struct oauth, tenant, "tenant", KEY_NAME, .help =
	    "of microsoft365: the directory's id, or its domain"),
	KEY(struct oauth, client_id, "client_id", KEY_STR, .help = "the application's id"),
	KEY(struct oauth, client_secret_file, "client_secret_file", KEY_PATH, .help =
	    "file that holds the application's secret; nobody else may read it"),
	KEY(struct oauth, certificate_file, "certificate_file", KEY_PATH, .help =
	    "instead of the secret: a PEM file of certificate and RSA key"),
	KEY(struct oauth, key_file, "key_file", KEY_PATH, .help =
	    "of service-account: the JSON file of its key, as Google gives it"),
	KEY(struct oauth, scope, "scope", KEY_STR, .help =
	    "what is asked for; else what the provider's IMAP and SMTP need"),
	KEY(struct oauth, user, "user", KEY_STR, .help =
	    "who logs in, where imap and smtp name nobody; else the mailbox's address"),
	KEY(struct oauth, command, "command", KEY_STRS, .help =
	    "of command: a program's absolute path and its arguments; prints a token"),
	KEY(struct oauth, secret_expires, "secret_expires", KEY_STR, .help =
	    "day on which the secret ends, \"2027-03-01\": admins are told before"),
	KEY(struct oauth, token_url, "token_url", KEY_STR, .help =
	    "https address of the token server; else the provider's"),
	KEY(struct oauth, device_url, "device_url", KEY_STR, .help =
	    "https address of its device authorization; else the provider's"),
	KEY(struct oauth, ca_file, "ca_file", KEY_PATH, .help =
	    "PEM file of the CAs that may vouch for it; else the system's"),
};

static const struct section sections[] = {
	{ "oauth", "docket.conf", KEYS(oauth_keys),
	    "how a mailbox logs in by OAuth 2: Microsoft 365, Gmail and others" },
	{ NULL },
};

const struct conf_part oauth_part = { "oauth", "docket.conf", sections };

static const struct issuer {
	const char	*base;		/* Microsoft's: the tenant follows */
	const char	*token, *device;
	const char	*app_scope, *user_scope;	/* of the application itself; of a person */
} issuers[] = {
	[OAUTH_MICROSOFT365] = { "https://login.microsoftonline.com/",
	    "/oauth2/v2.0/token", "/oauth2/v2.0/devicecode",
	    "https://outlook.office365.com/.default",
	    "offline_access https://outlook.office.com/IMAP.AccessAsUser.All "
	    "https://outlook.office.com/SMTP.Send" },
	[OAUTH_GOOGLE] = { "https://oauth2.googleapis.com", "/token", NULL,
	    "https://mail.google.com/", "https://mail.google.com/" },
	[OAUTH_CUSTOM] = { NULL, NULL, NULL, NULL, NULL },
};

/* What a flow cannot do without. */
static const struct need {
	unsigned	 flow;
	const char	*name;
	size_t		 at;
	const char	*what;
} needs[] = {
	{ OAUTH_CLIENT_CREDENTIALS, "client_id", offsetof(struct oauth, client_id),
	    "the application's id stands on its page in the provider's portal" },
	{ OAUTH_REFRESH, "client_id", offsetof(struct oauth, client_id),
	    "the id of the application that the refresh token was issued to" },
	{ OAUTH_DEVICE, "client_id", offsetof(struct oauth, client_id),
	    "the application's id stands on its page in the provider's portal" },
	{ OAUTH_SERVICE_ACCOUNT, "key_file", offsetof(struct oauth, key_file),
	    "the JSON file that the provider gave for the account's key" },
};

bool
oauth_day(struct str s, int64_t *us)
{
	uint64_t y, m, d;
	struct tm t = { 0 }, back;
	time_t at;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !str_u64(str_sub(s, 0, 4), &y) ||
	    !str_u64(str_sub(s, 5, 2), &m) || !str_u64(str_sub(s, 8, 2), &d) || y < 1970)
		return false;
	t.tm_year = (int)y - 1900;
	t.tm_mon = (int)m - 1;
	t.tm_mday = (int)d;
	at = timegm(&t);
	if (gmtime_r(&at, &back) == NULL || back.tm_mday != (int)d || back.tm_mon != (int)m - 1)
		return false;
	*us = (int64_t)at * SECOND_US;
	return true;
}

static void
check_needs(struct loader *l, const struct node *n, const struct oauth *o)
{
	for (size_t i = 0; i < COUNT(needs); i++) {
		const struct str *s = (const void *)((const char *)o + needs[i].at);

		if (needs[i].flow == o->flow && s->n == 0)
			conf_fault(l, n, "flow \"%s\" lacks %s: %s", oauth_flow_names[o->flow],
			    needs[i].name, needs[i].what);
	}
}

static bool
is_person(const struct oauth *o)
{
	return o->flow == OAUTH_REFRESH || o->flow == OAUTH_DEVICE;
}

static void
check_flow(struct loader *l, const struct node *n, const struct oauth *o)
{
	struct node flow = node_get(n, "flow");

	check_needs(l, n, o);
	if (o->flow == OAUTH_COMMAND && o->command.n == 0)
		conf_fault(l, n, "flow \"command\" lacks command: [ \"/usr/local/bin/token\", "
		    "\"argument\" ]");
	if (o->flow == OAUTH_CLIENT_CREDENTIALS && o->client_secret_file.n == 0 &&
	    o->certificate_file.n == 0)
		conf_fault(l, n, "flow \"client-credentials\" lacks client_secret_file or "
		    "certificate_file: the application proves by one of them who it is");
	if (o->client_secret_file.n > 0 && o->certificate_file.n > 0)
		conf_fault(l, n, "client_secret_file and certificate_file: one of them is right");
	if (o->provider == OAUTH_GOOGLE && (o->flow == OAUTH_DEVICE ||
	    o->flow == OAUTH_CLIENT_CREDENTIALS))
		conf_fault(l, &flow, "Google gives no mail to flow \"%s\": \"service-account\" "
		    "(Workspace) or \"refresh\" is right", oauth_flow_names[o->flow]);
	if (o->provider == OAUTH_MICROSOFT365 && o->flow == OAUTH_SERVICE_ACCOUNT)
		conf_fault(l, &flow, "flow \"service-account\" is Google's: for microsoft365 "
		    "\"client-credentials\" is right");
	if (o->provider == OAUTH_MICROSOFT365 && o->flow != OAUTH_COMMAND && o->tenant.n == 0 &&
	    o->token_url.n == 0)
		conf_fault(l, n, "oauth lacks tenant: the directory (tenant) id stands on the "
		    "application's page in the portal");
}

static void
check_url(struct loader *l, const struct node *n, const char *name, struct str url)
{
	struct node at = node_get(n, name);

	if (url.n > 0 && !str_starts(url, STR("https://")))
		conf_fault(l, &at, "%s must begin with https://: secrets go there", name);
}

static void
check_command(struct loader *l, const struct node *n, const struct oauth *o)
{
	struct node at = node_get(n, "command");
	const char *why;

	if (o->flow == OAUTH_COMMAND && o->command.n > 0 &&
	    (why = place_program(l->a, o->command.v[0])) != NULL)
		conf_fault(l, &at, "%.*s: %s", STR_ARG(o->command.v[0]), why);
}

static struct str
url_of(struct arena *a, const struct oauth *o, const char *path)
{
	const char *base = issuers[o->provider].base;

	return base == NULL || path == NULL ? STR_NONE : str_printf(a, "%s%.*s%s", base,
	    STR_ARG(o->provider == OAUTH_MICROSOFT365 ? o->tenant : STR_NONE), path);
}

static void
fill_in(struct loader *l, const struct node *n, struct oauth *o)
{
	const struct issuer *p = &issuers[o->provider];
	const char *scope = is_person(o) ? p->user_scope : p->app_scope;

	if (o->token_url.n == 0)
		o->token_url = url_of(l->a, o, p->token);
	if (o->device_url.n == 0)
		o->device_url = url_of(l->a, o, p->device);
	if (o->scope.n == 0)
		o->scope = str_c(scope);
	if (o->flow == OAUTH_COMMAND)
		return;
	if (o->token_url.n == 0)
		conf_fault(l, n, "oauth lacks token_url: of provider \"custom\" docket knows no "
		    "token server");
	if (o->flow == OAUTH_DEVICE && o->device_url.n == 0 && o->provider == OAUTH_CUSTOM)
		conf_fault(l, n, "oauth lacks device_url: flow \"device\" begins there");
}

/* "/var/lib/docket/oauth/support" has its access token in "/var/lib/docket/oauth/access/". */
static struct str
access_of(struct arena *a, struct str path)
{
	size_t n = path.n;

	while (n > 0 && path.p[n - 1] != '/')
		n--;
	return str_printf(a, "%.*saccess/%.*s", (int)n, path.p, (int)(path.n - n), path.p + n);
}

void
oauth_read(struct loader *l, const struct node *n, struct oauth *o)
{
	struct node day = node_get(n, "secret_expires");

	conf_walk(l, n, sections, o);
	if (o->token_file.n > 0)
		o->access_file = access_of(l->a, o->token_file);
	check_flow(l, n, o);
	check_url(l, n, "token_url", o->token_url);
	check_url(l, n, "device_url", o->device_url);
	check_command(l, n, o);
	fill_in(l, n, o);
	if (o->secret_expires.n > 0 && !oauth_day(o->secret_expires, &o->expires_at))
		conf_fault(l, &day, "secret_expires is no day: \"2027-03-01\" would be right");
}

void
oauth_finish(struct oauth *o, struct str mailbox, struct str address)
{
	o->mailbox = mailbox;
	if (o->user.n == 0)
		o->user = address;
}
