#include "parsers/text/fold.h"
#include "tests/tap.h"

static const struct {
	const char *name, *in, *want;
} rows[] = {
	{ "ASCII", "Hello, World 12", "hello, world 12" },
	{ "accents", "\xc3\x80\xc3\xa9\xc3\xb1\xc3\xb6\xc5\xa0\xc5\xbe", "aenosz" },
	{ "combining marks", "e\xcc\x81", "e" },
	{ "letters of two", "\xc3\x9f\xc3\x86\xc5\x93", "ssaeoe" },
	{ "Vietnamese", "\xc4\x90\xc3\xa3 vi\xe1\xba\xbft", "da viet" },
	{ "Greek and Cyrillic", "ΑЖЁ", "αже" },
	{ "Greek with its marks", "Άγνωστος ΐΰϊϋ Ώ ᾳῆ", "αγνωστοσ ιυιυ ω αη" },
	{ "Greek, marks apart", "α\xcc\x81ι\xcc\x88\xcc\x81", "αι" },
	{ "Cyrillic with its marks", "Йо ёї ў Ќ", "ио еі у к" },
	{ "Cyrillic, marks apart", "и\xcc\x86", "и" },
	{ "Arabic, Hebrew", "أإآؤئ َا \xd7\xa9\xd7\x81", "اااوي ا ש" },
	{ "signs stay", "\xc3\x97\xc3\xb7\xe2\x82\xac", "\xc3\x97\xc3\xb7\xe2\x82\xac" },
	{ "spaces", "a\t\xc2\xa0\xe3\x80\x80z", "a   z" },
	{ "bytes that are no UTF-8", "\xffQ\xc3", "\xffq\xc3" },
	{ "an overlong slash", "\xc0\xaf", "\xc0\xaf" },
};

static const struct {
	const char *name, *in, *want;
} trims[] = {
	{ "nothing", "", "" },
	{ "only spaces", " \t\xc2\xa0\xe2\x80\x8b\r\n", "" },
	{ "both ends", "\xef\xbb\xbf\xc2\xa0x y\xe3\x80\x80 \n", "x y" },
	{ "other characters stay", "\xc3\xa0x\xc3\xa0", "\xc3\xa0x\xc3\xa0" },
	{ "a lone last byte stays", "x\xa0", "x\xa0" },
};

static const struct {
	const char	*in, *what;
	bool		 want;
} stands[] = {
	{ "", "", true }, { "abc", "", true }, { "", "a", false },
	{ "abc", "abc", true }, { "abc", "abcd", false }, { "xabc", "ABC", true },
	{ "aab", "ab", true }, { "La Gravité", "gravite", true }, { "GRAVITE", "é", true },
	{ "Straße 7", "STRASSE", true }, { "Strasse", "ße", true }, { "Maß", "s", true },
	{ "Maß", "as", true }, { "Maßx", "sx", true }, { "Maßx", "ax", false },
	{ "two\nwords", "two words", true }, { "two\nwords", "two\twords", true },
	{ "ΠΌΛΗ", "πολη", true }, { "a\xff" "b", "\xff" "b", true },
};

/* What one character becomes by the map; what becomes two letters is not its matter. */
static struct str
mapped(struct arena *a, struct str c, struct str from, struct str to)
{
	size_t n, m = 0;

	for (; from.n > 0; from = str_sub(from, n, from.n)) {
		fold_char(from, &n);
		if (to.n > 0)
			fold_char(to, &m);
		if (str_eq(str_sub(from, 0, n), c))
			return str_dup(a, str_sub(to, 0, to.n > 0 ? m : 0));
		to = str_sub(to, to.n > 0 ? m : 0, to.n);
	}
	return c;
}

/* Of each that the map changes, and some that it does not. */
static void
test_map(struct arena *a)
{
	static const char *const same[] = { "a", "7", "漢", "😀", "ﬀ", "\xef\xbf\xbd" };
	static const char *const two[] = { "ß", "ẞ", "æ", "Æ", "œ", "Œ", "þ", "Þ" };
	struct str from, to;
	size_t n, bad = 0, all = 0;

	fold_map(a, &from, &to);
	for (struct str rest = from; rest.n > 0; rest = str_sub(rest, n, rest.n), all++) {
		struct str c;

		fold_char(rest, &n);
		c = str_sub(rest, 0, n);
		bad += !str_eq(c, STR("\n")) && !str_eq(fold(a, c), mapped(a, c, from, to));
	}
	tap_ok(bad == 0 && all > 900, "the map has %zu characters, %zu of them wrong", all, bad);
	for (size_t i = 0; i < COUNT(same); i++)
		tap_str(mapped(a, str_c(same[i]), from, to), fold(a, str_c(same[i])), "%s", same[i]);
	for (size_t i = 0; i < COUNT(two); i++)
		tap_ok(str_eq(mapped(a, str_c(two[i]), from, to), str_c(two[i])) &&
		    fold(a, str_c(two[i])).n == 2, "%s becomes two", two[i]);
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_str(fold(a, str_c(rows[i].in)), str_c(rows[i].want), "fold: %s",
		    rows[i].name);
		tap_ok(fold_eq(str_c(rows[i].in), str_c(rows[i].want)), "equal: %s",
		    rows[i].name);
	}
	tap_ok(!fold_eq(STR("ab"), STR("abc")) && !fold_eq(STR("abc"), STR("ab")),
	    "a beginning is not equal");
	for (size_t i = 0; i < COUNT(stands); i++)
		tap_int(fold_has(str_c(stands[i].in), fold(a, str_c(stands[i].what))),
		    stands[i].want, "\"%s\" in \"%s\"", stands[i].what, stands[i].in);
	for (size_t i = 0; i < COUNT(trims); i++)
		tap_str(fold_trim(str_c(trims[i].in)), str_c(trims[i].want), "trim: %s",
		    trims[i].name);
	test_map(a);
	arena_free(a);
	return tap_done();
}
