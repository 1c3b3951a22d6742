/* mx: see mx.h. */
#include "daemon/net/mx.h"

#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"

enum {
	ANSWER_MAX = 4096,
	HOSTS_MAX = 20,
	HEAD = 12,			/* RFC 1035, 4.1: octets before the question */
	FIXED = 10			/* … of a record behind its name */
};

struct host {
	unsigned	preference;
	struct str	name;
};

struct answer {
	const unsigned char	*p, *end, *at;
	size_t			 n;	/* records that are left */
};

/* --- the answer --- */

static unsigned
number(const unsigned char *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

static int
name_at(struct answer *w, const unsigned char *at, char *out)
{
	return dn_expand(w->p, w->end, at, out, NS_MAXDNAME);
}

/* Behind the questions.  false: it makes no sense. */
static bool
begin(struct answer *w, const unsigned char *p, int n)
{
	char name[NS_MAXDNAME];

	if (n < HEAD)
		return false;
	*w = (struct answer){ p, p + n, p + HEAD, number(p + 6) };
	for (unsigned questions = number(p + 4); questions > 0; questions--) {
		int skip = name_at(w, w->at, name);

		if (skip < 0 || w->end - w->at < skip + 4)
			return false;
		w->at += skip + 4;
	}
	return true;
}

/* The next record of that type; *data to *end. */
static bool
next(struct answer *w, unsigned type, const unsigned char **data, const unsigned char **end)
{
	char name[NS_MAXDNAME];

	for (; w->n > 0; w->n--) {
		int skip = name_at(w, w->at, name);
		const unsigned char *fixed = w->at + skip;

		if (skip < 0 || w->end - fixed < FIXED ||
		    w->end - fixed - FIXED < (long)number(fixed + 8))
			return false;
		*data = fixed + FIXED;
		w->at = *end = *data + number(fixed + 8);
		if (number(fixed) == type) {
			w->n--;
			return true;
		}
	}
	return false;
}

/* --- the question --- */

static int
point_to(struct __res_state *res, struct str resolver)
{
	size_t colon = str_chr(resolver, ':', 0);
	struct arena *a = arena_new();
	struct str host = str_dup(a, str_sub(resolver, 0, colon));
	uint64_t port = NS_DEFAULTPORT;
	bool ok = (colon == SIZE_MAX || (str_u64(str_sub(resolver, colon + 1, SIZE_MAX), &port) &&
	    port > 0 && port <= UINT16_MAX)) &&
	    inet_pton(AF_INET, host.p, &res->nsaddr_list[0].sin_addr) == 1;

	arena_free(a);
	res->nsaddr_list[0].sin_family = AF_INET;
	res->nsaddr_list[0].sin_port = htons((uint16_t)port);
	res->nscount = 1;
	return ok ? 0 : -1;
}

/* Octets of the answer; 0: there is no such thing; -1: none came. */
static int
ask(struct str resolver, const char *domain, int type, unsigned char *out, struct err *e)
{
	struct __res_state res = { 0 };
	int n;

	if (res_ninit(&res) == -1)
		return err_set(e, ERR_RETRY, "no resolver");
	res.retrans = 4;
	res.retry = 2;
	if (resolver.n > 0 && point_to(&res, resolver) == -1) {
		res_nclose(&res);
		return err_set(e, ERR_CONF, "%.*s is no IPv4 address, or address:port",
		    STR_ARG(resolver));
	}
	n = res_nquery(&res, domain, ns_c_in, type, out, ANSWER_MAX);
	if (n == -1 && (res.res_h_errno == HOST_NOT_FOUND || res.res_h_errno == NO_DATA))
		n = 0;
	else if (n == -1)
		err_set(e, ERR_RETRY, "the DNS gave no answer for %s: %s", domain,
		    hstrerror(res.res_h_errno));
	res_nclose(&res);
	return n > ANSWER_MAX ? ANSWER_MAX : n;
}

static int
by_preference(const void *a, const void *b)
{
	const struct host *x = a, *y = b;

	return x->preference < y->preference ? -1 : x->preference > y->preference;
}

static size_t
read_hosts(struct arena *a, const unsigned char *answer, int n, struct host *v)
{
	const unsigned char *data, *end;
	char name[NS_MAXDNAME];
	struct answer w;
	size_t found = 0;

	if (!begin(&w, answer, n))
		return 0;
	while (found < HOSTS_MAX && next(&w, ns_t_mx, &data, &end)) {
		if (end - data < 3 || name_at(&w, data + 2, name) < 0)
			continue;
		v[found++] = (struct host){ number(data),
		    name[0] == '\0' ? STR(".") : str_lower(a, str_dup(a, str_c(name))) };
	}
	qsort(v, found, sizeof(*v), by_preference);
	return found;
}

int
mx_find(struct arena *a, struct str domain, struct str resolver, struct strs *hosts,
    struct err *e)
{
	unsigned char answer[ANSWER_MAX];
	struct host v[HOSTS_MAX];
	struct str name = str_dup(a, domain);
	int n = ask(resolver, name.p, ns_t_mx, answer, e);
	size_t found;

	*hosts = (struct strs){ 0 };
	if (n == -1)
		return -1;
	found = read_hosts(a, answer, n, v);
	for (size_t i = 0; i < found; i++)
		strs_add(a, hosts, v[i].name);
	if (found > 0)
		return 0;
	if ((n = ask(resolver, name.p, ns_t_a, answer, e)) == 0)
		n = ask(resolver, name.p, ns_t_aaaa, answer, e);
	if (n > 0)
		strs_add(a, hosts, name);
	return n == -1 ? -1 : 0;
}

/* --- where it leads --- */

/* Providers whose two servers have names that do not tell of each other. */
static const struct { const char *imap, *mx; } providers[] = {
	{ "outlook.office365.com", "outlook.com" },
	{ "outlook.office365.com", "mx.microsoft" },
	{ "imap.gmail.com", "google.com" },
	{ "imap.gmail.com", "googlemail.com" },
	{ "imap.fastmail.com", "messagingengine.com" },
	{ "imap.mail.me.com", "icloud.com" },
	{ "imap.one.com", "one.com" },
	{ "imap.ionos.com", "kundenserver.de" },
	{ "imap.ionos.de", "kundenserver.de" },
};

/* The name itself, or one below it. */
static bool
is_under(struct str name, struct str domain)
{
	return str_eq(name, domain) || (name.n > domain.n && str_ends(name, domain) &&
	    name.p[name.n - domain.n - 1] == '.');
}

/* The last two labels: mx1.example.net and imap.example.net are one's. */
static struct str
tail(struct str name)
{
	size_t at = name.n, dots = 0;

	while (at > 0 && (name.p[at - 1] != '.' || ++dots < 2))
		at--;
	return str_sub(name, at, SIZE_MAX);
}

bool
mx_leads_to(struct str host, struct str imap)
{
	struct str end = tail(imap);

	for (size_t i = 0; i < COUNT(providers); i++)
		if (str_eq(imap, str_c(providers[i].imap)) &&
		    is_under(host, str_c(providers[i].mx)))
			return true;
	return str_eq(host, imap) || (str_chr(end, '.', 0) != SIZE_MAX && is_under(host, end));
}
