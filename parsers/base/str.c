#include "parsers/base/str.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parsers/base/array.h"

enum {
	SHORT = 16,			/* bytes, of what is looked for */
	BRIEF = 256,			/* bytes, of what printf makes */
	ADDED = 48			/* and adds */
};

struct str
str_c(const char *s)
{
	return (struct str){ s, s == NULL ? 0 : strlen(s) };
}

static unsigned char
lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool
str_ieq(struct str a, struct str b)
{
	return a.n == b.n && str_istarts(a, b);
}

int
str_cmp(struct str a, struct str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

	return c != 0 ? c : (a.n > b.n) - (a.n < b.n);
}

bool
str_istarts(struct str s, struct str prefix)
{
	if (s.n < prefix.n)
		return false;
	for (size_t i = 0; i < prefix.n; i++)
		if (lower(s.p[i]) != lower(prefix.p[i]))
			return false;
	return true;
}

bool
str_ends(struct str s, struct str suffix)
{
	return s.n >= suffix.n && (suffix.n == 0 ||
	    memcmp(s.p + s.n - suffix.n, suffix.p, suffix.n) == 0);
}

/*
 * Short words that are known here, not in the mail: their first two bytes are
 * rare, and memchr() finds them faster than memmem() would.
 */
static const char *
find_short(struct str s, struct str needle)
{
	const char *last = s.p + s.n - needle.n, *at = s.p;

	for (; at <= last && (at = memchr(at, needle.p[0], (size_t)(last - at) + 1)) != NULL; at++)
		if ((needle.n == 1 || at[1] == needle.p[1]) &&
		    memcmp(at, needle.p, needle.n) == 0)
			return at;
	return NULL;
}

size_t
str_find(struct str s, struct str needle, size_t from)
{
	const char *at;

	if (from > s.n || needle.n > s.n - from)
		return SIZE_MAX;
	if (needle.n == 0)
		return from;
	if (needle.n <= SHORT)
		at = find_short(str_sub(s, from, s.n), needle);
	else
		at = memmem(s.p + from, s.n - from, needle.p, needle.n);
	return at == NULL ? SIZE_MAX : (size_t)(at - s.p);
}

size_t
str_ifind(struct str s, struct str needle, size_t from)
{
	for (; from <= s.n && needle.n <= s.n - from; from++)
		if (str_istarts(str_sub(s, from, needle.n), needle))
			return from;
	return SIZE_MAX;
}

struct str
str_rtrim(struct str s)
{
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

struct str
str_trim(struct str s)
{
	s = str_rtrim(s);
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	return s;
}

bool
str_split(struct str *rest, char sep, struct str *field)
{
	size_t at;

	if (rest->p == NULL)
		return false;
	at = str_chr(*rest, sep, 0);
	if (at == SIZE_MAX) {
		*field = *rest;
		*rest = STR_NONE;
		return true;
	}
	*field = str_sub(*rest, 0, at);
	rest->p += at + 1;
	rest->n -= at + 1;
	return true;
}

bool
str_line(struct str *rest, struct str *line)
{
	if (rest->n == 0)
		return false;
	if (!str_split(rest, '\n', line))
		return false;
	if (line->n > 0 && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool
str_u64(struct str s, uint64_t *out)
{
	uint64_t v = 0;

	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9' ||
		    __builtin_mul_overflow(v, 10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(s.p[i] - '0'), &v))
			return false;
	}
	*out = v;
	return true;
}

bool
str_i64(struct str s, int64_t *out)
{
	bool neg = s.n > 0 && s.p[0] == '-';
	uint64_t v;

	if (!str_u64(neg ? str_sub(s, 1, s.n) : s, &v) || v > INT64_MAX)
		return false;
	*out = neg ? -(int64_t)v : (int64_t)v;
	return true;
}

static int
hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 :
	    c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int
str_hex(struct str s, size_t at)
{
	int high, low;

	if (s.n < 2 || at > s.n - 2)
		return -1;
	high = hex_digit(s.p[at]);
	low = hex_digit(s.p[at + 1]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

struct str
str_dup(struct arena *a, struct str s)
{
	char *p = arena_bytes(a, s.n + 1);

	if (s.n > 0)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str
str_lower(struct arena *a, struct str s)
{
	char *p = arena_bytes(a, s.n + 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = (char)lower(s.p[i]);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str
str_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char brief[BRIEF], *p;
	va_list again;
	int n;

	/* Most of what is made so is short: it is made once. */
	assert(fmt != NULL);
	va_copy(again, ap);
	n = vsnprintf(brief, sizeof(brief), fmt, again);
	va_end(again);
	if (n < 0)
		abort();
	if ((size_t)n < sizeof(brief))
		return str_dup(a, (struct str){ brief, (size_t)n });
	p = arena_bytes(a, (size_t)n + 1);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	return (struct str){ p, (size_t)n };
}

struct str
str_printf(struct arena *a, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	va_start(ap, fmt);
	s = str_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

/* Length of the well-formed character at s[0], or 0 (RFC 3629 section 4). */
static size_t
utf8_len(const unsigned char *s, size_t n)
{
	static const struct {
		unsigned char lo, hi, second_lo, second_hi, len;
	} rows[] = {
		{ 0x00, 0x7f, 0, 0, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t r = 0; r < COUNT(rows); r++) {
		size_t len = rows[r].len;

		if (s[0] < rows[r].lo || s[0] > rows[r].hi)
			continue;
		if (len > n || (len > 1 && (s[1] < rows[r].second_lo ||
		    s[1] > rows[r].second_hi)))
			return 0;
		for (size_t i = 2; i < len; i++)
			if ((s[i] & 0xc0) != 0x80)
				return 0;
		return len;
	}
	return 0;
}

size_t
str_utf8_len(struct str s)
{
	return s.n == 0 ? 0 : utf8_len((const unsigned char *)s.p, s.n);
}

size_t
str_ascii(struct str s, size_t from)
{
	size_t i = from;
	uint64_t eight;

	for (; s.n - i >= sizeof(eight); i += sizeof(eight)) {
		memcpy(&eight, s.p + i, sizeof(eight));
		if ((eight & 0x8080808080808080u) != 0)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i - from;
}

bool
str_is_utf8(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;

	for (size_t i = 0, len; (i += str_ascii(s, i)) < s.n; i += len)
		if ((len = utf8_len(p + i, s.n - i)) == 0)
			return false;
	return true;
}

bool
str_is_text(struct str s)
{
	return s.n > 0 && str_chr(s, '\0', 0) == SIZE_MAX && str_is_utf8(s);
}

struct str
str_utf8_cut(struct str s, size_t n)
{
	if (s.n <= n)
		return s;
	while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
		n--;
	return str_sub(s, 0, n);
}

void
strs_add(struct arena *a, struct strs *list, struct str s)
{
	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = s;
}

void
strs_prepend(struct arena *a, struct strs *list, struct str s)
{
	strs_add(a, list, s);
	memmove(list->v + 1, list->v, (list->n - 1) * sizeof(*list->v));
	list->v[0] = s;
}

bool
strs_has(const struct strs *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], s))
			return true;
	return false;
}

struct strs
strs_copy(struct arena *a, const struct strs *in)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < in->n; i++)
		strs_add(a, &out, in->v[i]);
	return out;
}

void
strs_drop(struct strs *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_eq(list->v[i], s))
			list->v[i--] = list->v[--list->n];
}

bool
strs_ihas(const struct strs *list, struct str s)
{
	for (size_t i = 0; i < list->n; i++)
		if (str_ieq(list->v[i], s))
			return true;
	return false;
}

struct str
strs_join(struct arena *a, const struct strs *list, const char *between)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++) {
		buf_adds(&b, i > 0 ? between : "");
		buf_add(&b, list->v[i]);
	}
	return buf_str(&b);
}

void
buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){ .a = a };
}

/* Room for n more bytes and a NUL. */
static void
buf_grow(struct buf *b, size_t n)
{
	size_t want, cap = b->cap < 64 ? 64 : b->cap;
	char *p;

	if (__builtin_add_overflow(b->n, n, &want) || want > SIZE_MAX / 4)
		abort();
	if (want < b->cap)
		return;
	while (cap <= want)
		cap *= 2;
	p = arena_bytes(b->a, cap);
	if (b->n > 0)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = cap;
}

void
buf_reserve(struct buf *b, size_t n)
{
	char *p;

	if (n >= SIZE_MAX / 4)
		abort();
	if (b->n + n < b->cap)
		return;
	p = arena_bytes(b->a, b->n + n + 1);
	if (b->n > 0)
		memcpy(p, b->p, b->n);
	b->p = p;
	b->cap = b->n + n + 1;
}

void
buf_add(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	buf_grow(b, s.n);
	memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}

void
buf_adds(struct buf *b, const char *s)
{
	buf_add(b, str_c(s));
}

void
buf_addc(struct buf *b, char c)
{
	if (b->n + 1 >= b->cap)
		buf_grow(b, 1);
	b->p[b->n++] = c;
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;
	size_t room;
	int n;

	buf_grow(b, ADDED);
	for (;;) {
		room = b->cap - b->n;
		va_start(ap, fmt);
		n = vsnprintf(b->p + b->n, room, fmt, ap);
		va_end(ap);
		if (n < 0)
			abort();
		if ((size_t)n < room)
			break;
		buf_grow(b, (size_t)n + 1);
	}
	b->n += (size_t)n;
}

void
buf_utf8(struct buf *b, uint32_t c)
{
	char s[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = { 0, 0x00, 0xc0, 0xe0, 0xf0 };

	if (c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		c = 0xfffd, n = 3;
	for (size_t i = n; i-- > 1; c >>= 6)
		s[i] = (char)(0x80 | (c & 0x3f));
	s[0] = (char)(lead[n] | c);
	buf_add(b, (struct str){ s, n });
}

struct str
buf_str(struct buf *b)
{
	buf_grow(b, 0);
	b->p[b->n] = '\0';
	return (struct str){ b->p, b->n };
}
