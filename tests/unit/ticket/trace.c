/* How traces are packed, and that whatever stands there is read without harm. */
#include "daemon/ticket/trace.h"

#include "tests/tap.h"

static struct str
shown(struct arena *a, const struct trace *t)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < t->n; i++) {
		const struct trace_mark *m = &t->marks[i];

		buf_printf(&b, "%s%zu=%c", i > 0 ? "; " : "", m->rule, m->outcome);
		if (m->by != TRACE_NONE)
			buf_printf(&b, " by %zu", m->by);
		for (size_t k = 0; k < m->n_tests; k++) {
			if (m->tests[k].leaf == TRACE_NONE)
				buf_adds(&b, " remark");
			else
				buf_printf(&b, " %zu", m->tests[k].leaf);
			if (m->tests[k].has_value)
				buf_printf(&b, "(%.*s)", STR_ARG(m->tests[k].value));
		}
	}
	return buf_str(&b);
}

static void
test_unpack(struct arena *a)
{
	static const struct { const char *name, *rules, *texts, *want; } rows[] = {
		{ "nothing", "", "", "" },
		{ "one", "f", "", "0=f" },
		{ "in a row", "n f t<1", "", "0=n; 1=f; 2=t by 1" },
		{ "a gap", "3n 7f b", "", "3=n; 7=f; 8=b" },
		{ "a test", "n2", "", "0=n 2" },
		{ "with its value", "12n2.1", "low\nhigh", "12=n 2(high)" },
		{ "an empty value", "n0.0", "\nx", "0=n 0()" },
		{ "tests", "f0.0,3.1,4", "a\nb", "0=f 0(a) 3(b) 4" },
		{ "a remark", "f!0", "why", "0=f remark(why)" },
		{ "both", "f1.0!1", "a\nwhy", "0=f 1(a) remark(why)" },
		{ "by and a test", "t<4,1.0", "a", "0=t by 4 1(a)" },
		{ "no such text", "n0.7", "a", "0=n 0" },
		{ "no outcome", "n 5 f", "", "0=n" },
		{ "no letter", "n * f", "", "0=n" },
		{ "half a test", "n0. f", "a", "0=n; 1=f" },
		{ "a number too large", "n0.99999999999999999999", "a", "0=n" },
		{ "a rule too large", "99999999999999999999n", "", "" },
		{ "junk behind", "n0.0;x f", "a", "0=n 0(a); 1=f" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct trace t = { 0 };

		trace_unpack(a, (struct trace_packed){ str_c(rows[i].rules),
		    str_c(rows[i].texts) }, &t);
		tap_str(shown(a, &t), str_c(rows[i].want), "%s", rows[i].name);
	}
}

/* What is packed comes back. */
static void
test_both_ways(struct arena *a)
{
	static const struct { const char *name, *rules, *texts; } rows[] = {
		{ "outcomes", "n f 4t<1 t<1 9b", "" },
		{ "tests", "n2.0 f0.1,1.0,2!2 u!2", "low\n\nno such team" },
		{ "by and tests", "t<0,1.0!1", "a\nb" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct trace_packed in = { str_c(rows[i].rules), str_c(rows[i].texts) }, out;
		struct trace t = { 0 };

		trace_unpack(a, in, &t);
		trace_pack(a, &t, &out);
		tap_str(out.rules, in.rules, "%s: rules", rows[i].name);
		tap_str(out.texts, in.texts, "%s: texts", rows[i].name);
	}
}

/* 500 rules that look at one subject, and one that has too many texts. */
static void
test_sizes(struct arena *a)
{
	struct trace_test same = { 0, true, STR("The crane stands still") };
	struct trace t = { .marks = ARENA_ARRAY(a, 500, struct trace_mark) };
	struct trace_packed out;
	struct buf b;

	for (; t.n < 500; t.n++)
		t.marks[t.n] = (struct trace_mark){ t.n, 'n', TRACE_NONE, &same, 1 };
	trace_pack(a, &t, &out);
	tap_str(out.texts, same.value, "a text stands once");
	tap_ok(out.rules.n <= 500 * 5, "a rule takes five octets");
	for (size_t i = 0; i < t.n; i++) {
		t.marks[i].tests = ARENA_NEW(a, struct trace_test);
		buf_init(&b, a);
		buf_printf(&b, "%zu ", i);
		for (int k = 0; k < 100; k++)
			buf_adds(&b, "é");
		*t.marks[i].tests = (struct trace_test){ 0, true, buf_str(&b) };
	}
	trace_pack(a, &t, &out);
	tap_ok(out.texts.n <= TRACE_TEXTS, "texts are limited");
	tap_ok(str_is_utf8(out.texts), "and cut between characters");
	trace_unpack(a, out, &t);
	tap_ok(t.n == 500 && t.marks[0].tests[0].has_value && !t.marks[499].tests[0].has_value,
	    "what has no room is a test without a value");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_unpack(a);
	test_both_ways(a);
	test_sizes(a);
	arena_free(a);
	return tap_done();
}
