#include "parsers/base/jsoncheck.h"

#include <jansson.h>

#include "tests/tap.h"

static void
test_rows(void)
{
	static const struct { struct str in; const char *says; size_t at; } rows[] = {
		{ STR("{}"), NULL, 2 }, { STR(" [ ] \n"), NULL, 6 }, { STR("\"\""), NULL, 2 },
		{ STR("{\"a\":[1,-2.5e+3,0,true,false,null,\"x\\u00e9\\n\"],\"b\":{}}"), NULL, 54 },
		{ STR("\"é一😀\""), NULL, 11 },
		{ STR(""), "the text ends", 0 },
		{ STR("{\"a\":1,}"), "a string is wanted", 7 },
		{ STR("{\"a\" 1}"), "a : is wanted", 5 },
		{ STR("{\"a\":1 \"b\":2}"), "a , or }", 7 },
		{ STR("[1 2]"), "a , or ]", 3 },
		{ STR("[,1]"), "a value is wanted", 1 },
		{ STR("{a:1}"), "a string is wanted", 1 },
		{ STR("'a'"), "a value is wanted", 0 },
		{ STR("\"a\nb\""), "line's end", 2 },
		{ STR("\"a\0b\""), "control byte", 2 },
		{ STR("\"\\x\""), "no such escape", 2 },
		{ STR("\"\\u12g4\""), "four hexadecimal", 5 },
		{ STR("\"a"), "ends within a string", 2 },
		{ STR("\"\xff\""), "no UTF-8", 1 },
		{ STR("01"), "goes on", 1 },
		{ STR("1."), "a digit", 2 }, { STR("-"), "a digit", 1 }, { STR("1e"), "a digit", 2 },
		{ STR("{} x"), "goes on", 3 },
		{ STR("nul"), "a value is wanted", 0 },
		{ STR("{\"a\":"), "the text ends", 5 },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		json_t *theirs = json_loadb(rows[i].in.p, rows[i].in.n,
		    JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
		size_t at = 0;
		const char *why = json_check(rows[i].in, &at);

		tap_int(why == NULL, rows[i].says == NULL, "row %zu: whether it is JSON", i);
		tap_int(why == NULL, theirs != NULL, "row %zu: jansson finds the same", i);
		tap_int((long long)at, (long long)rows[i].at, "row %zu: where", i);
		if (rows[i].says != NULL)
			tap_ok(why != NULL && str_find(str_c(why), str_c(rows[i].says), 0) != SIZE_MAX,
			    "row %zu: \"%s\" says \"%s\"", i, why == NULL ? "" : why, rows[i].says);
		json_decref(theirs);
	}
}

static void
test_depth(struct arena *a)
{
	struct buf b;
	size_t at;

	buf_init(&b, a);
	for (int i = 0; i < JSON_CHECK_DEPTH; i++)
		buf_addc(&b, '[');
	for (int i = 0; i < JSON_CHECK_DEPTH; i++)
		buf_addc(&b, ']');
	tap_ok(json_check(buf_str(&b), &at) == NULL, "as deep as it may be");
	tap_ok(json_check(str_printf(a, "[%.*s]", STR_ARG(buf_str(&b))), &at) != NULL, "one deeper");
	buf_init(&b, a);
	for (int i = 0; i < 1000000; i++)
		buf_addc(&b, '[');
	tap_ok(json_check(buf_str(&b), &at) != NULL && at == JSON_CHECK_DEPTH + 1,
	    "a million brackets end at the limit");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows();
	test_depth(a);
	arena_free(a);
	return tap_done();
}
