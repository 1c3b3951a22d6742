#include "parsers/base/json.h"

#include "tests/tap.h"

static void
test_strings(struct arena *a)
{
	static const struct { const char *name; struct str in; const char *want; } rows[] = {
		{ "nothing", STR(""), "\"\"" },
		{ "plain", STR("a/b \x7f"), "\"a/b \x7f\"" },
		{ "quotes", STR("a\"b\\c"), "\"a\\\"b\\\\c\"" },
		{ "white space", STR("\b\f\n\r\t"), "\"\\b\\f\\n\\r\\t\"" },
		{ "control characters", STR("\0\x1b"), "\"\\u0000\\u001B\"" },
		{ "UTF-8", STR("é一😀"), "\"é一😀\"" },
		{ "no UTF-8", STR("a\xff\xc3"), "\"a\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ "cut short", STR("\xe4\xb8z"), "\"\xef\xbf\xbd\xef\xbf\xbdz\"" },
	};
	struct json j;
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		json_init(&j, &b, 0);
		json_str(&j, NULL, rows[i].in);
		tap_str(buf_str(&b), str_c(rows[i].want), "%s", rows[i].name);
	}
}

static struct str
sample(struct arena *a, size_t indent)
{
	struct str two[] = { STR("x"), STR("y") };
	struct strs list = { two, 2 }, none = { NULL, 0 };
	struct json j;
	struct buf b;

	buf_init(&b, a);
	json_init(&j, &b, indent);
	json_open_object(&j, NULL);
	json_strs(&j, "list", &list);
	json_strs(&j, "none", &none);
	json_open_object(&j, "empty");
	json_close(&j);
	json_open_array(&j, "mixed");
	json_int(&j, NULL, INT64_MIN);
	json_bool(&j, NULL, true);
	json_nil(&j, NULL);
	json_raw(&j, NULL, STR("99.5"));
	json_close(&j);
	json_str_or_null(&j, "gone", STR_NONE);
	json_str_or_null(&j, "k\"", STR("v"));
	json_close(&j);
	return buf_str(&b);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_strings(a);
	tap_str(sample(a, 0), STR("{\"list\":[\"x\",\"y\"],\"none\":[],\"empty\":{},\"mixed\":["
	    "-9223372036854775808,true,null,99.5],\"gone\":null,\"k\\\"\":\"v\"}"), "on one line");
	tap_str(sample(a, 2), STR("{\n  \"list\": [\n    \"x\",\n    \"y\"\n  ],\n  \"none\": [],\n"
	    "  \"empty\": {},\n  \"mixed\": [\n    -9223372036854775808,\n    true,\n    null,\n"
	    "    99.5\n  ],\n  \"gone\": null,\n  \"k\\\"\": \"v\"\n}"), "indented");
	arena_free(a);
	return tap_done();
}
