#include <string.h>

#include "parsers/base/wordlist.h"
#include "tests/tap.h"

static void
test_utf8(void)
{
	static const struct { const char *name, *in; bool want; } rows[] = {
		{ "ascii", "abc", true },
		{ "empty", "", true },
		{ "two bytes", "\xc3\xa9", true },
		{ "overlong slash", "\xc0\xaf", false },
		{ "overlong three", "\xe0\x80\xaf", false },
		{ "surrogate", "\xed\xa0\x80", false },
		{ "last code point", "\xf4\x8f\xbf\xbf", true },
		{ "past the last", "\xf4\x90\x80\x80", false },
		{ "cut short", "ab\xe2\x82", false },
		{ "stray continuation", "\x80", false },
		{ "a fault behind eight letters", "abcdefgh\xe9", false },
		{ "a fault behind nine", "abcdefghi\xe9", false },
		{ "a fault between eights", "abcdefg\xe9" "abcdefgh", false },
		{ "a character across eights", "abcdefg\xc3\xa9" "abcdefgh", true },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(str_is_utf8(str_c(rows[i].in)) == rows[i].want,
		    "utf8: %s", rows[i].name);
}

static void
test_cut(void)
{
	static const struct { const char *in; size_t n; const char *want; } rows[] = {
		{ "abc", 2, "ab" },
		{ "abc", 9, "abc" },
		{ "a\xc3\xa9", 2, "a" },
		{ "\xe2\x82\xac", 2, "" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(str_utf8_cut(str_c(rows[i].in), rows[i].n),
		    str_c(rows[i].want), "cut %zu", i);
}

static void
test_numbers(void)
{
	static const struct { const char *in; bool ok; int64_t want; } rows[] = {
		{ "0", true, 0 },
		{ "-7", true, -7 },
		{ "9223372036854775807", true, INT64_MAX },
		{ "9223372036854775808", false, 0 },
		{ "99999999999999999999999", false, 0 },
		{ "", false, 0 },
		{ "-", false, 0 },
		{ "1x", false, 0 },
		{ " 1", false, 0 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t v = 0;
		bool ok = str_i64(str_c(rows[i].in), &v);

		tap_ok(ok == rows[i].ok && v == rows[i].want, "number \"%s\"",
		    rows[i].in);
	}
}

static void
test_lines(struct arena *a)
{
	struct str rest = STR("one\r\ntwo\n\nlast"), line;
	struct buf b;

	buf_init(&b, a);
	while (str_line(&rest, &line))
		buf_printf(&b, "[%.*s]", STR_ARG(line));
	tap_str(buf_str(&b), STR("[one][two][][last]"), "lines");
}

static void
test_search(void)
{
	tap_int((long long)str_find(STR("abcabc"), STR("ca"), 0), 2, "find");
	tap_ok(str_find(STR("abc"), STR("abcd"), 0) == SIZE_MAX, "longer needle");
	tap_int((long long)str_ifind(STR("xxABC"), STR("abc"), 1), 2, "ifind");
	tap_ok(str_ieq(STR("Message-ID"), STR("message-id")), "ieq");
	tap_ok(!str_ieq(STR("a"), STR("ab")), "ieq wants equal lengths");
	tap_str(str_trim(STR(" \t a b \r\n")), STR("a b"), "trim");
}

/* Short and long texts are searched in different ways. */
static void
test_sizes(struct arena *a)
{
	static const size_t sizes[] = { 4, 511, 512, 513, 2047, 2048, 5000 };
	static const char *const ends[] = { "xend", NULL }, *const one[] = { "d", NULL };
	static const char *const others[] = { "xxend", "endx", "e\xc3", NULL };

	for (size_t i = 0; i < COUNT(sizes); i++) {
		size_t n = sizes[i];
		char *p = memset(arena_alloc(a, n), 'x', n);
		struct str s = { p, n };

		memcpy(p + n - 3, "end", 3);
		tap_int((long long)str_find(s, STR("xend"), 0), (long long)n - 4, "end of %zu", n);
		tap_ok(str_find(s, STR("endx"), 0) == SIZE_MAX, "not behind it");
		tap_ok(str_find(s, STR("xend"), n - 3) == SIZE_MAX, "not before it");
		tap_int((long long)str_find(s, STR("d"), 0), (long long)n - 1, "its last byte");
		tap_ok(wordlist_within(s, ends) && wordlist_within(s, one), "a word of a list");
		tap_ok(wordlist_within(s, others) == (n > 4), "or none of them");
		tap_ok(wordlist_ends(s, ends) && !wordlist_ends(str_sub(s, 0, n - 1), ends),
		    "at the end");
	}
}

static void
test_lists(struct arena *a)
{
	struct strs list = { NULL, 0 };

	for (int i = 0; i < 100; i++)
		strs_add(a, &list, str_printf(a, "%d", i));
	tap_int((long long)list.n, 100, "list grows");
	tap_str(list.v[63], STR("63"), "and keeps what it held");
	tap_ok(strs_has(&list, STR("99")) && !strs_has(&list, STR("100")), "has");
	strs_add(a, &list, STR("99"));
	strs_drop(&list, STR("99"));
	strs_drop(&list, STR("100"));
	tap_ok(!strs_has(&list, STR("99")) && strs_has(&list, STR("98")), "drop, twice there");
}

static void
test_hex(void)
{
	static const struct { const char *in; size_t at; int want; } rows[] = {
		{ "=E9", 1, 0xe9 }, { "e9", 0, 0xe9 }, { "00", 0, 0 }, { "e", 0, -1 },
		{ "eg", 0, -1 }, { "", 0, -1 }, { "e9", 1, -1 }, { "e9", 9, -1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(str_hex(str_c(rows[i].in), rows[i].at), rows[i].want, "hex of \"%s\"",
		    rows[i].in);
}

/* Room that was asked for is enough for the text and its NUL: nothing is copied again. */
static void
test_reserve(struct arena *a)
{
	char text[5000] = "";
	struct str in = { text, sizeof(text) };
	size_t before = arena_used(a);
	struct buf b;

	buf_init(&b, a);
	buf_reserve(&b, in.n);
	buf_add(&b, in);
	tap_ok(buf_str(&b).p[in.n] == '\0' && arena_used(a) - before < in.n + 100,
	    "a text of known size is kept once (%zu)", arena_used(a) - before);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_hex();
	test_utf8();
	test_cut();
	test_numbers();
	test_lines(a);
	test_search();
	test_sizes(a);
	test_lists(a);
	test_reserve(a);
	arena_free(a);
	return tap_done();
}
