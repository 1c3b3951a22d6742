/* received: see received.h. */
#include "parsers/head/received.h"

#include <arpa/inet.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/head/rawheader.h"

enum {
	HOPS = 10,			/* within our own house */
	COMMENTS = 10,			/* within one another */
	V4_AT = 12,			/* of an IPv4 address in the 16 octets of an IPv6 one */
	V4_BITS = 96 + 24,
	V6_BITS = 64,
};

enum side { HOP_BAD, HOP_INSIDE, HOP_OUTSIDE };

#define V4(a, b, c, d)	{ { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d } }

/* RFC 6890: nobody is reached there from outside. */
static const struct { struct ip ip; int bits; } inside[] = {
	{ V4(0, 0, 0, 0), 96 + 8 }, { V4(10, 0, 0, 0), 96 + 8 },
	{ V4(100, 64, 0, 0), 96 + 10 }, { V4(127, 0, 0, 0), 96 + 8 },
	{ V4(169, 254, 0, 0), 96 + 16 }, { V4(172, 16, 0, 0), 96 + 12 },
	{ V4(192, 168, 0, 0), 96 + 16 }, { V4(224, 0, 0, 0), 96 + 3 },
	{ { { 0 } }, 127 },				/* :: and ::1 */
	{ { { 0xfc } }, 7 }, { { { 0xfe, 0x80 } }, 10 }, { { { 0xff } }, 8 },
};

/* Who has an IPv4 address has all of these: RFC 6052 and 3056. */
static const struct { struct ip ip; int bits; size_t v4_at; } carriers[] = {
	{ { { 0x00, 0x64, 0xff, 0x9b } }, 96, V4_AT },
	{ { { 0x20, 0x02 } }, 16, 2 },
};

bool
ip_is_within(const struct ip *ip, const struct ip *net, int bits)
{
	size_t whole = (size_t)bits / 8;
	unsigned char mask = (unsigned char)(0xff00 >> bits % 8);

	return memcmp(ip->v, net->v, whole) == 0 &&
	    (bits % 8 == 0 || ((ip->v[whole] ^ net->v[whole]) & mask) == 0);
}

static struct ip
v4_of(const unsigned char *octets)
{
	struct ip ip = V4(0, 0, 0, 0);

	memcpy(ip.v + V4_AT, octets, 4);
	return ip;
}

static bool
is_v4(const struct ip *ip)
{
	static const struct ip v4 = V4(0, 0, 0, 0);

	return ip_is_within(ip, &v4, 96);
}

/* Of RFC 5321's literals, "IPv6:2001:db8::1", and as servers write them without its tag. */
static bool
ip_parse(struct str s, struct ip *out)
{
	char text[INET6_ADDRSTRLEN];
	unsigned char v4[4];

	if (str_istarts(s, STR("IPv6:")))
		s = str_sub(s, 5, SIZE_MAX);
	if (s.n == 0 || s.n >= sizeof(text) || memchr(s.p, '\0', s.n) != NULL)
		return false;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	if (inet_pton(AF_INET, text, v4) == 1)
		*out = v4_of(v4);
	else if (inet_pton(AF_INET6, text, out->v) != 1)
		return false;
	for (size_t i = 0; i < COUNT(carriers); i++)
		if (ip_is_within(out, &carriers[i].ip, carriers[i].bits))
			*out = v4_of(out->v + carriers[i].v4_at);
	return true;
}

bool
ip_is_inside(const struct ip *ip)
{
	for (size_t i = 0; i < COUNT(inside); i++)
		if (ip_is_within(ip, &inside[i].ip, inside[i].bits))
			return true;
	return false;
}

/* The next word of a comment, or of the clause, with the comments within it. */
static struct str
word(struct str *s)
{
	struct str w;
	size_t n = 0;

	*s = str_trim(*s);
	while (n < s->n && str_chr(STR(" \t\r\n();"), s->p[n], 0) == SIZE_MAX)
		n++;
	w = str_sub(*s, 0, n);
	*s = str_sub(*s, n, SIZE_MAX);
	return w;
}

/* "[192.0.2.1]", whatever stands behind it: "[192.0.2.1]:25". */
static bool
literal(struct str w, struct ip *out)
{
	size_t end = str_chr(w, ']', 0);

	return str_starts(w, STR("[")) && end != SIZE_MAX &&
	    ip_parse(str_sub(w, 1, end - 1), out);
}

/*
 * What the server saw of the connection: "[192.0.2.1] …", "its.name [192.0.2.1] …", or an
 * address alone, behind what identd said of it.  Not what the client called itself.
 */
static bool
connection(struct str comment, struct ip *out)
{
	struct str whole = str_trim(comment), first = word(&comment);
	size_t at = str_chr(whole, '@', 0);

	if (ip_parse(at == SIZE_MAX ? whole : str_sub(whole, at + 1, SIZE_MAX), out) ||
	    literal(first, out))
		return true;
	return !str_ieq(first, STR("HELO")) && !str_ieq(first, STR("EHLO")) &&
	    literal(word(&comment), out);
}

/* Cuts a comment off, without its brackets.  False: it has no end. */
static bool
take_comment(struct str *s, struct str *out)
{
	size_t depth = 0;

	for (size_t i = 0; i < s->n; i++) {
		if (s->p[i] == '\\')
			i++;
		else if (s->p[i] == '(' && ++depth > COMMENTS)
			return false;
		else if (s->p[i] == ')' && --depth == 0) {
			*out = str_sub(*s, 1, i - 1);
			*s = str_sub(*s, i + 1, SIZE_MAX);
			return true;
		}
	}
	return false;
}

static void
add_client(struct hop *h, const struct ip *ip)
{
	h->bad |= h->is_client && memcmp(&h->client, ip, sizeof(*ip)) != 0;
	h->client = *ip;
	h->is_client = true;
}

/* The comments behind a name of the clause. */
static void
comments(struct str *s, struct hop *h, bool of_client)
{
	struct str comment;
	struct ip ip;

	while (!h->bad && str_starts(*s = str_trim(*s), STR("("))) {
		h->bad = !take_comment(s, &comment);
		if (!h->bad && of_client && connection(comment, &ip))
			add_client(h, &ip);
	}
}

/* An encoded word may not stand here, nor what is a bracket in one charset only. */
static bool
is_plain(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80 || s.p[i] == '\033')
			return false;
	return str_find(s, STR("=?"), 0) == SIZE_MAX;
}

/* What stands behind the server's name: "(what it is) via TCP with PROTOCOL id …". */
static bool
is_lmtp(struct str s, struct hop *h)
{
	struct str w;

	comments(&s, h, false);
	if (str_ieq(w = word(&s), STR("via"))) {
		(void)word(&s);
		comments(&s, h, false);
		w = word(&s);
	}
	return str_ieq(w, STR("with")) && str_istarts(word(&s), STR("LMTP"));
}

/* "from NAME (connection) by NAME …" */
struct hop
received_hop(struct str s)
{
	struct hop h = { .bad = false };
	struct str rest = s, w = word(&rest);
	struct ip ip;

	if (str_ieq(w, STR("from"))) {
		h.from = word(&rest);
		comments(&rest, &h, true);
		if (!h.is_client && literal(h.from, &ip))
			add_client(&h, &ip);
		w = word(&rest);
	}
	h.by = word(&rest);
	h.bad |= !str_ieq(w, STR("by")) || h.by.n == 0 ||
	    str_chr(h.from, '"', 0) != SIZE_MAX || !is_plain(str_sub(s, 0, s.n - rest.n));
	h.is_local = is_lmtp(rest, &h);
	if (str_ends(h.by, STR(".")))
		h.by = str_sub(h.by, 0, h.by.n - 1);
	return h;
}

/*
 * Without a client's address it is a step within the house, or somebody in it wrote the
 * mail, and all that stands below.
 */
static enum side
side_of(const struct hop *h, const struct strs *own)
{
	bool ours = strs_ihas(own, h->by);

	if (h->bad)
		return HOP_BAD;
	if (!h->is_client)
		return h->is_local || (!ours && h->from.n == 0) ? HOP_INSIDE : HOP_BAD;
	if (ip_is_inside(&h->client))
		return HOP_INSIDE;
	return ours ? HOP_OUTSIDE : HOP_BAD;
}

static struct str
network(struct arena *a, struct ip ip)
{
	bool v4 = is_v4(&ip);
	char text[INET6_ADDRSTRLEN];

	for (size_t i = (size_t)(v4 ? V4_BITS : V6_BITS) / 8; i < sizeof(ip.v); i++)
		ip.v[i] = 0;
	if (inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? ip.v + V4_AT : ip.v, text,
	    sizeof(text)) == NULL)
		return STR_NONE;
	return str_printf(a, "%s/%d", text, v4 ? V4_BITS - 96 : V6_BITS);
}

struct str
received_network(struct arena *a, struct str block, const struct strs *own)
{
	struct rawheader field;
	size_t hops = 0;

	while (own->n > 0 && hops < HOPS && rawheader_next(&block, &field)) {
		struct hop h;

		if (!str_ieq(field.name, STR("Received")))
			continue;
		h = received_hop(field.value);
		switch (side_of(&h, own)) {
		case HOP_BAD:
			return STR_NONE;
		case HOP_OUTSIDE:
			return network(a, h.client);
		case HOP_INSIDE:
			hops++;
			break;
		}
	}
	return STR_NONE;
}
