/*
 * confmail: docket.conf: where the database is, the mailboxes with their
 * servers, limits and proofs.
 */
#include <string.h>

#include "daemon/out/compose.h"
#include "daemon/policy/confload.h"

static const char *const tls_names[] = { "implicit", "starttls", "none", NULL };
static const char *const level_names[] = { "error", "warning", "info", "debug", NULL };

static void	read_mailboxes(struct loader *, const struct node *, void *);
static void	read_limits(struct loader *, const struct node *, void *);
static void	read_imap(struct loader *, const struct node *, void *);
static void	read_smtp(struct loader *, const struct node *, void *);

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
	KEY(struct conf, give_up_after, "give_up_after", KEY_DURATION, .def = "4d",
	    .min = 60, .help = "mail that cannot be sent for so long is given up"),
	KEY(struct conf, auto_per_hour, "auto_per_hour", KEY_COUNT, .def = "5", .min = 1,
	    .max = 10000, .help = "automatic mails to one customer's address in an hour"),
	KEY(struct conf, reopen_within, "reopen_within", KEY_DURATION, .def = "14d", .help =
	    "an answer to a ticket that was closed longer ago opens a new one"),
	KEY(struct conf, log_level, "log_level", KEY_CHOICE, .def = "info",
	    .names = level_names, .help = "what is logged: this and what is worse"),
	KEY(struct conf, trust_dmarc, "trust_dmarc", KEY_BOOL, .def = "false", .help =
	    "a DMARC pass, found by one of authserv_ids, proves an engineer"),
	KEY(struct conf, letter.authserv_ids, "authserv_ids", KEY_LOWERS, .help =
	    "names with which our own mail servers sign Authentication-Results"),
	KEY(struct conf, letter.limits, "limits", KEY_CUSTOM, .read = read_limits, .help =
	    "group: how much of a mail is read; see conf.limits"),
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

static const struct key mailbox_keys[] = {
	KEY(struct mailbox, name, "name", KEY_NAME, .required = true, .help =
	    "what the logs, the rules and docketctl call it"),
	KEY(struct mailbox, address, "address", KEY_STR, .required = true, .help =
	    "the support address; mail to address+detail must arrive there too"),
	KEY(struct mailbox, display_name, "display_name", KEY_STR, .help =
	    "the name beside the address in From; else the address"),
	KEY(struct mailbox, project, "project", KEY_NAME, .required = true, .help =
	    "project of senders whose mail domain no project has"),
	KEY(struct mailbox, language, "language", KEY_NAME, .def = "en", .help =
	    "of mail to them and to the engineers: a folder of templates/"),
	KEY(struct mailbox, subject_tag, "subject_tag", KEY_NAME, .def = "desk", .help =
	    "word of the tag in subjects: \"desk\" makes [desk #12]"),
	KEY(struct mailbox, imap, "imap", KEY_CUSTOM, .read = read_imap, .help =
	    "group: where it is read, see conf.imap; without it, docketctl deliver feeds it"),
	KEY(struct mailbox, smtp, "smtp", KEY_CUSTOM, .required = true, .read = read_smtp,
	    .help = "group: where its mail is sent, see conf.smtp"),
};

#define ENDPOINT_KEYS(at)							\
	KEY(struct mailbox, at.host, "host", KEY_STR, .required = true, .help =	\
	    "name of the server, as in its certificate"),			\
	KEY(struct mailbox, at.port, "port", KEY_PORT, .min = 1, .max = 65535,	\
	    .help = "else by tls: IMAP 993 or 143, SMTP 465 or 587"),		\
	KEY(struct mailbox, at.tls, "tls", KEY_ENUM, .names = tls_names,	\
	    .def = "implicit", .help = "\"none\" only to a server on this machine"), \
	KEY(struct mailbox, at.user, "user", KEY_STR, .help = "who logs in"),	\
	KEY(struct mailbox, at.password_file, "password_file", KEY_PATH, .help = \
	    "file that holds the password; nobody else may read it"),		\
	KEY(struct mailbox, at.ca_file, "ca_file", KEY_PATH, .help =		\
	    "PEM file of the CAs that may vouch for it; else the system's")

static const struct key imap_keys[] = {
	ENDPOINT_KEYS(imap),
	KEY(struct mailbox, folder, "folder", KEY_STR, .def = "INBOX", .help =
	    "what is read"),
	KEY(struct mailbox, done_folder, "done_folder", KEY_STR, .help =
	    "stored mail is moved there; else it is flagged \\Seen"),
	KEY(struct mailbox, poll, "poll", KEY_DURATION, .def = "1m", .min = 1, .help =
	    "looked at so often even without news by IDLE"),
	KEY(struct mailbox, since, "since", KEY_DURATION, .def = "0s", .help =
	    "at the very first connect, mail of so long ago is still taken"),
};

static const struct key smtp_keys[] = { ENDPOINT_KEYS(smtp) };

enum { S_DOCKET, S_LIMITS, S_MAILBOXES, S_IMAP, S_SMTP };

const struct section confmail_sections[] = {
	[S_DOCKET] = { "docket", "docket.conf", KEYS(docket_keys), "the daemon itself" },
	[S_LIMITS] = { "limits", "docket.conf", KEYS(limit_keys),
	    "mail beyond one of these is kept whole and shown to a human" },
	[S_MAILBOXES] = { "mailboxes", "docket.conf", KEYS(mailbox_keys),
	    "one support address each" },
	[S_IMAP] = { "imap", "docket.conf", KEYS(imap_keys), "where a mailbox is read" },
	[S_SMTP] = { "smtp", "docket.conf", KEYS(smtp_keys), "where its mail is sent" },
	{ NULL },
};

static void
read_limits(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;

	conf_walk(l, n, &confmail_sections[S_LIMITS], &c->letter.limits);
}

static bool
is_loopback(struct str host)
{
	uint64_t part;
	int parts = 0;

	if (str_ieq(host, STR("localhost")) || str_eq(host, STR("::1")))
		return true;
	/* Digits alone: "127.evil.example" is a name like any other. */
	for (struct str rest = host, s; str_starts(host, STR("127.")) &&
	    str_split(&rest, '.', &s); parts++)
		if (!str_u64(s, &part) || part > 255)
			return false;
	return parts == 4;
}

/* What a server needs that no single row can tell. */
static void
check_endpoint(struct loader *l, const struct node *n, struct endpoint *e,
    uint16_t implicit, uint16_t other)
{
	struct node tls = node_get(n, "tls"), user = node_get(n, "user");
	struct node password = node_get(n, "password_file");

	if (e->port == 0)
		e->port = e->tls == TLS_IMPLICIT ? implicit : other;
	if (e->tls == TLS_NONE && e->host.n > 0 && !is_loopback(e->host))
		conf_fault(l, &tls, "tls \"none\" is only for a server on this machine "
		    "(localhost): for %.*s \"implicit\" or \"starttls\" is right",
		    STR_ARG(e->host));
	if (e->user.n > 0 && e->password_file.n == 0)
		conf_fault(l, &user, "user without password_file: name the file that holds "
		    "the password");
	if (e->user.n == 0 && e->password_file.n > 0)
		conf_fault(l, &password, "password_file without user: say who logs in");
}

static void
read_imap(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	m->has_imap = true;
	conf_walk(l, n, &confmail_sections[S_IMAP], m);
	check_endpoint(l, n, &m->imap, 993, 143);
	if (m->imap.user.n == 0)
		conf_fault(l, n, "imap lacks user: say who logs in to read the mailbox");
}

static void
read_smtp(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	conf_walk(l, n, &confmail_sections[S_SMTP], m);
	check_endpoint(l, n, &m->smtp, 465, 587);
}

static void
check_mailbox(struct loader *l, const struct node *e, struct mailbox *m, size_t before)
{
	struct conf *c = l->conf;
	struct node name = node_get(e, "name"), address = node_get(e, "address");
	struct node project = node_get(e, "project"), language = node_get(e, "language");

	if (m->address.n > 0 && !compose_address_ok(m->address))
		conf_fault(l, &address, "%.*s is not a mail address: name@domain",
		    STR_ARG(m->address));
	if (m->display_name.n == 0)
		m->display_name = m->address;
	if (m->project.n > 0)
		conf_wish(l, &project, WISH_PROJECT, m->project);
	conf_wish(l, &language, WISH_LANGUAGE, m->language);
	for (size_t k = 0; k < before; k++) {
		if (str_eq(c->mailboxes.v[k].name, m->name))
			conf_fault(l, &name, "mailbox %.*s is there twice: give it another "
			    "name", STR_ARG(m->name));
		if (str_ieq(c->mailboxes.v[k].address, m->address))
			conf_fault(l, &address, "mailbox %.*s has this address already",
			    STR_ARG(c->mailboxes.v[k].name));
	}
	strs_add(l->a, &c->letter.own_addresses, str_lower(l->a, m->address));
}

static void
read_mailboxes(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = base;
	size_t count = conf_groups(l, n);

	c->mailboxes.v = ARENA_ARRAY(l->a, count, struct mailbox);
	for (c->mailboxes.n = 0; c->mailboxes.n < count; c->mailboxes.n++) {
		struct node e = node_at(n, c->mailboxes.n);
		struct mailbox *m = &c->mailboxes.v[c->mailboxes.n];

		conf_walk(l, &e, &confmail_sections[S_MAILBOXES], m);
		check_mailbox(l, &e, m, c->mailboxes.n);
	}
	if (count == 0 && node_is_list(n))
		conf_fault(l, n, "there is no mailbox: docket needs at least one");
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

void
confmail_load(struct loader *l, struct str file)
{
	struct conf *c = l->conf;
	struct node root, at;

	conf_defaults(l, &confmail_sections[S_LIMITS], &c->letter.limits);
	if (!conf_open(l, file, true, &root))
		return;
	conf_walk(l, &root, &confmail_sections[S_DOCKET], c);
	if (has_password(c->database)) {
		at = node_get(&root, "database");
		conf_fault(l, &at, "a password does not belong here: write it into the file "
		    "that the environment's PGPASSFILE names");
	}
	if (c->trust_dmarc && c->letter.authserv_ids.n == 0) {
		at = node_get(&root, "trust_dmarc");
		conf_fault(l, &at, "trust_dmarc needs authserv_ids: the names with which our "
		    "own mail servers sign Authentication-Results");
	}
	if (c->message_id_domain.n == 0 && c->mailboxes.n > 0)
		c->message_id_domain = str_sub(c->mailboxes.v[0].address,
		    str_chr(c->mailboxes.v[0].address, '@', 0) + 1, SIZE_MAX);
}

const struct mailbox *
mailboxes_find(const struct mailboxes *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}
