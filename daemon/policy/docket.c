/* docket: see docket.h. */
#include "daemon/policy/docket.h"

#include "daemon/policy/conf.h"

static const char *const both_names[] = { "one", "link", NULL };
static const char *const parent_names[] = { "when-children-done", "free", "never", NULL };
static const char *const level_names[] = { "error", "warning", "info", "debug", NULL };

static const char *const verify_names[] = { "token", "dmarc", "either", "both", NULL };

static void	read_mailboxes(struct loader *, const struct node *, void *);
static void	read_trust_dmarc(struct loader *, const struct node *, void *);
static void	read_alert(struct loader *, const struct node *, void *);
static void	read_portal(struct loader *, const struct node *, void *);
static void	read_verbs_off(struct loader *, const struct node *, void *);
static void	read_limits(struct loader *, const struct node *, void *);

static const struct key docket_keys[] = {
	KEY(struct conf, database, "database", KEY_STR, .required = true, .help =
	    "libpq's connection string, without a password: that is for PGPASSFILE"),
	KEY(struct conf, token_key_file, "token_key_file", KEY_PATH, .required = true,
	    .help = "keys of the signed reply addresses; docketctl init makes it"),
	KEY(struct conf, message_id_domain, "message_id_domain", KEY_NAME, .help =
	    "right side of our Message-IDs; else the domain of the first mailbox"),
	KEY(struct conf, parse_workers, "parse_workers", KEY_COUNT, .def = "2", .min = 1,
	    .max = 32, .help = "caged processes that read mail"),
	KEY(struct conf, parse_deadline, "parse_deadline", KEY_MS, .def = "5s", .min = 100,
	    .help = "a mail that takes longer to read is quarantined"),
	KEY(struct conf, token_lifetime, "token_lifetime", KEY_DURATION, .def = "90d",
	    .min = 60, .help = "how long a reply address proves who answers"),
	KEY(struct conf, give_up_after, "give_up_after", KEY_DURATION, .def = "5d",
	    .min = 60, .help = "mail that cannot be sent for so long is given up"),
	KEY(struct conf, auto_per_hour, "auto_per_hour", KEY_COUNT, .def = "5", .min = 1,
	    .max = 10000, .help = "automatic mails to one customer in an hour, whatever the +detail"),
	KEY(struct conf, auto_per_hour_domain, "auto_per_hour_domain", KEY_COUNT, .def = "20",
	    .min = 1, .max = 100000, .help =
	    "automatic mails in an hour to all people of one domain whom nothing proves yet"),
	KEY(struct conf, auto_per_hour_network, "auto_per_hour_network", KEY_COUNT,
	    .def = "20", .min = 1, .max = 100000, .help =
	    "those to such people for mails from one network, which one of authserv names"),
	KEY(struct conf, breaker_floor, "breaker_floor", KEY_COUNT, .def = "60", .min = 1,
	    .max = 10000000, .help =
	    "so much automatic mail to customers in an hour is never too much"),
	KEY(struct conf, breaker_factor, "breaker_factor", KEY_COUNT, .def = "5", .min = 1,
	    .max = 10000, .help =
	    "over so many times a busy hour's, and the floor, automatic mail is withheld"),
	KEY(struct conf, advice_per_hour, "advice_per_hour", KEY_COUNT, .def = "30", .min = 1,
	    .max = 100000, .help =
	    "mails of docketctl affected --mail in an hour: one after another, all of them together"),
	KEY(struct conf, notices_at_once, "notices_at_once", KEY_COUNT, .def = "5", .min = 1,
	    .max = 10000, .help =
	    "mails of a sender in five minutes that engineers are told one by one"),
	KEY(struct conf, rule_depth, "rule_depth", KEY_COUNT, .def = "16", .min = 1,
	    .max = 100, .help =
	    "how deep changes by rules may bring forth each other: then they are stopped"),
	KEY(struct conf, rule_changes_per_hour, "rule_changes_per_hour", KEY_COUNT,
	    .def = "100", .min = 1, .max = 1000000, .help =
	    "changes of one ticket by rules in an hour; more are not done, the admins told"),
	KEY(struct conf, rule_mails_per_hour, "rule_mails_per_hour", KEY_COUNT,
	    .def = "1000", .min = 1, .max = 10000000, .help =
	    "mails to one address by rules in an hour; more are not sent, the admins told"),
	KEY(struct conf, sender_bytes_per_day, "sender_bytes_per_day", KEY_SIZE, .def = "500MB",
	    .min = 65536, .help =
	    "mail of one sender that is stored in a day; more stays on the server until then"),
	KEY(struct conf, reopen_within, "reopen_within", KEY_DURATION, .def = "14d", .help =
	    "an answer to a ticket that was closed longer ago opens a new one, linked to it"),
	KEY(struct conf, timer_limit, "timer_limit", KEY_DURATION, .def = "4h", .help =
	    "who has a timer that has run so long is asked about it, and again; 0s: never"),
	KEY(struct conf, timer_cut, "timer_cut", KEY_DURATION, .def = "0s", .help =
	    "a timer that has run so long is stopped, and its owner told; 0s: never"),
	KEY(struct conf, trace_keep, "trace_keep", KEY_DURATION, .def = "30d", .help =
	    "how long docketctl explain can tell what rules did, and why; 0s: not at all"),
	KEY(struct conf, both, "both", KEY_ENUM, .names = both_names, .def = "one", .help =
	    "what comes of a mail to two of our mailboxes: one ticket, or two that are linked"),
	KEY(struct conf, close_parent, "close_parent", KEY_ENUM, .names = parent_names,
	    .def = "when-children-done", .help =
	    "when a ticket that has children can be resolved"),
	KEY(struct conf, log_level, "log_level", KEY_CHOICE, .def = "info",
	    .names = level_names, .help = "what is logged: this and what is worse"),
	KEY(struct conf, verify, "verify", KEY_ENUM, .names = verify_names, .def = "token",
	    .help = "what proves an engineer: the signed reply address, a DMARC pass that one "
	    "of authserv found, either, or both together"),
	KEY(struct conf, verify, "trust_dmarc", KEY_CUSTOM, .read = read_trust_dmarc, .help =
	    "what verify was called: true is \"either\", false \"token\""),
	KEY(struct conf, grave_age, "grave_age", KEY_DURATION, .def = "7d", .min = 86400,
	    .help = "a reply address older than this does no merge, accept-always, cc, uncc "
	    "or requester"),
	KEY(struct conf, verbs_off, "verbs_off", KEY_CUSTOM, .read = read_verbs_off, .help =
	    "list of groups: commands that are switched off; see conf.verbs_off"),
	KEY(struct conf, letter.authserv_ids, "authserv", KEY_LOWERS, .was = "authserv_ids",
	    .help = "who checks our mail: \"google\", \"microsoft365\", or the names with which "
	    "our own mail servers sign Authentication-Results and Received"),
	KEY(struct conf, letter.limits, "limits", KEY_CUSTOM, .read = read_limits, .help =
	    "group: how much of a mail is read; see conf.limits"),
	KEY(struct conf, alerting, "alert", KEY_CUSTOM, .read = read_alert, .help =
	    "group: how the admins hear of what docket cannot tell them; see conf.alert"),
	KEY(struct conf, portal, "portal", KEY_CUSTOM, .read = read_portal, .help =
	    "group: pages for customers and engineers; without it there are none; see conf.portal"),
	KEY(struct conf, mailboxes, "mailboxes", KEY_CUSTOM, .required = true,
	    .read = read_mailboxes, .help = "list of groups: see conf.mailboxes"),
};

static const struct key limit_keys[] = {
	KEY(struct limits, message_bytes, "message_bytes", KEY_SIZE, .def = "50MB",
	    .min = 4096, .max = 64 * 1024 * 1024, .help = "a whole message"),
	KEY(struct limits, header_bytes, "header_bytes", KEY_SIZE, .def = "256KB",
	    .min = 4096, .help = "one header block"),
	KEY(struct limits, header_line, "header_line", KEY_SIZE, .def = "64KB",
	    .min = 1000, .help = "one header field"),
	KEY(struct limits, header_fields, "header_fields", KEY_LIMIT, .def = "1000",
	    .min = 50, .max = 100000, .help = "fields of a header block"),
	KEY(struct limits, parts, "parts", KEY_LIMIT, .def = "500", .min = 10,
	    .max = 10000, .help = "MIME parts of a message"),
	KEY(struct limits, depth, "depth", KEY_LIMIT, .def = "20", .min = 2, .max = 100,
	    .help = "how deep parts may nest"),
	KEY(struct limits, addresses, "addresses", KEY_LIMIT, .def = "500", .min = 10,
	    .max = 10000, .help = "addresses that are kept of one kind of header field"),
	KEY(struct limits, references, "references", KEY_LIMIT, .def = "100", .min = 10,
	    .max = 1000, .help = "Message-IDs that are kept of References, and of In-Reply-To"),
	KEY(struct limits, text_bytes, "text_bytes", KEY_SIZE, .def = "1MB", .min = 4096,
	    .max = 16 * 1024 * 1024, .help = "text that is kept for people and rules"),
};

enum { S_DOCKET, S_LIMITS };

static const struct section sections[] = {
	[S_DOCKET] = { "docket", "docket.conf", KEYS(docket_keys), "the daemon itself" },
	[S_LIMITS] = { "limits", "docket.conf", KEYS(limit_keys),
	    "mail beyond one of these is kept whole and shown to a human" },
	{ NULL },
};

static void
read_limits(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;

	conf_walk(l, n, &sections[S_LIMITS], &c->letter.limits);
}

/* Its rows' defaults are set by then, and verify itself where it stands above. */
static void
read_trust_dmarc(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;
	bool trusts;

	if (!conf_value(l, n, KEY_BOOL, &trusts))
		return;
	c->verify = trusts ? VERIFY_EITHER : VERIFY_TOKEN;
	conf_hint(l, n, "trust_dmarc is called verify now: write verify = \"%s\";",
	    verify_names[c->verify]);
}

static bool
has_exchange(const struct conf *c)
{
	for (size_t i = 0; i < c->mailboxes.n; i++)
		if (mailbox_is_exchange(&c->mailboxes.v[i]))
			return true;
	return false;
}

/* What a preset stands for; Exchange's stays, for it writes no name. */
static void
read_presets(struct loader *l, const struct node *root, struct conf *c)
{
	struct strs in = c->letter.authserv_ids, *out = &c->letter.authserv_ids;
	struct node at = node_get(root, "authserv");

	*out = (struct strs){ 0 };
	for (size_t i = 0; i < in.n; i++)
		strs_add(l->a, out, str_eq(in.v[i], STR("google")) ? STR("mx.google.com") :
		    in.v[i]);
	if (strs_has(out, AUTHRES_EXCHANGE) && !has_exchange(c))
		conf_fault(l, &at, "\"microsoft365\" is for a mailbox whose imap group has "
		    "host = \"outlook.office365.com\", and there is none: name the servers that "
		    "check your mail instead");
}

/* What stands for DMARC needs somebody whose word it is. */
static void
check_proof(struct loader *l, const struct node *root, const struct conf *c)
{
	struct node verify = node_get(root, "verify"), old = node_get(root, "trust_dmarc");
	bool has_old = str_eq(node_name(&old), STR("trust_dmarc"));

	if (has_old && str_eq(node_name(&verify), STR("verify")))
		conf_fault(l, &old, "trust_dmarc is what verify was called: leave it out");
	if (c->verify != VERIFY_TOKEN && c->letter.authserv_ids.n == 0)
		conf_fault(l, has_old ? &old : &verify, "verify = \"%s\" needs authserv: \"google\", \"microsoft365\", or the names "
		    "with which your own mail servers sign Authentication-Results",
		    verify_names[c->verify]);
}

static void
read_alert(struct loader *l, const struct node *n, void *base)
{
	alerting_read(l, n, &((struct conf *)base)->alerting);
	((struct conf *)base)->alerting.line = node_line(n);
}

static void
read_portal(struct loader *l, const struct node *n, void *base)
{
	portal_read(l, n, &((struct conf *)base)->portal);
}

static void
read_verbs_off(struct loader *l, const struct node *n, void *base)
{
	verbs_off_read(l, n, &((struct conf *)base)->verbs_off);
}

static void
read_mailboxes(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;

	mailboxes_read(l, n, &c->mailboxes);
	for (size_t i = 0; i < c->mailboxes.n; i++) {
		const struct mailbox *m = &c->mailboxes.v[i];

		strs_add(l->a, &c->letter.own_addresses, str_lower(l->a, m->address));
		for (size_t k = 0; k < m->aliases.n; k++)
			strs_add(l->a, &c->letter.own_addresses, m->aliases.v[k]);
	}
}

/* A secret in here would be in every backup and in `ps`. */
static bool
has_password(struct str conninfo)
{
	size_t at = str_ifind(conninfo, STR("password"), 0);
	struct str after = str_trim(str_sub(conninfo, at, SIZE_MAX));
	size_t slashes = str_find(conninfo, STR("://"), 0), host;

	if (at != SIZE_MAX && str_starts(str_trim(str_sub(after, 8, SIZE_MAX)), STR("=")))
		return true;
	if (slashes == SIZE_MAX)
		return false;
	host = str_chr(conninfo, '@', slashes);
	return host != SIZE_MAX && str_chr(str_sub(conninfo, slashes + 3,
	    host - slashes - 3), ':', 0) != SIZE_MAX;
}

static void
check_portal(struct loader *l, const struct node *root, const struct conf *c)
{
	struct node portal = node_get(root, "portal"), at = node_get(&portal, "database");

	portal_check(l, root, &c->portal, c->letter.limits.message_bytes);
	if (has_password(c->portal.database))
		conf_fault(l, &at, "a password does not belong here: write it into the file "
		    "that the environment's PGPASSFILE names");
}

static void
load(struct loader *l, void *own)
{
	struct conf *c = own;
	struct node root, at;

	conf_defaults(l, &sections[S_LIMITS], &c->letter.limits);
	conf_defaults(l, alerting_part.sections, &c->alerting);
	conf_defaults(l, portal_part.sections, &c->portal);
	if (!conf_open(l, l->first, true, &root))
		return;
	conf_walk(l, &root, &sections[S_DOCKET], c);
	if (has_password(c->database)) {
		at = node_get(&root, "database");
		conf_fault(l, &at, "a password does not belong here: write it into the file "
		    "that the environment's PGPASSFILE names");
	}
	read_presets(l, &root, c);
	check_proof(l, &root, c);
	check_portal(l, &root, c);
	if (c->message_id_domain.n == 0 && c->mailboxes.n > 0)
		c->message_id_domain = str_sub(c->mailboxes.v[0].address,
		    str_chr(c->mailboxes.v[0].address, '@', 0) + 1, SIZE_MAX);
}

const struct conf_part docket_part = { "docket", "docket.conf", sections, load };
