/* privatenet: see privatenet.h.  The IANA registries of special-purpose addresses. */
#include "daemon/sys/privatenet.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

#include "parsers/base/array.h"

static const struct { uint32_t net; int bits; } nets4[] = {
	{ 0x00000000, 8 },		/* this network */
	{ 0x0a000000, 8 }, { 0xac100000, 12 }, { 0xc0a80000, 16 },	/* RFC 1918 */
	{ 0x64400000, 10 },		/* a carrier's own */
	{ 0x7f000000, 8 },
	{ 0xa9fe0000, 16 },		/* link-local */
	{ 0xc0000000, 24 }, { 0xc0000200, 24 }, { 0xc0586300, 24 },
	{ 0xc6120000, 15 }, { 0xc6336400, 24 }, { 0xcb007100, 24 },	/* tests, examples */
	{ 0xe0000000, 3 },		/* multicast, and what nobody has */
};

/* Of 2000::/3, which is all that is public. */
static const struct { unsigned char net[4]; int bits; } nets6[] = {
	{ { 0x20, 0x01, 0x00 }, 23 }, { { 0x20, 0x01, 0x0d, 0xb8 }, 32 },
	{ { 0x3f, 0xff, 0x00 }, 20 },
};

static bool
is_private4(uint32_t address)
{
	for (size_t i = 0; i < COUNT(nets4); i++)
		if ((address ^ nets4[i].net) >> (32 - nets4[i].bits) == 0)
			return true;
	return false;
}

/* In network order. */
static uint32_t
number(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static bool
is_private6(const unsigned char *p)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };
	static const unsigned char nat64[12] = { 0x00, 0x64, 0xff, 0x9b };

	if (memcmp(p, mapped, sizeof(mapped)) == 0 || memcmp(p, nat64, sizeof(nat64)) == 0)
		return is_private4(number(p + 12));
	if (p[0] == 0x20 && p[1] == 0x02)
		return is_private4(number(p + 2));
	if ((p[0] & 0xe0) != 0x20)
		return true;
	for (size_t i = 0; i < COUNT(nets6); i++)
		if ((number(p) ^ number(nets6[i].net)) >> (32 - nets6[i].bits) == 0)
			return true;
	return false;
}

bool
privatenet_has(const struct sockaddr *a)
{
	if (a->sa_family == AF_INET)
		return is_private4(ntohl(
		    ((const struct sockaddr_in *)(const void *)a)->sin_addr.s_addr));
	return a->sa_family != AF_INET6 || is_private6(
	    ((const struct sockaddr_in6 *)(const void *)a)->sin6_addr.s6_addr);
}

bool
privatenet_is_host(struct str host)
{
	struct sockaddr_in four = { .sin_family = AF_INET };
	struct sockaddr_in6 six = { .sin6_family = AF_INET6 };
	char text[INET6_ADDRSTRLEN];

	if (str_ieq(host, STR("localhost")) ||
	    (host.n > 10 && str_ieq(str_sub(host, host.n - 10, 10), STR(".localhost"))))
		return true;
	if (host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']')
		host = str_sub(host, 1, host.n - 2);
	if (host.n == 0 || host.n >= sizeof(text))
		return false;
	memcpy(text, host.p, host.n);
	text[host.n] = '\0';
	if (inet_pton(AF_INET6, text, &six.sin6_addr) == 1)
		return privatenet_has((const struct sockaddr *)&six);
	/* As libcurl and getaddrinfo() read them: 127.1, 0x7f000001, 017700000001. */
	return inet_aton(text, &four.sin_addr) == 1 &&
	    privatenet_has((const struct sockaddr *)&four);
}

struct str
privatenet_text(struct arena *a, const struct sockaddr *at)
{
	const void *p = at->sa_family == AF_INET ?
	    (const void *)&((const struct sockaddr_in *)(const void *)at)->sin_addr :
	    (const void *)&((const struct sockaddr_in6 *)(const void *)at)->sin6_addr;
	char text[INET6_ADDRSTRLEN];

	if ((at->sa_family != AF_INET && at->sa_family != AF_INET6) ||
	    inet_ntop(at->sa_family, p, text, sizeof(text)) == NULL)
		return STR("an address of no network");
	return str_dup(a, str_c(text));
}
