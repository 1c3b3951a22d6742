/*
 * example: see example.h.  Reads a part of PCRE2's language: the first alternative, the
 * least number of times.  What it makes of the rest is tried and dropped.
 */
#include "daemon/filter/example.h"

#include "parsers/text/pattern.h"

enum { DEEPEST = 20, MOST_TIMES = 50, LONGEST = 2000 };

struct reading {
	struct str	regex;
	size_t		at;
	size_t		depth;
	struct buf	out;
	bool		lost;		/* it says what is not read here */
};

static void	alternatives(struct reading *);

static char
peek(const struct reading *r)
{
	return r->at < r->regex.n ? r->regex.p[r->at] : '\0';
}

static bool
takes(struct reading *r, char c)
{
	if (r->at >= r->regex.n || r->regex.p[r->at] != c)
		return false;
	r->at++;
	return true;
}

static bool
is_among(char c, const char *set)
{
	return c != '\0' && strchr(set, c) != NULL;
}

/* Behind a backslash: a character of its class; '\0': it stands for a place. */
static char
escaped(struct reading *r)
{
	static const struct { char name, is; } classes[] = {
		{ 'd', '7' }, { 'w', 'a' }, { 's', ' ' }, { 'D', 'a' }, { 'W', ' ' }, { 'S', 'a' },
		{ 'n', '\n' }, { 't', '\t' }, { 'h', ' ' }, { 'R', '\n' },
	};
	char c = peek(r);

	r->at++;
	if (is_among(c, "bBAzZGK"))
		return '\0';
	for (size_t i = 0; i < sizeof(classes) / sizeof(*classes); i++)
		if (classes[i].name == c)
			return classes[i].is;
	r->lost |= (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	return c;
}

/* Behind '[': the first of its members, or one that is none of them. */
static char
class_member(struct reading *r)
{
	bool negated = takes(r, '^'), seen[128] = { false };
	char first = '\0', last = '\0';

	for (size_t n = 0; r->at < r->regex.n && (peek(r) != ']' || n == 0); n++) {
		char c = r->regex.p[r->at++];

		if (c == '[' && peek(r) == ':')
			r->lost = true;
		if (c == '\\')
			c = escaped(r);
		if (c == '-' && last != '\0' && peek(r) != ']' && r->at < r->regex.n) {
			for (char to = r->regex.p[r->at++]; last < to && last > 0; last++)
				seen[(unsigned char)last & 0x7f] = true;
			continue;
		}
		seen[(unsigned char)c & 0x7f] = true;
		first = first == '\0' ? c : first;
		last = c;
	}
	r->at++;
	for (const char *p = "ax7 -_.!B"; negated && *p != '\0'; p++)
		if (!seen[(unsigned char)*p])
			return *p;
	return first;
}

/* Behind '(': what it holds, unless it only looks. */
static void
group(struct reading *r)
{
	size_t before = r->out.n;
	bool looks = false;

	if (takes(r, '?')) {
		if (takes(r, '<') || (takes(r, 'P') && takes(r, '<'))) {
			looks = peek(r) == '=' || peek(r) == '!';
			while (!looks && r->at < r->regex.n && peek(r) != '>')
				r->at++;
		} else {
			looks = peek(r) == '=' || peek(r) == '!';
			while (is_among(peek(r), "imsxnJU^-"))
				r->at++;
		}
		if (takes(r, ')'))
			return;		/* options alone */
		r->at++;
	}
	alternatives(r);
	if (looks)
		r->out.n = before;
}

static size_t
number(struct reading *r)
{
	size_t n = 0;

	while (peek(r) >= '0' && peek(r) <= '9' && n < MOST_TIMES)
		n = n * 10 + (size_t)(r->regex.p[r->at++] - '0');
	return n;
}

/* How often at least, behind an atom. */
static size_t
times(struct reading *r)
{
	size_t least = 1, before = r->at;

	if (takes(r, '*') || takes(r, '?')) {
		least = 0;
	} else if (takes(r, '{')) {
		least = number(r);
		if (takes(r, ','))
			number(r);
		if (!takes(r, '}')) {
			r->at = before;
			return 1;
		}
	} else if (!takes(r, '+')) {
		return 1;
	}
	if (peek(r) == '?' || peek(r) == '+')
		r->at++;
	return least;
}

static void
atom(struct reading *r)
{
	char c = r->regex.p[r->at++];

	if (c == '(') {
		group(r);
		return;
	}
	if (c == '^' || c == '$')
		return;
	c = c == '\\' ? escaped(r) : c == '[' ? class_member(r) : c == '.' ? 'x' : c;
	if (c != '\0')
		buf_addc(&r->out, c);
}

static void
sequence(struct reading *r)
{
	while (r->at < r->regex.n && peek(r) != '|' && peek(r) != ')' && r->out.n < LONGEST) {
		size_t before = r->out.n, least, made;
		struct str one;

		atom(r);
		made = r->out.n - before;
		least = times(r);
		one = str_dup(r->out.a, (struct str){ r->out.p + before, made });
		for (size_t i = 1; i < least && r->out.n < LONGEST; i++)
			buf_add(&r->out, one);
		if (least == 0)
			r->out.n = before;
	}
}

/* Up to the ')' that ends them, and that, too. */
static void
alternatives(struct reading *r)
{
	size_t kept;

	if (++r->depth > DEEPEST)
		r->lost = true;
	if (!r->lost)
		sequence(r);
	r->lost |= r->out.n >= LONGEST;
	kept = r->out.n;
	while (!r->lost && takes(r, '|')) {
		sequence(r);
		r->out.n = kept;
	}
	takes(r, ')');
	r->depth--;
}

bool
example_of(struct arena *a, struct str regex, const struct pattern *p, struct str *out)
{
	struct reading r = { .regex = regex };

	buf_init(&r.out, a);
	buf_reserve(&r.out, 1);
	while (!r.lost && r.at < regex.n)
		alternatives(&r);
	*out = buf_str(&r.out);
	return !r.lost && str_is_utf8(*out) && p != NULL && pattern_match(a, p, *out, NULL) == 1;
}
