/*
 * Trusts nothing about its input; never fails, never looks at the locale.
 */
#include "parsers/text/fold.h"

#include "parsers/base/array.h"

/* Base letters of U+00C0 to U+017F; '*' keeps the character. */
static const char latin[] =
    "aaaaaa*ceeeeiiii"			/* 00c0 */
    "dnooooo*ouuuuy**"			/* 00d0 */
    "aaaaaa*ceeeeiiii"			/* 00e0 */
    "dnooooo*ouuuuy*y"			/* 00f0 */
    "aaaaaaccccccccdd"			/* 0100 */
    "ddeeeeeeeeeegggg"			/* 0110 */
    "gggghhhhiiiiiiii"			/* 0120 */
    "iijjjjkkklllllll"			/* 0130 */
    "lllnnnnnnnnnoooo"			/* 0140 */
    "oo**rrrrrrssssss"			/* 0150 */
    "ssttttttuuuuuuuu"			/* 0160 */
    "uuuuwwyyyzzzzzzs";			/* 0170 */

/* The same of U+1E00 to U+1EFF. */
static const char latin_more[] =
    "aabbbbbbccddddddddddeeeeeeeeeeff"
    "gghhhhhhhhhhiiiikkkkkkllllllllmm"
    "mmmmnnnnnnnnoooooooopppprrrrrrrr"
    "ssssssssssttttttttuuuuuuuuuuvvvv"
    "wwwwwwwwwwxxxxyyzzzzzzhtwy******"
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
    "eeeeeeeeiiiioooooooooooooooooooo"
    "oooouuuuuuuuuuuuuuyyyyyyyy******";

static const struct {
	uint32_t	 c;
	const char	*to;
} pairs[] = {
	{ 0xc6, "ae" }, { 0xe6, "ae" }, { 0xdf, "ss" }, { 0x1e9e, "ss" },
	{ 0x152, "oe" }, { 0x153, "oe" }, { 0xde, "th" }, { 0xfe, "th" },
	{ 0x218, "s" }, { 0x219, "s" }, { 0x21a, "t" }, { 0x21b, "t" },
	{ 0x1a0, "o" }, { 0x1a1, "o" }, { 0x1af, "u" }, { 0x1b0, "u" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0xff1a, ":" },
};

/*
 * Letters with marks, of Greek, Cyrillic and Arabic: what Unicode takes apart,
 * so that one letter and a mark of its own is the same.  Sorted.
 */
static const struct {
	uint32_t	 lo, hi;
	const char	*to;
} marked[] = {
	{ 0x386, 0x386, "α" }, { 0x388, 0x388, "ε" }, { 0x389, 0x389, "η" },
	{ 0x38a, 0x38a, "ι" }, { 0x38c, 0x38c, "ο" }, { 0x38e, 0x38e, "υ" },
	{ 0x38f, 0x38f, "ω" }, { 0x390, 0x390, "ι" }, { 0x3aa, 0x3aa, "ι" },
	{ 0x3ab, 0x3ab, "υ" }, { 0x3ac, 0x3ac, "α" }, { 0x3ad, 0x3ad, "ε" },
	{ 0x3ae, 0x3ae, "η" }, { 0x3af, 0x3af, "ι" }, { 0x3b0, 0x3b0, "υ" },
	{ 0x3c2, 0x3c2, "σ" }, { 0x3ca, 0x3ca, "ι" }, { 0x3cb, 0x3cb, "υ" },
	{ 0x3cc, 0x3cc, "ο" }, { 0x3cd, 0x3cd, "υ" }, { 0x3ce, 0x3ce, "ω" },
	{ 0x400, 0x401, "е" }, { 0x403, 0x403, "г" }, { 0x407, 0x407, "і" },
	{ 0x40c, 0x40c, "к" }, { 0x40d, 0x40d, "и" }, { 0x40e, 0x40e, "у" },
	{ 0x419, 0x419, "и" }, { 0x439, 0x439, "и" }, { 0x450, 0x451, "е" },
	{ 0x453, 0x453, "г" }, { 0x457, 0x457, "і" }, { 0x45c, 0x45c, "к" },
	{ 0x45d, 0x45d, "и" }, { 0x45e, 0x45e, "у" }, { 0x622, 0x623, "ا" },
	{ 0x624, 0x624, "و" }, { 0x625, 0x625, "ا" }, { 0x626, 0x626, "ي" },
	{ 0x1f00, 0x1f0f, "α" }, { 0x1f10, 0x1f1f, "ε" }, { 0x1f20, 0x1f2f, "η" },
	{ 0x1f30, 0x1f3f, "ι" }, { 0x1f40, 0x1f4f, "ο" }, { 0x1f50, 0x1f5f, "υ" },
	{ 0x1f60, 0x1f6f, "ω" }, { 0x1f70, 0x1f71, "α" }, { 0x1f72, 0x1f73, "ε" },
	{ 0x1f74, 0x1f75, "η" }, { 0x1f76, 0x1f77, "ι" }, { 0x1f78, 0x1f79, "ο" },
	{ 0x1f7a, 0x1f7b, "υ" }, { 0x1f7c, 0x1f7d, "ω" }, { 0x1f80, 0x1f8f, "α" },
	{ 0x1f90, 0x1f9f, "η" }, { 0x1fa0, 0x1faf, "ω" }, { 0x1fb0, 0x1fbc, "α" },
	{ 0x1fc2, 0x1fc7, "η" }, { 0x1fc8, 0x1fc9, "ε" }, { 0x1fca, 0x1fcc, "η" },
	{ 0x1fd0, 0x1fdb, "ι" }, { 0x1fe0, 0x1fe3, "υ" }, { 0x1fe4, 0x1fe5, "ρ" },
	{ 0x1fe6, 0x1feb, "υ" }, { 0x1fec, 0x1fec, "ρ" }, { 0x1ff2, 0x1ff7, "ω" },
	{ 0x1ff8, 0x1ff9, "ο" }, { 0x1ffa, 0x1ffc, "ω" },
};

/* Marks that stand behind their letter: of any script, Hebrew, Arabic. */
static const struct {
	uint32_t	lo, hi;
} marks[] = {
	{ 0x300, 0x36f }, { 0x591, 0x5bd }, { 0x5bf, 0x5bf }, { 0x5c1, 0x5c2 },
	{ 0x5c4, 0x5c5 }, { 0x5c7, 0x5c7 }, { 0x64b, 0x65f }, { 0x670, 0x670 },
};

/* Upper case at [lo, hi] has its lower case `add` further on. */
static const struct {
	uint32_t	lo, hi, add;
} cases[] = {
	{ 'A', 'Z', 32 }, { 0x391, 0x3a9, 32 }, { 0x400, 0x40f, 80 },
	{ 0x410, 0x42f, 32 },
};

static const struct {
	uint32_t	lo, hi;
} spaces[] = {
	{ '\t', '\t' }, { ' ', ' ' }, { 0xa0, 0xa0 }, { 0x1680, 0x1680 },
	{ 0x2000, 0x200b }, { 0x202f, 0x202f }, { 0x205f, 0x2060 },
	{ 0x3000, 0x3000 }, { 0xfeff, 0xfeff },
};

/* Digits that are written otherwise: Arabic, Persian, Devanagari, full width. */
static const uint32_t zeros[] = { 0x660, 0x6f0, 0x966, 0xff10 };

uint32_t
fold_char(struct str s, size_t *n)
{
	static const uint32_t mask[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	unsigned char c = (unsigned char)s.p[0];
	size_t len = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
	uint32_t v;

	if (len > s.n || !str_is_utf8(str_sub(s, 0, len))) {
		*n = 1;
		return 0xdc80 | (c & 0x7f);
	}
	v = c & mask[len];
	for (size_t i = 1; i < len; i++)
		v = v << 6 | ((unsigned char)s.p[i] & 0x3f);
	*n = len;
	return v;
}

bool
fold_is_space(uint32_t c)
{
	for (size_t i = 0; i < COUNT(spaces); i++)
		if (c >= spaces[i].lo && c <= spaces[i].hi)
			return true;
	return false;
}

/* Marks of direction, which programs put around names, and soft hyphens. */
static bool
is_unseen(uint32_t c)
{
	return c == 0xad || c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
	    (c >= 0x2066 && c <= 0x2069);
}

static bool
is_mark(uint32_t c)
{
	for (size_t i = 0; i < COUNT(marks) && marks[i].lo <= c; i++)
		if (c <= marks[i].hi)
			return true;
	return false;
}

/* Most letters have none: that costs nothing. */
static bool
is_plain(uint32_t c)
{
	return c < marked[0].lo || c > marked[COUNT(marked) - 1].hi ||
	    (c >= 0x41a && c <= 0x44f && c != 0x439) || (c >= 0x3b1 && c <= 0x3c1) ||
	    (c >= 0x45f && c <= 0x621) || (c >= 0x627 && c <= 0x1eff);
}

/* The letter below its mark, or NULL. */
static const char *
unmarked(uint32_t c)
{
	if (is_plain(c))
		return NULL;
	for (size_t i = 0; i < COUNT(marked) && marked[i].lo <= c; i++)
		if (c <= marked[i].hi)
			return marked[i].to;
	return NULL;
}

/* What one character becomes, in at most four bytes; n of them. */
struct folded {
	char	p[4];
	size_t	n;
};

static struct folded
folded_from(struct str s)
{
	struct folded f = { .n = s.n };

	for (size_t i = 0; i < s.n; i++)
		f.p[i] = s.p[i];
	return f;
}

/* `raw` is the character c as it stands. */
static struct folded
fold_one(uint32_t c, struct str raw)
{
	const char *base = unmarked(c);

	if (base != NULL)
		return folded_from(str_c(base));
	for (size_t i = 0; i < COUNT(cases); i++) {
		uint32_t v = c + cases[i].add;

		if (c < cases[i].lo || c > cases[i].hi)
			continue;
		if (v < 0x80)
			return (struct folded){ { (char)v }, 1 };
		return (struct folded){ { (char)(0xc0 | v >> 6), (char)(0x80 | (v & 0x3f)) }, 2 };
	}
	if (c < 0x80)
		return c == '\t' ? folded_from(STR(" ")) : folded_from(raw);
	if (is_mark(c) || is_unseen(c))
		return folded_from(STR_NONE);
	if (fold_is_space(c))
		return folded_from(STR(" "));
	if (c >= 0xc0 && c <= 0x17f && latin[c - 0xc0] != '*')
		return (struct folded){ { latin[c - 0xc0] }, 1 };
	for (size_t i = 0; i < COUNT(zeros); i++)
		if (c >= zeros[i] && c <= zeros[i] + 9)
			return (struct folded){ { (char)('0' + (c - zeros[i])) }, 1 };
	if (c >= 0x1e00 && c <= 0x1eff && latin_more[c - 0x1e00] != '*')
		return (struct folded){ { latin_more[c - 0x1e00] }, 1 };
	for (size_t i = 0; i < COUNT(pairs); i++)
		if (pairs[i].c == c)
			return folded_from(str_c(pairs[i].to));
	return folded_from(raw);
}

static char
fold_ascii(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c == '\t' ? ' ' : c);
}

/* Cuts the first character off *s. */
static struct folded
next(struct str *s)
{
	char ascii = s->p[0];
	struct folded f;
	size_t n = 1;

	if ((unsigned char)ascii < 0x80) {	/* most of what is read */
		f.p[0] = fold_ascii(ascii);
		f.n = 1;
	} else {
		uint32_t c = fold_char(*s, &n);

		f = fold_one(c, str_sub(*s, 0, n));
	}
	s->p += n;
	s->n -= n;
	return f;
}

struct str
fold(struct arena *a, struct str s)
{
	char *p = arena_bytes(a, s.n + 1);	/* no character grows */
	size_t n = 0;

	while (s.n > 0) {
		size_t ascii = str_ascii(s, 0);
		struct folded f;

		for (size_t i = 0; i < ascii; i++)
			p[n++] = fold_ascii(s.p[i]);
		s = str_sub(s, ascii, s.n);
		if (s.n == 0)
			break;
		f = next(&s);
		for (size_t i = 0; i < f.n; i++)
			p[n++] = f.p[i];
	}
	return (struct str){ p, n };
}

bool
fold_eq(struct str s, struct str folded)
{
	while (s.n > 0) {
		struct folded f = next(&s);

		if (!str_starts(folded, (struct str){ f.p, f.n }))
			return false;
		folded = str_sub(folded, f.n, folded.n);
	}
	return folded.n == 0;
}

static void
put_char(struct buf *b, uint32_t c)
{
	if (c >= 0x800)
		buf_addc(b, (char)(0xe0 | c >> 12));
	if (c >= 0x80)
		buf_addc(b, (char)(c >= 0x800 ? 0x80 | (c >> 6 & 0x3f) : 0xc0 | c >> 6));
	buf_addc(b, (char)(c >= 0x80 ? 0x80 | (c & 0x3f) : c));
}

/* What is folded at all lies below U+FFFF. */
void
fold_map(struct arena *a, struct str *from, struct str *to)
{
	struct buf changed, into, gone, one;

	buf_init(&changed, a);
	buf_init(&into, a);
	buf_init(&gone, a);
	buf_init(&one, a);
	for (uint32_t c = 1; c < 0xffff; c = c == 0xd7ff ? 0xe000 : c + 1) {
		struct folded f;
		struct str raw;

		one.n = 0;
		put_char(&one, c);
		raw = buf_str(&one);
		f = c == '\n' ? folded_from(STR(" ")) : fold_one(c, raw);
		if (f.n == 0)
			buf_add(&gone, raw);
		else if ((f.n == 1 || (unsigned char)f.p[0] >= 0x80) &&
		    !str_eq(raw, (struct str){ f.p, f.n })) {
			buf_add(&changed, raw);
			buf_add(&into, (struct str){ f.p, f.n });
		}
	}
	buf_add(&changed, buf_str(&gone));
	*from = buf_str(&changed);
	*to = buf_str(&into);
}

/* next(), where an end of a line is a space. */
static struct folded
next_spaced(struct str *s)
{
	struct folded f = next(s);

	if (f.n == 1 && f.p[0] == '\n')
		f.p[0] = ' ';
	return f;
}

/* Whether `folded` begins fold(s), less the first `skip` octets of its first character. */
static bool
begins(struct str s, size_t skip, struct str folded)
{
	for (; folded.n > 0 && s.n > 0; skip = 0) {
		struct folded f = next_spaced(&s);
		size_t n = f.n - skip < folded.n ? f.n - skip : folded.n;

		if (!str_starts(folded, (struct str){ f.p + skip, n }))
			return false;
		folded = str_sub(folded, n, folded.n);
	}
	return folded.n == 0;
}

bool
fold_has(struct str s, struct str folded)
{
	bool has = folded.n == 0;

	while (!has && s.n > 0) {
		struct str at = s;
		struct folded f = next_spaced(&s);

		for (size_t skip = 0; !has && skip < f.n; skip++)
			has = f.p[skip] == folded.p[0] && begins(at, skip, folded);
	}
	return has;
}

struct str
fold_trim(struct str s)
{
	size_t n, k;

	for (s = str_trim(s); s.n > 0; s = str_trim(str_sub(s, n, s.n)))
		if ((unsigned char)s.p[0] < 0x80 || !fold_is_space(fold_char(s, &n)))
			break;
	while ((s = str_rtrim(s)).n > 0 && (unsigned char)s.p[s.n - 1] >= 0x80) {
		for (k = 1; k < 4 && k < s.n && ((unsigned char)s.p[s.n - k] & 0xc0) == 0x80;)
			k++;
		if (!fold_is_space(fold_char(str_sub(s, s.n - k, k), &n)) || n != k)
			break;
		s.n -= k;
	}
	return s;
}
