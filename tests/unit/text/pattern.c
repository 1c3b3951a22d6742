#include "parsers/base/limits.h"
#include "parsers/text/pattern.h"
#include "tests/tap.h"

static void
test_groups(struct arena *a)
{
	static const struct { const char *name, *regex, *in; int rc; const char *want; } rows[] = {
		{ "a group", "version (?<v>[\\d.]+)", "our version 2.4 is", 1, "2.4" },
		{ "no match", "version (?<v>\\d)", "nothing", 0, "" },
		{ "a group that took no part", "a(?<v>b)?", "a", 0, "" },
		{ "an empty group", "a(?<v>b?)", "a", 1, "" },
		{ "case and accents", "(?i)(?<v>\xc3\x9cML)", "\xc3\xbcml", 1, "\xc3\xbcml" },
		{ "a word border of letters", "\\b(?<v>\xc3\xa9t)\\b", "\xc3\xa9t\xc3\xa9", 0, "" },
		{ "bytes that are no UTF-8 around", "(?<v>b+)", "\xff\xfe" "bb\xc3", 1, "bb" },
		{ "bytes that are no UTF-8 match nothing", "^(?<v>.)$", "\xff", 0, "" },
		{ "a name used twice", "(?J)(?<v>a)x|(?<v>b)y", "by", 1, "b" },
		{ "an end before its start", "(?<v>ab\\Kc)", "abc", 1, "abc" },
		{ "an empty subject", "(?<v>^$)", "", 1, "" },
	};
	struct pattern *p;
	struct str out;

	for (size_t i = 0; i < COUNT(rows); i++) {
		if (!tap_int(pattern_compile(STR("p"), str_c(rows[i].regex), &p, NULL), 0,
		    "compiles: %s", rows[i].name))
			continue;
		tap_int(pattern_group(a, p, str_c(rows[i].in), "v", &out), rows[i].rc,
		    "result: %s", rows[i].name);
		tap_str(out, str_c(rows[i].want), "group: %s", rows[i].name);
		pattern_free(p);
	}
}

static void
test_captures(struct arena *a)
{
	struct pattern *p;
	struct strs c;

	tap_int(pattern_compile(STR("job"), STR("(a)(b)?(c)"), &p, NULL), 0, "compiles");
	tap_str(pattern_name(p), STR("job"), "its name");
	tap_int(pattern_match(a, p, STR("xacx"), &c), 1, "matches");
	tap_int((long long)c.n, 4, "all groups");
	tap_str(c.v[0], STR("ac"), "the whole match");
	tap_str(c.v[2], STR(""), "a group that took no part");
	tap_str(c.v[3], STR("c"), "the last group");
	tap_int(pattern_match(a, p, STR("ac"), NULL), 1, "without captures");
	tap_ok(!pattern_has_group(p, "v"), "no such group");
	pattern_free(p);
	pattern_free(NULL);
}

static void
test_faults(struct arena *a)
{
	static const struct { const char *regex, *says; } rows[] = {
		{ "a(b", "column 4" }, { "a[b", "column 4" }, { "\xc3\xa9(?<x", "column 6" },
		{ "a**", "column 3" }, { "\\C", "column 3" },
	};
	struct pattern *p;
	struct err e;
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_int(pattern_compile(STR("p"), str_c(rows[i].regex), &p, &e), -1,
		    "refused: %s", rows[i].regex);
		tap_ok(p == NULL && e.kind == ERR_CONF &&
		    str_find(str_c(e.text), str_c(rows[i].says), 0) == 0, "\"%s\" says %s",
		    e.text, rows[i].says);
	}
	buf_init(&b, a);
	for (int i = 0; i < 60; i++)
		buf_adds(&b, "(");
	for (int i = 0; i < 60; i++)
		buf_adds(&b, ")");
	tap_int(pattern_compile(STR("p"), buf_str(&b), &p, &e), -1, "refused: 60 deep");
	buf_init(&b, a);
	for (int i = 0; i <= LIMIT_PATTERN; i++)
		buf_addc(&b, 'x');
	tap_int(pattern_compile(STR("p"), buf_str(&b), &p, &e), -1, "refused: too long");
}

/* A hostile subject ends at a limit; the next match is unharmed. */
static void
test_limits(struct arena *a)
{
	struct pattern *p;
	struct buf b;

	buf_init(&b, a);
	for (int i = 0; i < 5000; i++)
		buf_addc(&b, 'a');
	buf_addc(&b, '!');
	tap_int(pattern_compile(STR("p"), STR("^(a+)+$"), &p, NULL), 0, "compiles");
	tap_int(pattern_match(a, p, buf_str(&b), NULL), -1, "catastrophic backtracking is cut");
	tap_int(pattern_match(a, p, STR("aaa"), NULL), 1, "and goes on");
	pattern_free(p);
	buf_init(&b, a);
	for (int i = 0; i < LIMIT_MATCH_SUBJECT; i++)
		buf_addc(&b, ' ');
	buf_addc(&b, 'x');
	tap_int(pattern_compile(STR("p"), STR("x"), &p, NULL), 0, "compiles");
	tap_int(pattern_match(a, p, buf_str(&b), NULL), 0, "text past the limit is not read");
	pattern_free(p);
	/* The JIT's stack is too small for this; the interpreter takes over. */
	buf_init(&b, a);
	for (int i = 0; i < 2000; i++)
		buf_adds(&b, "ab");
	tap_int(pattern_compile(STR("p"), STR("^(?:(a)|b)*$"), &p, NULL), 0, "compiles");
	tap_int(pattern_match(a, p, buf_str(&b), NULL), 1, "a deep match");
	pattern_free(p);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_groups(a);
	test_captures(a);
	test_faults(a);
	test_limits(a);
	arena_free(a);
	return tap_done();
}
