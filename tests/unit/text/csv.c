#include "parsers/text/csv.h"

#include "tests/tap.h"

static const struct { const char *in; char sep; const char *want; size_t lines; bool torn; } rows[] = {
	{ "a,b,c\n", ',', "a|b|c", 1, false },
	{ "a, b ,\r\nx", ',', "a|b|", 1, false },
	{ "\"a,b\",c\n", ',', "a,b|c", 1, false },
	{ "\"a \"\"b\"\"\",c\n", ',', "a \"b\"|c", 1, false },
	{ "\"a\nb\",c\n", ',', "a\nb|c", 2, false },
	{ "\"a\" junk,c\n", ',', "a|c", 1, false },
	{ "\"a,b\nc", ',', "\"a|b", 1, true },
	{ "a;b", ';', "a|b", 1, false },
	{ "\n", ',', "", 1, false },
	{ ",\n", ',', "|", 1, false },
	{ "\"\",x", ',', "|x", 1, false },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct strs fields;
	struct str rest;
	size_t lines;
	bool torn;

	for (size_t i = 0; i < COUNT(rows); i++) {
		rest = str_c(rows[i].in);
		tap_ok(csv_row(a, &rest, rows[i].sep, &fields, &lines, &torn), "a row");
		tap_str(strs_join(a, &fields, "|"), str_c(rows[i].want), "row %zu", i);
		tap_int((long long)lines, (long long)rows[i].lines, "… its lines");
		tap_ok(torn == rows[i].torn, "… whether it is torn");
	}
	rest = STR_NONE;
	tap_ok(!csv_row(a, &rest, ',', &fields, &lines, &torn), "the end");
	tap_int(csv_separator(STR("a,b;c,d\n;;;;")), ',', "commas");
	tap_int(csv_separator(STR("a;b;c,d")), ';', "semicolons");
	tap_int(csv_separator(STR("a\tb")), '\t', "tabs");
	tap_int(csv_separator(STR_NONE), ',', "nothing");
	arena_free(a);
	return tap_done();
}
