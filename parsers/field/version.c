/*
 * Reads one version out of what a person typed and orders versions.  Trusts
 * nothing: at most LIMIT_VERSION bytes, no number is ever converted, so none
 * overflows.  Never guesses a version out of a sentence (field.c does that).
 *
 * One departure from Semantic Versioning: inside a pre-release identifier
 * digits compare by value (rc2 < rc10), as people mean them.
 */
#include "parsers/field/version.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"

enum { PARTS_MAX = 8, PARTS_MIN = 3 };

struct version {
	struct str	part[PARTS_MAX];	/* decimal digits */
	size_t		n;
	struct str	build;			/* after '+' */
	char		pre[LIMIT_VERSION];	/* "rc1", lower case */
	size_t		pre_n;
};

/* What may stand before the number. */
static const char *const lead_words[] = {
	"version", "versi\xc3\xb3n", "vers\xc3\xa3o", "versione", "ver.", "ver",
	"release", "rel.", "rel", "v.", "v", "r",
};

/* A pre-release by these words needs no hyphen. */
static const char *const pre_words[] = {
	"alpha", "beta", "milestone", "preview", "snapshot", "nightly", "canary",
	"build", "pre", "dev", "rc", "cr", "m", "a", "b",
};

/* "2.4.0.Final" is 2.4.0. */
static const char *const final_words[] = {
	"final", "ga", "release", "stable",
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static struct str
skip(struct str s, size_t n)
{
	return str_sub(s, n, s.n);
}

static struct str
digits(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_digit(s.p[n]))
		n++;
	return str_sub(s, 0, n);
}

static bool
in_list(const char *const *v, size_t n, struct str s)
{
	for (size_t i = 0; i < n; i++)
		if (str_ieq(s, str_c(v[i])))
			return true;
	return false;
}

/* Drops "Version", ":" and blanks; a word must be followed by one or by a digit. */
static struct str
drop_lead(struct str s)
{
	for (size_t i = 0; i < COUNT(lead_words); i++) {
		struct str word = str_c(lead_words[i]), rest;

		if (!str_istarts(s, word))
			continue;
		rest = skip(s, word.n);
		if (rest.n > 0 && (rest.p[0] == ':' || rest.p[0] == '#'))
			rest = skip(rest, 1);
		rest = str_trim(rest);
		if (rest.n > 0 && is_digit(rest.p[0]))
			return rest;
		/* "version v2.4" */
		if (i == 0 && rest.n > 1 && (rest.p[0] | 32) == 'v' && is_digit(rest.p[1]))
			return skip(rest, 1);
	}
	return s;
}

/* Cuts "2.4.1" off *s. */
static bool
take_numbers(struct str *s, struct version *v)
{
	struct str d = digits(*s);

	for (v->n = 0; d.n > 0 && v->n < PARTS_MAX; d = digits(skip(*s, 1))) {
		bool dotted = v->n > 0;

		v->part[v->n++] = d;
		*s = skip(*s, d.n + dotted);
		if (s->n == 0 || s->p[0] != '.')
			return true;
	}
	return v->n > 0;
}

/* The identifier characters at the start of s. */
static struct str
identifier(struct str s)
{
	size_t n = 0;

	while (n < s.n && (is_digit(s.p[n]) || is_alpha(s.p[n]) ||
	    s.p[n] == '-' || s.p[n] == '.' || s.p[n] == '_'))
		n++;
	return str_sub(s, 0, n);
}

/* The letters at the start of s, when they are a known pre-release word. */
static struct str
pre_word(struct str s)
{
	size_t n = 0;

	while (n < s.n && is_alpha(s.p[n]))
		n++;
	s = str_sub(s, 0, n);
	return in_list(pre_words, COUNT(pre_words), s) ?
	    s : STR_NONE;
}

/* "x" and empty identifiers make no version: "2.4.x", "2.4.0-.1". */
static bool
identifiers_ok(struct str s)
{
	struct str id;

	if (s.n == 0)
		return false;
	while (str_split(&s, '.', &id))
		if (id.n == 0 || str_ieq(id, STR("x")))
			return false;
	return true;
}

static void
add_pre(struct version *v, struct str s)
{
	for (size_t i = 0; i < s.n && v->pre_n < sizeof(v->pre); i++)
		v->pre[v->pre_n++] = (char)(s.p[i] | (is_alpha(s.p[i]) ? 32 : 0));
}

/* "beta 2" after a blank: a known word, perhaps a blank, perhaps a number. */
static bool
take_spaced_pre(struct str *s, struct version *v)
{
	struct str word = pre_word(*s), rest = skip(*s, word.n), d;

	if (word.n == 0)
		return false;
	if (rest.n > 0 && rest.p[0] == ' ' && digits(skip(rest, 1)).n > 0)
		rest = skip(rest, 1);
	d = digits(rest);
	add_pre(v, word);
	add_pre(v, d);
	*s = skip(rest, d.n);
	return true;
}

/* Cuts what follows the numbers: -rc1, .RC1, rc1, ~rc1, " beta 2", ".Final". */
static bool
take_pre(struct str *s, struct version *v)
{
	struct str id;
	bool marked = s->n > 0 && (s->p[0] == '-' || s->p[0] == '~' ||
	    s->p[0] == '.' || s->p[0] == '_');
	bool dotted = s->n > 0 && s->p[0] == '.';

	if (s->n == 0 || s->p[0] == '+')
		return true;
	if (s->p[0] == ' ') {
		*s = skip(*s, 1);
		return take_spaced_pre(s, v);
	}
	if (marked)
		*s = skip(*s, 1);
	id = identifier(*s);
	/* A lone number is a version only beside a word that says so: 7-rc1. */
	if (!identifiers_ok(id) || (v->n == 1 && pre_word(id).n == 0) ||
	    ((!marked || dotted) && !is_alpha(id.p[0])))
		return false;
	*s = skip(*s, id.n);
	if (!in_list(final_words, COUNT(final_words), id))
		add_pre(v, id);
	return true;
}

static bool
scan(struct str s, struct version *v)
{
	*v = (struct version){ .n = 0 };
	s = str_trim(s);
	if (s.n == 0 || s.n > LIMIT_VERSION)
		return false;
	s = drop_lead(s);
	while (s.n > 0 && (s.p[s.n - 1] == '.' || s.p[s.n - 1] == ',' ||
	    s.p[s.n - 1] == ';'))
		s.n--;
	if (!take_numbers(&s, v) || !take_pre(&s, v))
		return false;
	if (s.n > 0 && s.p[0] == '+') {
		v->build = identifier(skip(s, 1));
		s = skip(s, 1 + v->build.n);
		return s.n == 0 && identifiers_ok(v->build);
	}
	return s.n == 0;
}

bool
version_parse(struct arena *a, struct str in, struct str *out)
{
	struct version v;
	struct buf b;

	*out = STR_NONE;
	if (!scan(in, &v))
		return false;
	buf_init(&b, a);
	for (size_t i = 0; i < v.n || i < PARTS_MIN; i++) {
		if (i > 0)
			buf_addc(&b, '.');
		buf_add(&b, i < v.n ? v.part[i] : STR("0"));
	}
	if (v.pre_n > 0) {
		buf_addc(&b, '-');
		buf_add(&b, (struct str){ v.pre, v.pre_n });
	}
	if (v.build.n > 0) {
		buf_addc(&b, '+');
		buf_add(&b, v.build);
	}
	/* What is given can be read again. */
	if (b.n > LIMIT_VERSION)
		return false;
	*out = buf_str(&b);
	return true;
}

/* Decimal digits by value; an empty one is 0. */
static int
cmp_digits(struct str a, struct str b)
{
	while (a.n > 0 && a.p[0] == '0')
		a = skip(a, 1);
	while (b.n > 0 && b.p[0] == '0')
		b = skip(b, 1);
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	return str_cmp(a, b);
}

static int
cmp_identifier(struct str a, struct str b)
{
	bool na = a.n > 0 && digits(a).n == a.n, nb = b.n > 0 && digits(b).n == b.n;

	if (na != nb)
		return na ? -1 : 1;
	while (a.n > 0 && b.n > 0) {
		struct str da = digits(a), db = digits(b);
		int c;

		if (da.n > 0 && db.n > 0) {
			c = cmp_digits(da, db);
		} else {
			da = str_sub(a, 0, 1);
			db = str_sub(b, 0, 1);
			c = str_cmp(da, db);
		}
		if (c != 0)
			return c;
		a = skip(a, da.n);
		b = skip(b, db.n);
	}
	return (a.n > 0) - (b.n > 0);
}

/* Semantic Versioning 11.3 and 11.4: none is later than any; then by identifier. */
static int
cmp_pre(const struct version *a, const struct version *b)
{
	struct str ra = { a->pre, a->pre_n }, rb = { b->pre, b->pre_n }, ia, ib;

	if (ra.n == 0 || rb.n == 0)
		return (ra.n == 0) - (rb.n == 0);
	for (;;) {
		bool ha = str_split(&ra, '.', &ia), hb = str_split(&rb, '.', &ib);
		int c;

		if (!ha || !hb)
			return ha - hb;
		if ((c = cmp_identifier(ia, ib)) != 0)
			return c;
	}
}

bool
version_is(struct str in)
{
	struct version v;

	return scan(in, &v);
}

int
version_cmp(struct str a, struct str b)
{
	struct version va, vb;
	bool oka = scan(a, &va), okb = scan(b, &vb);
	int c;

	if (!oka || !okb)
		return oka != okb ? oka - okb : str_cmp(a, b);
	for (size_t i = 0; i < va.n || i < vb.n; i++) {
		c = cmp_digits(i < va.n ? va.part[i] : STR_NONE,
		    i < vb.n ? vb.part[i] : STR_NONE);
		if (c != 0)
			return c;
	}
	return cmp_pre(&va, &vb);
}

/* ---- keys: octets in version_cmp()'s order ---- */

enum {
	KEY_NO_VERSION, KEY_VERSION,		/* first of all */
	KEY_END = 1,				/* below what else may stand there */
	KEY_PART = 2,				/* and a part's digits */
	KEY_LIST_END = 0, KEY_NUMERIC = 2, KEY_WORD = 3,
	KEY_DIGITS = '0',			/* among the other letters */
	KEY_NO_PRE = 0xff,
};

/* How many there are, then they: by value. */
static void
key_digits(struct buf *b, unsigned char base, struct str d)
{
	while (d.n > 0 && d.p[0] == '0')
		d = skip(d, 1);
	buf_addc(b, (char)(base + d.n));
	buf_add(b, d);
}

static void
key_identifier(struct buf *b, struct str id)
{
	bool numeric = digits(id).n == id.n;

	buf_addc(b, numeric ? KEY_NUMERIC : KEY_WORD);
	while (id.n > 0) {
		struct str d = digits(id);

		if (d.n > 0) {
			buf_addc(b, KEY_DIGITS);
			key_digits(b, 0, d);
			id = skip(id, d.n);
		} else {
			buf_addc(b, id.p[0]);
			id = skip(id, 1);
		}
	}
	buf_addc(b, KEY_END);
}

static bool
is_zero(struct str d)
{
	while (d.n > 0 && d.p[0] == '0')
		d = skip(d, 1);
	return d.n == 0;
}

void
version_key(struct buf *b, struct str s)
{
	struct version v;
	struct str pre, id;

	if (!scan(s, &v)) {
		buf_addc(b, KEY_NO_VERSION);
		buf_add(b, s);
		return;
	}
	buf_addc(b, KEY_VERSION);
	while (v.n > 0 && is_zero(v.part[v.n - 1]))
		v.n--;
	for (size_t i = 0; i < v.n; i++)
		key_digits(b, KEY_PART, v.part[i]);
	buf_addc(b, KEY_END);
	if (v.pre_n == 0) {
		buf_addc(b, (char)KEY_NO_PRE);
		return;
	}
	pre = (struct str){ v.pre, v.pre_n };
	while (str_split(&pre, '.', &id))
		key_identifier(b, id);
	buf_addc(b, KEY_LIST_END);
}
