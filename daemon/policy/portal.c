/* portal: see portal.h. */
#include "daemon/policy/portal.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <sys/un.h>

#include "parsers/base/limits.h"

static const char *const protocols[] = { "scgi", "http", NULL };

static const struct key portal_keys[] = {
	KEY(struct portal, url, "url", KEY_STR, .required = true, .help =
	    "where browsers find it: https://host, without a path; all links begin with it"),
	KEY(struct portal, protocol, "protocol", KEY_ENUM, .names = protocols, .def = "scgi",
	    .help = "\"scgi\" behind a web server, which has the certificate; \"http\" for a "
	    "proxy or a browser of this machine"),
	KEY(struct portal, socket, "socket", KEY_PATH, .help =
	    "a unix socket that docketd makes: for the web server"),
	KEY(struct portal, socket_group, "socket_group", KEY_NAME, .help =
	    "group of that socket, docketd's user is in it; else its own"),
	KEY(struct portal, listen, "listen", KEY_STR, .help =
	    "instead of socket, with http: \"127.0.0.1:8080\" or another address of this machine "
	    "that is reached from it alone"),
	KEY(struct portal, database, "database", KEY_STR, .help =
	    "connection string of the process that reads: the role docket_read; else as database, "
	    "read only"),
	KEY(struct portal, customers, "customers", KEY_BOOL, .def = "true", .help =
	    "customers find their requests there"),
	KEY(struct portal, agents, "agents", KEY_BOOL, .def = "true", .help =
	    "engineers find their tickets and views there"),
	KEY(struct portal, session, "session", KEY_DURATION, .def = "30d", .min = 300,
	    .max = 366 * 86400, .help = "how long who signed in stays so"),
	KEY(struct portal, upload, "upload", KEY_SIZE, .def = "25MB", .min = 65536, .help =
	    "a form with its files"),
	KEY(struct portal, connections, "connections", KEY_COUNT, .def = "256", .min = 8,
	    .max = 4000, .help = "at one time; who comes then waits"),
	KEY(struct portal, mails_per_hour, "mails_per_hour", KEY_COUNT, .def = "5", .min = 1,
	    .max = 10000, .help = "links and codes to sign in that one address is mailed in an hour"),
	KEY(struct portal, mails_per_hour_network, "mails_per_hour_network", KEY_COUNT,
	    .def = "60", .min = 1, .max = 1000000, .help =
	    "those that one network may ask for in an hour"),
	KEY(struct portal, forms_per_hour, "forms_per_hour", KEY_COUNT, .def = "60", .min = 1,
	    .max = 100000, .help = "forms that one person sends in an hour; more are not taken"),
};

static const struct section sections[] = {
	{ "portal", "docket.conf", KEYS(portal_keys), "pages for customers and engineers" },
	{ NULL },
};

const struct conf_part portal_part = { "portal", "docket.conf", sections };

/* --- addresses --- */

static bool
is_loopback(struct str host)
{
	struct in6_addr six;
	struct in_addr four;
	char text[INET6_ADDRSTRLEN];

	if (host.n == 0 || host.n >= sizeof(text))
		return false;
	memcpy(text, host.p, host.n);
	text[host.n] = '\0';
	if (inet_pton(AF_INET, text, &four) == 1)
		return ntohl(four.s_addr) >> 24 == 127;
	return inet_pton(AF_INET6, text, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool
portal_listen(struct str listen, struct str *host, uint16_t *port)
{
	bool six = str_starts(listen, STR("["));
	size_t end = six ? str_find(listen, STR("]:"), 0) : str_chr(listen, ':', 0);
	uint64_t n;

	if (end == SIZE_MAX)
		return false;
	*host = six ? str_sub(listen, 1, end - 1) : str_sub(listen, 0, end);
	if (!str_u64(str_sub(listen, end + (six ? 2 : 1), SIZE_MAX), &n) || n == 0 || n > 65535)
		return false;
	*port = (uint16_t)n;
	return is_loopback(*host) && six == (str_chr(*host, ':', 0) != SIZE_MAX);
}

/* "desk.example.com:8443" in its host, "[::1]" without the brackets.  False: it is none. */
static bool
split_host(struct str authority, struct str *host)
{
	bool six = str_starts(authority, STR("["));
	size_t end = str_chr(authority, six ? ']' : ':', 0);
	struct str after = str_sub(authority, end == SIZE_MAX ? authority.n : end + (six ? 1 : 0),
	    SIZE_MAX);
	uint64_t port = 1;

	*host = str_sub(authority, six ? 1 : 0, six && end != SIZE_MAX ? end - 1 : end);
	for (size_t i = 0; i < host->n; i++) {
		unsigned char c = (unsigned char)host->p[i];

		if (!isalnum(c) && memchr("-._:", c, six ? 4 : 3) == NULL)
			return false;
	}
	if (host->n == 0 || (six && end == SIZE_MAX))
		return false;
	return after.n == 0 || (str_starts(after, STR(":")) &&
	    str_u64(str_sub(after, 1, SIZE_MAX), &port) && port > 0 && port < 65536);
}

/* Why no link can begin with it; NULL: it can. */
static const char *
url_obstacle(struct str url)
{
	bool plain = str_starts(url, STR("http://"));
	struct str authority = str_sub(url, plain ? 7 : 8, SIZE_MAX), host;

	if (str_ends(url, STR("/")))
		return "write it without the / at its end";
	if ((!plain && !str_starts(url, STR("https://"))) || !split_host(authority, &host))
		return "write https://host, or https://host:port, and nothing behind it";
	if (plain && !is_loopback(host) && !str_eq(host, STR("localhost")))
		return "write https://: cookies and links must not be read on their way";
	return NULL;
}

/* --- reading --- */

static void
check_places(struct loader *l, const struct node *n, const struct portal *p)
{
	struct node socket = node_get(n, "socket"), listen = node_get(n, "listen"),
	    group = node_get(n, "socket_group");
	struct str host;
	uint16_t port;

	if ((p->socket.n > 0) == (p->listen.n > 0))
		conf_fault(l, p->listen.n > 0 ? &listen : n, "portal has %s: write either socket = \"/run/docket/web.sock\" or listen = "
		    "\"127.0.0.1:8080\"", p->listen.n > 0 ? "both a socket and listen" :
		    "neither a socket nor listen");
	if (p->socket.n >= sizeof(((struct sockaddr_un *)0)->sun_path) - sizeof(".new"))
		conf_fault(l, &socket, "socket: a path of a unix socket has at most 100 bytes");
	if (p->socket_group.n > 0 && p->socket.n == 0)
		conf_fault(l, &group, "socket_group without socket: leave it out");
	if (p->listen.n > 0 && !portal_listen(p->listen, &host, &port))
		conf_fault(l, &listen, "listen \"%.*s\" is not this machine's own: write "
		    "127.0.0.1:8080 or [::1]:8080, and let a web server speak with the world",
		    STR_ARG(p->listen));
	else if (p->listen.n > 0 && p->protocol != PORTAL_HTTP)
		conf_fault(l, &listen, "listen is for protocol = \"http\": whoever reaches a port "
		    "could write by scgi whose request it is; write socket");
}

void
portal_read(struct loader *l, const struct node *n, struct portal *out)
{
	struct node url = node_get(n, "url"), customers = node_get(n, "customers");
	const char *why;

	conf_walk(l, n, sections, out);
	out->on = true;
	out->line = node_line(n);
	if (out->url.n > 0 && (why = url_obstacle(out->url)) != NULL)
		conf_fault(l, &url, "url \"%.*s\": %s", STR_ARG(out->url), why);
	check_places(l, n, out);
	if (!out->customers && !out->agents)
		conf_fault(l, &customers, "a portal for neither customers nor agents: leave the "
		    "group out");
}

void
portal_check(struct loader *l, const struct node *root, const struct portal *p,
    size_t message_bytes)
{
	struct node group = node_get(root, "portal"), upload = node_get(&group, "upload");

	/* In base64 four octets are three. */
	if (p->on && p->upload > message_bytes / 4 * 3)
		conf_fault(l, &upload, "upload is more than a mail may have: at most three quarters "
		    "of limits.message_bytes");
}
