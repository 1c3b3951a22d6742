/*
 * Trusts nothing about its input; never fails, never looks at the locale.
 */
#include "parsers/fold.h"

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

static const struct {
	uint32_t	 c;
	const char	*to;
} pairs[] = {
	{ 0xc6, "ae" }, { 0xe6, "ae" }, { 0xdf, "ss" }, { 0x1e9e, "ss" },
	{ 0x152, "oe" }, { 0x153, "oe" }, { 0xde, "th" }, { 0xfe, "th" },
	{ 0x2018, "'" }, { 0x2019, "'" }, { 0xff1a, ":" },
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
	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (c >= spaces[i].lo && c <= spaces[i].hi)
			return true;
	return false;
}

static void
fold_one(struct buf *b, uint32_t c, struct str raw)
{
	if (c >= 0x300 && c <= 0x36f)
		return;
	if (fold_is_space(c)) {
		buf_addc(b, ' ');
		return;
	}
	if (c >= 0xc0 && c <= 0x17f && latin[c - 0xc0] != '*') {
		buf_addc(b, latin[c - 0xc0]);
		return;
	}
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (pairs[i].c == c) {
			buf_adds(b, pairs[i].to);
			return;
		}
	}
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (c >= cases[i].lo && c <= cases[i].hi) {
			buf_utf8(b, c + cases[i].add);
			return;
		}
	}
	buf_add(b, raw);
}

struct str
fold(struct arena *a, struct str s)
{
	struct buf b;
	size_t n;

	buf_init(&b, a);
	for (; s.n > 0; s = str_sub(s, n, s.n)) {
		uint32_t c = fold_char(s, &n);

		fold_one(&b, c, str_sub(s, 0, n));
	}
	return buf_str(&b);
}

struct str
fold_trim(struct str s)
{
	size_t n, k;

	for (s = str_trim(s); s.n > 0; s = str_trim(str_sub(s, n, s.n)))
		if (!fold_is_space(fold_char(s, &n)))
			break;
	while ((s = str_rtrim(s)).n > 0) {
		for (k = 1; k < 4 && k < s.n && ((unsigned char)s.p[s.n - k] & 0xc0) == 0x80;)
			k++;
		if (!fold_is_space(fold_char(str_sub(s, s.n - k, k), &n)) || n != k)
			break;
		s.n -= k;
	}
	return s;
}
