/* mailbox: see mailbox.h. */
#include "daemon/policy/mailbox.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/provider.h"
#include "parsers/base/limits.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

static const char *const tls_names[] = { "implicit", "starttls", "none", NULL };

static const char *const addressing_names[] = { "plus", "catchall", "none", NULL };

static const char *const quote_names[] = { "none", "last", "all", NULL };

static const char *const sender_names[] = { "auto", "always", "never", NULL };

static void	read_imap(struct loader *, const struct node *, void *);
static void	read_smtp(struct loader *, const struct node *, void *);
static void	read_oauth(struct loader *, const struct node *, void *);

static const struct key mailbox_keys[] = {
	KEY(struct mailbox, name, "name", KEY_NAME, .required = true, .help =
	    "what the logs, the rules and docketctl call it"),
	KEY(struct mailbox, address, "address", KEY_STR, .required = true, .help =
	    "the support address; mail to address+detail must arrive there too, unless "
	    "addressing says otherwise"),
	KEY(struct mailbox, addressing, "addressing", KEY_ENUM, .names = addressing_names,
	    .def = "plus", .help = "\"plus\": mail to address+detail arrives; \"catchall\": mail "
	    "to address-detail does; \"none\": neither does, proofs stand in subjects"),
	KEY(struct mailbox, aliases, "aliases", KEY_LOWERS, .help =
	    "other addresses that lead here, \"@domain\" for all of one: never mailed to"),
	KEY(struct mailbox, display_name, "display_name", KEY_STR, .help =
	    "the name beside the address in From; else the address"),
	KEY(struct mailbox, project, "project", KEY_NAME, .required = true, .help =
	    "project of senders whose mail domain no project has"),
	KEY(struct mailbox, type, "type", KEY_NAME, .help =
	    "of tickets that come here, a type of types.conf; else as their project says"),
	KEY(struct mailbox, language, "language", KEY_NAME, .def = "en", .help =
	    "of mail to them and to the engineers: a folder of templates/"),
	KEY(struct mailbox, signature, "signature", KEY_STRS, .help =
	    "lines below each mail to customers: who you are, where to call"),
	KEY(struct mailbox, accent, "accent", KEY_STR, .help =
	    "colour of the bar above the HTML part of its mails: \"#0b5fff\""),
	KEY(struct mailbox, quote, "quote", KEY_ENUM, .names = quote_names, .def = "none",
	    .help = "what of the mails before is below an engineer's answer to customers"),
	KEY(struct mailbox, subject_tag, "subject_tag", KEY_NAME, .def = "desk", .help =
	    "word of the tag in subjects: \"desk\" makes [desk #12]"),
	KEY(struct mailbox, mail_max, "mail_max", KEY_SIZE, .def = "25MB", .min = 256 * 1024,
	    .help = "the largest mail that goes out, with what encoding adds to files (a third)"),
	KEY(struct mailbox, imap, "imap", KEY_CUSTOM, .read = read_imap, .help =
	    "group: where it is read, see conf.imap; without it, docketctl deliver feeds it"),
	KEY(struct mailbox, smtp, "smtp", KEY_CUSTOM, .required = true, .read = read_smtp,
	    .help = "group: where its mail is sent, see conf.smtp"),
	KEY(struct mailbox, oauth, "oauth", KEY_CUSTOM, .read = read_oauth, .help =
	    "group: how imap and smtp log in without a password_file, see conf.oauth"),
	KEY(struct mailbox, null_sender, "null_sender", KEY_ENUM, .names = sender_names,
	    .def = "auto", .help = "whether automatic mail to customers goes out with the "
	    "envelope sender <>; \"auto\": unless the server refuses it"),
	KEY(struct mailbox, return_path, "return_path", KEY_ENUM, .names = sender_names,
	    .def = "auto", .help = "whether bounces go to address+b-TOKEN, of notices and "
	    "where <> is not taken; else to the address itself.  Only with addressing \"plus\""),
};

#define ENDPOINT_KEYS(type, at)							\
	KEY(type, at host, "host", KEY_STR, .required = true, .help =		\
	    "name of the server, as in its certificate"),			\
	KEY(type, at port, "port", KEY_PORT, .min = 1, .max = 65535,		\
	    .help = "else by tls: IMAP 993 or 143, SMTP 465 or 587"),		\
	KEY(type, at tls, "tls", KEY_ENUM, .names = tls_names,			\
	    .def = "implicit", .help = "\"none\" only to a server on this machine"), \
	KEY(type, at user, "user", KEY_STR, .help = "who logs in"),		\
	KEY(type, at password_file, "password_file", KEY_PATH, .help =		\
	    "file that holds the password; nobody else may read it"),		\
	KEY(type, at ca_file, "ca_file", KEY_PATH, .help =			\
	    "PEM file of the CAs that may vouch for it; else the system's")

static const struct key imap_keys[] = {
	ENDPOINT_KEYS(struct mailbox, imap.),
	KEY(struct mailbox, folder, "folder", KEY_STR, .def = "INBOX", .help =
	    "what is read"),
	KEY(struct mailbox, done_folder, "done_folder", KEY_STR, .help =
	    "stored mail is moved there; else it is flagged \\Seen"),
	KEY(struct mailbox, poll, "poll", KEY_DURATION, .def = "1m", .min = 1, .help =
	    "looked at so often even without news by IDLE"),
	KEY(struct mailbox, since, "since", KEY_DURATION, .def = "0s", .help =
	    "at the very first connect, mail of so long ago is still taken"),
};

static const struct key smtp_keys[] = {
	ENDPOINT_KEYS(struct endpoint, ),
	KEY(struct endpoint, provider, "provider", KEY_ENUM, .names = provider_names,
	    .def = "other", .help = "who sends it: sets what is known of its limits, and of the "
	    "senders that it takes; what else is set here and in the mailbox counts more"),
	KEY(struct endpoint, max_rate, "max_rate", KEY_COUNT, .max = 1000000, .help =
	    "mails a minute at most; 0: as many as go"),
	KEY(struct endpoint, max_connections, "max_connections", KEY_COUNT, .max = 50, .help =
	    "connections at once; else the provider's, or 3"),
	KEY(struct endpoint, timeout, "timeout", KEY_DURATION, .def = "2m", .min = 1, .max = 600,
	    .help = "so long the server may take to answer a command, and five times that "
	    "once it has a mail"),
	KEY(struct endpoint, max_message, "max_message", KEY_SIZE, .help =
	    "a larger mail is given up untried; else the provider's, or none"),
};

enum { S_MAILBOXES, S_IMAP, S_SMTP };

static const struct section sections[] = {
	[S_MAILBOXES] = { "mailboxes", "docket.conf", KEYS(mailbox_keys),
	    "one support address each" },
	[S_IMAP] = { "imap", "docket.conf", KEYS(imap_keys), "where a mailbox is read" },
	[S_SMTP] = { "smtp", "docket.conf", KEYS(smtp_keys), "where its mail is sent" },
	{ NULL },
};

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
check_server(struct loader *l, const struct node *n, struct endpoint *e, uint16_t implicit,
    uint16_t other)
{
	struct node tls = node_get(n, "tls");

	if (e->port == 0)
		e->port = e->tls == TLS_IMPLICIT ? implicit : other;
	if (e->tls == TLS_NONE && e->host.n > 0 && !is_loopback(e->host))
		conf_fault(l, &tls, "tls \"none\" is only for a server on this machine "
		    "(localhost): for %.*s \"implicit\" or \"starttls\" is right",
		    STR_ARG(e->host));
}

/* `oauth` NULL: there is none. */
static void
check_login(struct loader *l, const struct node *n, struct endpoint *e,
    const struct oauth *oauth)
{
	struct node user = node_get(n, "user"), password = node_get(n, "password_file");

	if (oauth != NULL && e->password_file.n == 0) {
		e->oauth = oauth;
		if (e->user.n == 0)
			e->user = oauth->user;
	} else if (e->user.n > 0 && e->password_file.n == 0) {
		conf_fault(l, &user, "user without password_file: name the file that holds "
		    "the password");
	} else if (e->user.n == 0 && e->password_file.n > 0) {
		conf_fault(l, &password, "password_file without user: say who logs in");
	}
}

static void
read_imap(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	m->has_imap = true;
	conf_walk(l, n, &sections[S_IMAP], m);
	check_server(l, n, &m->imap, 993, 143);
}

void
endpoint_read_smtp(struct loader *l, const struct node *n, struct endpoint *out)
{
	conf_walk(l, n, &sections[S_SMTP], out);
	check_server(l, n, out, 465, 587);
	check_login(l, n, out, NULL);
}

static bool
is_set(const struct node *n, const char *name)
{
	return node_get(n, name).setting != n->setting;
}

/* `box`: the mailbox's group, with its own settings; `smtp`: its group smtp. */
static void
take_preset(const struct node *box, const struct node *smtp, struct mailbox *m)
{
	const struct provider *p = &providers[m->smtp.provider];

	if (!is_set(box, "null_sender"))
		m->null_sender = p->null_sender;
	if (!is_set(box, "return_path"))
		m->return_path = p->return_path;
	if (!is_set(smtp, "max_rate"))
		m->smtp.max_rate = p->rate;
	if (m->smtp.max_connections == 0)
		m->smtp.max_connections = p->connections;
	if (m->smtp.max_message == 0)
		m->smtp.max_message = p->message_bytes;
}

static void
read_smtp(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	conf_walk(l, n, &sections[S_SMTP], &m->smtp);
	check_server(l, n, &m->smtp, 465, 587);
}

static void
read_oauth(struct loader *l, const struct node *n, void *base)
{
	struct mailbox *m = base;

	m->has_oauth = true;
	oauth_read(l, n, &m->oauth);
}

/* `box`: the mailbox's group.  Whatever the order of the groups in it. */
static void
check_logins(struct loader *l, const struct node *box, struct mailbox *m,
    const struct mailboxes *before)
{
	struct node imap = node_get(box, "imap"), smtp = node_get(box, "smtp");
	struct node oauth = node_get(box, "oauth");
	const struct oauth *o = m->has_oauth ? &m->oauth : NULL;

	if (o != NULL)
		oauth_finish(&m->oauth, m->name, m->address);
	for (size_t i = 0; o != NULL && i < before->n; i++)
		if (before->v[i].has_oauth &&
		    str_eq(before->v[i].oauth.token_file, o->token_file))
			conf_fault(l, &oauth, "mailbox %.*s has this token_file already: a "
			    "mailbox needs its own", STR_ARG(before->v[i].name));
	if (is_set(box, "smtp"))
		check_login(l, &smtp, &m->smtp, o);
	if (!m->has_imap)
		return;
	check_login(l, &imap, &m->imap, o);
	if (m->imap.user.n == 0)
		conf_fault(l, &imap, "imap lacks user: say who logs in to read the mailbox");
}

static void
check_aliases(struct loader *l, const struct node *e, const struct mailbox *m)
{
	struct node aliases = node_get(e, "aliases");

	for (size_t i = 0; i < m->aliases.n; i++) {
		struct str s = m->aliases.v[i];

		if (str_starts(s, STR("@")))
			s = str_printf(l->a, "all%.*s", STR_ARG(s));
		if (!address_is_ascii(s))
			conf_fault(l, &aliases, "%.*s is neither a mail address, name@domain, "
			    "nor the whole of a domain, @domain", STR_ARG(m->aliases.v[i]));
	}
}

/* It stands in a style: nothing else may be written there. */
static void
check_accent(struct loader *l, const struct node *e, const struct mailbox *m)
{
	struct node accent = node_get(e, "accent");
	bool good = m->accent.n == 0 || (m->accent.n == 7 && m->accent.p[0] == '#');

	for (size_t i = 1; good && i < m->accent.n; i++)
		good = str_chr(STR("0123456789abcdefABCDEF"), m->accent.p[i], 0) != SIZE_MAX;
	if (!good)
		conf_fault(l, &accent, "%.*s is no colour: six hexadecimal digits behind #, as "
		    "in \"#0b5fff\"", STR_ARG(m->accent));
}

/* The proof of who answers is in the address. */
static void
check_room(struct loader *l, const struct node *address, const struct mailbox *m)
{
	size_t n = str_chr(m->address, '@', 0), most = LIMIT_LOCAL - ADDRESSING_LEAST;

	if (m->addressing != ADDRESSING_NONE && n != SIZE_MAX && n > most)
		conf_fault(l, address, "%.*s leaves no room for the addresses that prove who "
		    "writes: before the @ mail takes %d octets, and %zu are for them.  Shorten "
		    "it to %zu, or set addressing = \"none\"", STR_ARG(m->address), LIMIT_LOCAL,
		    (size_t)ADDRESSING_LEAST, most);
}

bool
mailbox_has_buttons(const struct mailbox *m)
{
	return m->addressing != ADDRESSING_NONE &&
	    str_chr(m->address, '@', 0) <= LIMIT_LOCAL - ADDRESSING_ROOM;
}

static void
check_mailbox(struct loader *l, const struct node *e, struct mailbox *m,
    const struct mailboxes *before)
{
	struct node name = node_get(e, "name"), address = node_get(e, "address");
	struct node project = node_get(e, "project"), language = node_get(e, "language");
	struct node type = node_get(e, "type");

	if (str_ascii(m->address, 0) < m->address.n)
		m->address = domain_key(l->a, m->address);
	if (m->address.n > 0 && !address_is_ascii(m->address))
		conf_fault(l, &address, "%.*s is not a mail address: name@domain%s",
		    STR_ARG(m->address), address_is_safe(m->address) ? ", with a name of ASCII: "
		    "else whoever answers it must have a server that offers SMTPUTF8" : "");
	check_room(l, &address, m);
	check_aliases(l, e, m);
	check_accent(l, e, m);
	if (m->display_name.n == 0)
		m->display_name = m->address;
	if (m->project.n > 0)
		conf_wish(l, &project, "project", m->project);
	conf_wish(l, &language, "language", m->language);
	if (m->type.n > 0)
		conf_wish(l, &type, "type", m->type);
	for (size_t i = 0; i < before->n; i++) {
		if (str_eq(before->v[i].name, m->name))
			conf_fault(l, &name, "mailbox %.*s is there twice: give it another "
			    "name", STR_ARG(m->name));
		if (str_ieq(before->v[i].address, m->address))
			conf_fault(l, &address, "mailbox %.*s has this address already",
			    STR_ARG(before->v[i].name));
	}
}

void
mailboxes_read(struct loader *l, const struct node *list, struct mailboxes *all)
{
	size_t n = conf_groups(l, list);

	all->v = ARENA_ARRAY(l->a, n, struct mailbox);
	for (all->n = 0; all->n < n; all->n++) {
		struct node e = node_at(list, all->n);

		struct node smtp = node_get(&e, "smtp");

		conf_walk(l, &e, &sections[S_MAILBOXES], &all->v[all->n]);
		take_preset(&e, &smtp, &all->v[all->n]);
		check_logins(l, &e, &all->v[all->n], all);
		check_mailbox(l, &e, &all->v[all->n], all);
	}
	if (n == 0 && node_is_list(list))
		conf_fault(l, list, "there is no mailbox: docket needs at least one");
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct mailboxes *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

const struct conf_part mailbox_part = { "mailbox", "docket.conf", sections, .names = names_of };

bool
mailbox_is_exchange(const struct mailbox *m)
{
	return m->has_imap && str_ieq(m->imap.host, STR("outlook.office365.com"));
}

const struct mailbox *
mailboxes_find(const struct mailboxes *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

enum addressing
mailboxes_addressing(const struct mailboxes *all, struct str address)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_ieq(all->v[i].address, address))
			return (enum addressing)all->v[i].addressing;
	return ADDRESSING_PLUS;
}
