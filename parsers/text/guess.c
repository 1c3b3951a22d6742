/*
 * Counts, once over the bytes, what each family writes and the others do not.
 * Western text has single high letters among ASCII ones; the others have runs
 * of high bytes, and whole words of them.  In doubt it is western.
 */
#include "parsers/text/guess.h"

enum { LOOK_MAX = 16 * 1024 };

struct counts {
	size_t	high;			/* bytes from 0x80 */
	size_t	in_runs;		/* of them, in runs of four and more */
	size_t	odd_runs;		/* runs of an odd length, single ones too */
	size_t	pairs;			/* of runs, two by two */
	size_t	pairs_above;		/* with both bytes from 0xa1 to 0xfe */
	size_t	kana, hangul, hanzi;	/* pairs by their first byte */
	size_t	upper_half;		/* 0xe0 and above */
	size_t	lower_half;		/* 0xc0 to 0xdf */
	size_t	turkish, others;	/* letters of Turkish; of what else has them */
};

static bool
is_in(unsigned char c, const char *set)
{
	for (; *set != '\0'; set++)
		if ((unsigned char)*set == c)
			return true;
	return false;
}

static void
count_pair(struct counts *n, unsigned char one, unsigned char two)
{
	n->pairs++;
	n->pairs_above += one >= 0xa1 && one <= 0xfe && two >= 0xa1 && two <= 0xfe;
	n->kana += one == 0xa4 || one == 0xa5;
	n->hangul += one >= 0xb0 && one <= 0xc8;
	n->hanzi += (one >= 0xb0 && one <= 0xd7) || one == 0xa1 || one == 0xa3;
}

static void
count_run(struct counts *n, struct str run)
{
	n->high += run.n;
	n->odd_runs += run.n % 2;
	if (run.n >= 4)
		n->in_runs += run.n;
	for (size_t i = 0; i < run.n; i++) {
		unsigned char c = (unsigned char)run.p[i];

		n->upper_half += c >= 0xe0;
		n->lower_half += c >= 0xc0 && c < 0xe0;
		n->turkish += is_in(c, "\xfd\xfe\xf0\xdd\xde\xd0");
		n->others += is_in(c, "\xe1\xe9\xed\xf3\xfa\xe6\xc1\xc9\xcd\xd3\xda\xc6");
		if (i % 2 == 1)
			count_pair(n, (unsigned char)run.p[i - 1], c);
	}
}

static void
count(struct counts *n, struct str s)
{
	size_t from;

	for (size_t i = 0; i < s.n; i++) {
		for (from = i; i < s.n && (unsigned char)s.p[i] >= 0x80; i++)
			;
		if (i > from)
			count_run(n, str_sub(s, from, i - from));
	}
}

/* a is at least p percent of b. */
static bool
mostly(size_t a, size_t p, size_t b)
{
	return b > 0 && a * 100 >= b * p;
}

struct str
guess_charset(struct str bytes)
{
	struct counts n = { .high = 0 };

	count(&n, str_sub(bytes, 0, LOOK_MAX));
	if (!mostly(n.in_runs, 60, n.high)) {
		/* Turkish has none of what Icelandic and Czech have beside these. */
		return n.turkish >= 3 && n.others == 0 ? STR("windows-1254") : STR_NONE;
	}
	if (n.odd_runs == 0 && n.pairs_above == n.pairs) {
		if (mostly(n.kana, 25, n.pairs))
			return STR("euc-jp");
		if (n.hangul == n.pairs && n.pairs >= 6)
			return STR("euc-kr");
		if (mostly(n.hanzi, 80, n.pairs) && !mostly(n.lower_half, 85, n.high))
			return STR("gb18030");
	}
	if (mostly(n.upper_half, 70, n.high))
		return STR("windows-1251");
	if (mostly(n.lower_half, 70, n.high))
		return STR("koi8-r");
	return STR_NONE;
}
