/*
 * Reads and orders versions by the scheme of their product.  Trusts nothing: at most
 * LIMIT_VERSION bytes, and no number is ever converted, so none overflows.
 */
#include "parsers/field/scheme.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/field/version.h"
#include "parsers/text/date.h"

enum { NUMBERS_MAX = 8 };

const char *const scheme_names[SCHEMES + 1] = {
	"semver", "debian", "numeric", "date", "list", NULL
};

struct numbers_of {			/* "2026.04.1" */
	struct str	v[NUMBERS_MAX];	/* decimal digits */
	size_t		n;
	char		between;	/* '.' or '-' */
	char		year[5];	/* of a year of two digits */
};

struct debian {
	struct str	epoch, upstream, revision;
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

/* Without zeros in front: nothing is 0. */
static struct str
significant(struct str d)
{
	while (d.n > 0 && d.p[0] == '0')
		d = skip(d, 1);
	return d;
}

static int
cmp_digits(struct str a, struct str b)
{
	a = significant(a);
	b = significant(b);
	if (a.n != b.n)
		return a.n < b.n ? -1 : 1;
	return str_cmp(a, b);
}

/* How many there are, then they: by value.  There are at most LIMIT_VERSION. */
static void
key_digits(struct buf *b, unsigned char base, struct str d)
{
	d = significant(d);
	buf_addc(b, (char)(base + d.n));
	buf_add(b, d);
}

/* "v2.4", "Version 2.4": what stands before the number goes. */
static struct str
drop_lead(struct str s)
{
	static const char *const words[] = { "version", "v.", "v" };

	for (size_t i = 0; i < COUNT(words); i++) {
		struct str rest;

		if (!str_istarts(s, str_c(words[i])))
			continue;
		rest = str_trim(skip(s, strlen(words[i])));
		if (rest.n > 0 && is_digit(rest.p[0]))
			return rest;
	}
	return s;
}

/* False: too long to be one, or nothing. */
static bool
begin(struct str *s)
{
	*s = str_trim(*s);
	if (s->n == 0 || s->n > LIMIT_VERSION)
		return false;
	*s = drop_lead(*s);
	return true;
}

/* ---- numbers with points or hyphens between them ---- */

static bool
take_numbers(struct str s, const char *between, struct numbers_of *out)
{
	*out = (struct numbers_of){ .n = 0 };
	for (;;) {
		struct str d = digits(s);

		if (d.n == 0 || out->n == NUMBERS_MAX)
			return false;
		out->v[out->n++] = d;
		s = skip(s, d.n);
		if (s.n == 0)
			return true;
		if (strchr(between, s.p[0]) == NULL ||
		    (out->between != 0 && s.p[0] != out->between))
			return false;
		out->between = s.p[0];
		s = skip(s, 1);
	}
}

static bool
scan_numeric(struct str s, struct numbers_of *out)
{
	return begin(&s) && take_numbers(s, ".", out);
}

/* The number that these one to four digits are. */
static int
small(struct str d)
{
	uint64_t n = 0;

	return d.n <= 4 && str_u64(d, &n) ? (int)n : -1;
}

static int
days_of(int year, int month)
{
	return (int)(month == 12 ? 31 :
	    date_days(year, month + 1, 1) - date_days(year, month, 1));
}

/* "20260401" */
static void
open_compact(struct numbers_of *v)
{
	struct str d = v->v[0];

	v->v[0] = str_sub(d, 0, 4);
	v->v[1] = str_sub(d, 4, 2);
	v->v[2] = str_sub(d, 6, 2);
	v->n = 3;
	v->between = '-';
}

/* Years of two digits are of this century. */
static void
widen_year(struct numbers_of *v)
{
	if (v->v[0].n != 2)
		return;
	memcpy(v->year, (char[]){ '2', '0', v->v[0].p[0], v->v[0].p[1], '\0' }, sizeof(v->year));
	v->v[0] = (struct str){ v->year, 4 };
}

/* Behind points the third number may count the releases of a month; behind hyphens it is a day. */
static bool
scan_date(struct str s, struct numbers_of *v)
{
	int year, month, day;

	if (!begin(&s) || !take_numbers(s, ".-", v))
		return false;
	if (v->n == 1 && v->v[0].n == 8)
		open_compact(v);
	widen_year(v);
	if (v->n < 2 || v->n > 4 || v->v[0].n != 4 || v->v[1].n > 2)
		return false;
	year = small(v->v[0]);
	month = small(v->v[1]);
	if (year == 0 || month < 1 || month > 12)
		return false;
	if (v->between != '-' || v->n == 2)
		return true;
	day = small(v->v[2]);
	return v->n == 3 && v->v[2].n <= 2 && day >= 1 && day <= days_of(year, month);
}

static int
cmp_numbers(const struct numbers_of *a, const struct numbers_of *b)
{
	for (size_t i = 0; i < a->n || i < b->n; i++) {
		int c = cmp_digits(i < a->n ? a->v[i] : STR_NONE,
		    i < b->n ? b->v[i] : STR_NONE);

		if (c != 0)
			return c;
	}
	return 0;
}

static void
key_numbers(struct buf *b, const struct numbers_of *v)
{
	enum { END = 1, PART = 2 };
	size_t n = v->n;

	while (n > 0 && significant(v->v[n - 1]).n == 0)
		n--;
	for (size_t i = 0; i < n; i++)
		key_digits(b, PART, v->v[i]);
	buf_addc(b, END);
}

/* ---- Debian's: [epoch:]upstream[-revision] ---- */

static bool
debian_chars(struct str s, const char *beside)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_digit(s.p[i]) && !is_alpha(s.p[i]) &&
		    (s.p[i] == '\0' || strchr(beside, s.p[i]) == NULL))
			return false;
	return s.n > 0;
}

/* The revision is behind the last hyphen. */
static bool
scan_debian(struct str s, struct debian *v)
{
	enum { EPOCH_DIGITS = 9 };
	size_t at, hyphen = SIZE_MAX;

	*v = (struct debian){ .epoch = STR_NONE };
	if (!begin(&s))
		return false;
	if ((at = str_chr(s, ':', 0)) != SIZE_MAX) {
		v->epoch = str_sub(s, 0, at);
		if (at == 0 || digits(v->epoch).n != at || at > EPOCH_DIGITS)
			return false;
		s = skip(s, at + 1);
	}
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '-')
			hyphen = i;
	v->upstream = str_sub(s, 0, hyphen);
	if (hyphen != SIZE_MAX)
		v->revision = skip(s, hyphen + 1);
	return debian_chars(v->upstream, at != SIZE_MAX ? ".+-~:" : ".+-~") &&
	    is_digit(v->upstream.p[0]) &&
	    (hyphen == SIZE_MAX || debian_chars(v->revision, ".+~"));
}

/* '~' is before the end, the end before letters, letters before all else. */
static int
weight(struct str s, size_t i)
{
	enum { ELSE = 256 };

	if (i >= s.n || is_digit(s.p[i]))
		return 0;
	if (s.p[i] == '~')
		return -1;
	return is_alpha(s.p[i]) ? s.p[i] : s.p[i] + ELSE;
}

/* Words and numbers in turns, as Policy 5.6.12 has them. */
static int
cmp_debian_part(struct str a, struct str b)
{
	while (a.n > 0 || b.n > 0) {
		struct str da, db;
		size_t i = 0;
		int c;

		for (;; i++) {
			int wa = weight(a, i), wb = weight(b, i);

			if (wa != wb)
				return wa < wb ? -1 : 1;
			if (wa == 0)
				break;
		}
		a = skip(a, i);
		b = skip(b, i);
		da = digits(a);
		db = digits(b);
		if ((c = cmp_digits(da, db)) != 0)
			return c;
		a = skip(a, da.n);
		b = skip(b, db.n);
	}
	return 0;
}

static int
cmp_debian(const struct debian *a, const struct debian *b)
{
	int c = cmp_digits(a->epoch, b->epoch);

	if (c == 0)
		c = cmp_debian_part(a->upstream, b->upstream);
	return c != 0 ? c : cmp_debian_part(a->revision, b->revision);
}

enum {					/* letters and what is above them stand for themselves */
	DEBIAN_TILDE = 1, DEBIAN_END = 2, DEBIAN_ELSE = 0x80
};

/* A turn at least, so that nothing is as "0"; the end is as a turn without a word. */
static void
key_debian_part(struct buf *b, struct str s)
{
	do {
		for (; s.n > 0 && !is_digit(s.p[0]); s = skip(s, 1))
			buf_addc(b, s.p[0] == '~' ? DEBIAN_TILDE : is_alpha(s.p[0]) ? s.p[0] :
			    (char)(DEBIAN_ELSE + s.p[0]));
		buf_addc(b, DEBIAN_END);
		key_digits(b, 0, digits(s));
		s = skip(s, digits(s).n);
	} while (s.n > 0);
	buf_addc(b, DEBIAN_END);
}

static void
key_debian(struct buf *b, const struct debian *v)
{
	key_digits(b, 0, v->epoch);
	key_debian_part(b, v->upstream);
	key_debian_part(b, v->revision);
}

/* ---- a list ---- */

static bool
scan_list(struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7f)
			return false;
	return s.n <= LIMIT_VERSION && str_is_text(s);
}

/* ---- all of them ---- */

struct reading {			/* by a scheme that is not version.h's */
	bool			ok;
	struct numbers_of	numbers;
	struct debian		debian;
};

static void
scan(enum scheme scheme, struct str s, struct reading *r)
{
	r->ok = scheme == SCHEME_NUMERIC ? scan_numeric(s, &r->numbers) :
	    scheme == SCHEME_DATE ? scan_date(s, &r->numbers) :
	    scheme == SCHEME_DEBIAN ? scan_debian(s, &r->debian) : scan_list(s);
}

/* What was left out as noise: an epoch of 0, zeros in front of a number. */
static void
normal(struct buf *b, enum scheme scheme, struct str s, const struct reading *r)
{
	if (scheme == SCHEME_NUMERIC)
		for (size_t i = 0; i < r->numbers.n; i++) {
			struct str d = significant(r->numbers.v[i]);

			buf_adds(b, i > 0 ? "." : "");
			buf_add(b, d.n > 0 ? d : STR("0"));
		}
	else if (scheme == SCHEME_DEBIAN && r->debian.epoch.n > 0 &&
	    significant(r->debian.epoch).n == 0 && str_chr(r->debian.upstream, ':', 0) == SIZE_MAX)
		buf_add(b, skip(s, r->debian.epoch.n + 1));
	else
		buf_add(b, s);
}

bool
scheme_parse(struct arena *a, enum scheme scheme, struct str in, struct str *out)
{
	struct reading r;
	struct buf b;

	*out = STR_NONE;
	if (scheme == SCHEME_SEMVER)
		return version_parse(a, in, out);
	scan(scheme, in, &r);
	if (!r.ok)
		return false;
	in = str_trim(in);
	buf_init(&b, a);
	normal(&b, scheme, scheme == SCHEME_LIST ? in : drop_lead(in), &r);
	*out = buf_str(&b);
	return true;
}

int
scheme_cmp(enum scheme scheme, struct str a, struct str b)
{
	struct reading ra, rb;

	if (scheme == SCHEME_SEMVER)
		return version_cmp(a, b);
	scan(scheme, a, &ra);
	scan(scheme, b, &rb);
	if (ra.ok != rb.ok)
		return ra.ok - rb.ok;
	if (ra.ok && scheme == SCHEME_DEBIAN)
		return cmp_debian(&ra.debian, &rb.debian);
	if (ra.ok && scheme != SCHEME_LIST)
		return cmp_numbers(&ra.numbers, &rb.numbers);
	return ra.ok ? str_cmp(str_trim(a), str_trim(b)) : str_cmp(a, b);
}

void
scheme_key(struct buf *b, enum scheme scheme, struct str s)
{
	enum { NO_VERSION, VERSION };
	struct reading r;

	if (scheme == SCHEME_SEMVER) {
		version_key(b, s);
		return;
	}
	scan(scheme, s, &r);
	buf_addc(b, r.ok ? VERSION : NO_VERSION);
	if (!r.ok)
		buf_add(b, s);
	else if (scheme == SCHEME_DEBIAN)
		key_debian(b, &r.debian);
	else if (scheme == SCHEME_LIST)
		buf_add(b, str_trim(s));
	else
		key_numbers(b, &r.numbers);
}

const char *
scheme_example(enum scheme scheme)
{
	static const char *const examples[SCHEMES] = {
		"2.4.1", "1:2.4.1-1", "2.10", "2026.04", "Spring 2026"
	};

	return examples[scheme];
}
