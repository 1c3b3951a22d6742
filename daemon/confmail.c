/*
 * confmail: docket.conf: where the database is, the mailboxes with their
 * servers, limits and proofs.
 */
#include <string.h>

#include "daemon/compose.h"
#include "daemon/confload.h"

static const char *const tls_names[] = { "implicit", "starttls", "none", NULL };
static const char *const level_names[] = { "error", "warning", "info", "debug", NULL };


static int	read_mailboxes(struct loader *, const struct node *, void *);
static int	read_limits(struct loader *, const struct node *, void *);
static int	read_imap(struct loader *, const struct node *, void *);
static int	read_smtp(struct loader *, const struct node *, void *);
static int	read_level(struct loader *, const struct node *, void *);

static const struct key top_keys[] = {
	KEY(struct conf, database, "database", KEY_STR, .required = true, .help =
	    "libpq's connection string, without a password (that is in PGPASSFILE)"),
	KEY(struct conf, token_key_file, "token_key_file", KEY_PATH, .required = true,
	    .help = "keys of the signed reply addresses; docketctl init makes it"),
	KEY(struct conf, message_id_domain, "message_id_domain", KEY_STR, .help =
	    "right side of our Message-IDs [domain of the first mailbox]"),
	KEY(struct conf, parse_workers, "parse_workers", KEY_COUNT, .max = 32, .help =
	    "caged processes that read mail [2]"),
	KEY(struct conf, parse_deadline, "parse_deadline", KEY_MS, .help =
	    "a mail that takes longer to read is quarantined [\"5s\"]"),
	KEY(struct conf, token_lifetime, "token_lifetime", KEY_DURATION, .help =
	    "how long a reply address proves who answers [\"90d\"]"),
	KEY(struct conf, give_up_after, "give_up_after", KEY_DURATION, .help =
	    "mail that cannot be sent for so long is given up [\"4d\"]"),
	KEY(struct conf, auto_per_hour, "auto_per_hour", KEY_COUNT, .max = 10000, .help =
	    "automatic mails to one customer's address in an hour [5]"),
	KEY(struct conf, reopen_within, "reopen_within", KEY_DURATION, .help =
	    "an answer to a ticket resolved longer ago opens a new one [\"14d\"]"),
	KEY(struct conf, log_level, "log_level", KEY_CUSTOM, .read = read_level, .help =
	    "\"error\", \"warning\", \"info\" or \"debug\" [\"info\"]"),
	KEY(struct conf, trust_dmarc, "trust_dmarc", KEY_BOOL, .help =
	    "a DMARC pass by one of authserv_ids proves an agent [false]"),
	KEY(struct conf, letter.authserv_ids, "authserv_ids", KEY_LOWERS, .help =
	    "names by which our own mail servers sign Authentication-Results [none]"),
	KEY(struct conf, letter.limits, "limits", KEY_CUSTOM, .read = read_limits, .help =
	    "group: sizes of mail that are still read, see help conf.limits"),
	KEY(struct conf, mailboxes, "mailboxes", KEY_CUSTOM, .required = true,
	    .read = read_mailboxes, .help = "list: see help conf.mailboxes"),
};

static const struct key limit_keys[] = {
	KEY(struct limits, message_bytes, "message_bytes", KEY_SIZE, .help =
	    "a whole message [\"50MB\"]"),
	KEY(struct limits, header_bytes, "header_bytes", KEY_SIZE, .help =
	    "one header block [\"256KB\"]"),
	KEY(struct limits, header_line, "header_line", KEY_SIZE, .help =
	    "one header field [\"64KB\"]"),
	KEY(struct limits, header_fields, "header_fields", KEY_SIZE, .help =
	    "fields of a header block [\"1000\"]"),
	KEY(struct limits, parts, "parts", KEY_SIZE, .help = "MIME parts [\"500\"]"),
	KEY(struct limits, depth, "depth", KEY_SIZE, .help = "nesting of parts [\"20\"]"),
	KEY(struct limits, addresses, "addresses", KEY_SIZE, .help =
	    "addresses of a header field [\"500\"]"),
	KEY(struct limits, text_bytes, "text_bytes", KEY_SIZE, .help =
	    "text that is kept for people and rules [\"1MB\"]"),
};

static const struct key mailbox_keys[] = {
	KEY(struct mailbox, name, "name", KEY_STR, .required = true, .help =
	    "what the logs, rules and docketctl call it"),
	KEY(struct mailbox, address, "address", KEY_STR, .required = true, .help =
	    "the support address; mail to address+detail must arrive there too"),
	KEY(struct mailbox, display_name, "display_name", KEY_STR, .help =
	    "the name beside the address in From: [the address]"),
	KEY(struct mailbox, project, "project", KEY_STR, .required = true, .help =
	    "project of people whose mail domain no project has"),
	KEY(struct mailbox, language, "language", KEY_STR, .help =
	    "language of mail to them, as in templates/ [\"en\"]"),
	KEY(struct mailbox, subject_tag, "subject_tag", KEY_STR, .help =
	    "word of the tag in subjects: \"desk\" makes [desk #12] [\"desk\"]"),
	KEY(struct mailbox, imap, "imap", KEY_CUSTOM, .read = read_imap, .help =
	    "group: where it is read, see help conf.imap; absent: by docketctl deliver"),
	KEY(struct mailbox, smtp, "smtp", KEY_CUSTOM, .required = true, .read = read_smtp,
	    .help = "group: where its mail is sent, see help conf.smtp"),
};

#define ENDPOINT_KEYS(type, at)							\
	KEY(type, at.host, "host", KEY_STR, .required = true,			\
	    .help = "name of the server, as in its certificate"),		\
	KEY(type, at.port, "port", KEY_PORT, .help = "[by tls: 993, 143; 465, 587]"), \
	KEY(type, at.tls, "tls", KEY_ENUM, .names = tls_names, .help =		\
	    "\"implicit\", \"starttls\", or \"none\" to loopback only [\"implicit\"]"), \
	KEY(type, at.user, "user", KEY_STR, .help = "who logs in [nobody]"),	\
	KEY(type, at.password_file, "password_file", KEY_PATH, .help =		\
	    "file with the password, mode 0600"),				\
	KEY(type, at.ca_file, "ca_file", KEY_PATH, .help =			\
	    "PEM file of the CAs that may vouch for it [the system's]")

static const struct key imap_keys[] = {
	ENDPOINT_KEYS(struct mailbox, imap),
	KEY(struct mailbox, folder, "folder", KEY_STR, .help = "[\"INBOX\"]"),
	KEY(struct mailbox, done_folder, "done_folder", KEY_STR, .help =
	    "stored mail is moved there [it is flagged \\Seen]"),
	KEY(struct mailbox, poll, "poll", KEY_DURATION, .help =
	    "looked at so often even without news by IDLE [\"1m\"]"),
	KEY(struct mailbox, since, "since", KEY_DURATION, .help =
	    "at the very first connect, mail so old is still taken [\"0s\"]"),
};

static const struct key smtp_keys[] = { ENDPOINT_KEYS(struct mailbox, smtp) };

#define N(keys)	(sizeof(keys) / sizeof((keys)[0]))

const struct section confmail_sections[] = {
	{ "docket", "docket.conf", top_keys, N(top_keys), "the daemon itself" },
	{ "limits", "docket.conf", limit_keys, N(limit_keys),
	    "mail beyond one of these is quarantined with its raw text" },
	{ "mailboxes", "docket.conf", mailbox_keys, N(mailbox_keys),
	    "one support address each" },
	{ "imap", "docket.conf", imap_keys, N(imap_keys), "where a mailbox is read" },
	{ "smtp", "docket.conf", smtp_keys, N(smtp_keys), "where its mail is sent" },
};
const size_t confmail_n = N(confmail_sections);

enum { S_TOP, S_LIMITS, S_MAILBOXES, S_IMAP, S_SMTP };

static int
read_level(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;
	struct str s;

	if (!conf_value(l, n, KEY_STR, &s))
		return -1;
	for (size_t i = 0; level_names[i] != NULL; i++)
		if (str_eq(s, str_c(level_names[i]))) {
			c->log_level = s;
			return 0;
		}
	conf_fault(l, n, "log_level is one of \"error\", \"warning\", \"info\", \"debug\"");
	return -1;
}

static int
read_limits(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "limits is a group: limits = { parts = \"500\"; };");
		return -1;
	}
	conf_walk(l, n, &confmail_sections[S_LIMITS], &c->letter.limits);
	return 0;
}

static bool
is_loopback(struct str host)
{
	return str_eq(host, STR("localhost")) || str_starts(host, STR("127.")) ||
	    str_eq(host, STR("::1"));
}

/* What a server needs that no single row can tell. */
static void
check_endpoint(struct loader *l, const struct node *n, struct endpoint *e,
    uint16_t implicit, uint16_t other)
{
	if (e->port == 0)
		e->port = e->tls == TLS_IMPLICIT ? implicit : other;
	if (e->tls == TLS_NONE && !is_loopback(e->host))
		conf_fault(l, n, "tls = \"none\" is only for a server on this machine "
		    "(localhost): \"implicit\" or \"starttls\" is right for %.*s",
		    STR_ARG(e->host));
	if (e->user.n > 0 && e->password_file.n == 0)
		conf_fault(l, n, "user without password_file: name the file that holds "
		    "the password");
	if (e->user.n == 0 && e->password_file.n > 0)
		conf_fault(l, n, "password_file without user: say who logs in");
}

static int
read_imap(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "imap is a group: imap = { host = \"…\"; … };");
		return -1;
	}
	m->has_imap = true;
	conf_walk(l, n, &confmail_sections[S_IMAP], m);
	check_endpoint(l, n, &m->imap, 993, 143);
	if (m->imap.user.n == 0)
		conf_fault(l, n, "imap lacks user: who logs in to read the mailbox");
	if (m->poll < 1)
		conf_fault(l, n, "poll is at least \"1s\"");
	return 0;
}

static int
read_smtp(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "smtp is a group: smtp = { host = \"…\"; … };");
		return -1;
	}
	conf_walk(l, n, &confmail_sections[S_SMTP], m);
	check_endpoint(l, n, &m->smtp, 465, 587);
	return 0;
}

static int
read_mailboxes(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;
	size_t count = conf_groups(l, n);

	c->mailboxes = ARENA_ARRAY(l->a, count, struct mailbox);
	for (size_t i = 0; i < count; i++) {
		struct node e = node_at(n, i);
		struct mailbox *m = &c->mailboxes[i];

		*m = (struct mailbox){ .folder = STR("INBOX"), .poll = 60,
		    .language = STR("en"), .subject_tag = STR("desk") };
		conf_walk(l, &e, &confmail_sections[S_MAILBOXES], m);
		if (m->address.n > 0 && !compose_address_ok(m->address))
			conf_fault(l, &e, "address %.*s is not a mail address",
			    STR_ARG(m->address));
		if (m->display_name.n == 0)
			m->display_name = m->address;
		if (m->project.n > 0)
			conf_wish(l, &e, WISH_PROJECT, m->project);
		for (size_t k = 0; k < i; k++)
			if (str_eq(c->mailboxes[k].name, m->name) ||
			    str_ieq(c->mailboxes[k].address, m->address))
				conf_fault(l, &e, "mailbox %.*s is there twice: name and "
				    "address must differ", STR_ARG(m->name));
		strs_add(l->a, &c->letter.own_addresses, str_lower(l->a, m->address));
	}
	c->n_mailboxes = count;
	if (count == 0)
		conf_fault(l, n, "there is no mailbox: docket needs at least one");
	return 0;
}

void
confmail_load(struct loader *l, const struct node *root)
{
	struct conf *c = l->conf;
	size_t at;

	c->parse_workers = 2;
	c->parse_deadline = 5000;
	c->token_lifetime = 90LL * 86400;
	c->give_up_after = 4LL * 86400;
	c->auto_per_hour = 5;
	c->reopen_within = 14LL * 86400;
	c->log_level = STR("info");
	c->letter.limits = LIMITS_DEFAULT;
	conf_walk(l, root, &confmail_sections[S_TOP], c);
	if (c->message_id_domain.n == 0 && c->n_mailboxes > 0) {
		at = str_chr(c->mailboxes[0].address, '@', 0);
		c->message_id_domain = at == SIZE_MAX ? STR("localhost") :
		    str_sub(c->mailboxes[0].address, at + 1, SIZE_MAX);
	}
	if (c->trust_dmarc && c->letter.authserv_ids.n == 0)
		conf_fault(l, root, "trust_dmarc needs authserv_ids: the names of our own "
		    "mail servers in Authentication-Results");
}
