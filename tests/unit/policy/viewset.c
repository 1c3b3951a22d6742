/* What is asked of a view besides: words and values of whoever asks. */
#include "daemon/policy/viewset.h"

#include "tests/tap.h"
#include "tests/unit/policy/world.h"

static const struct {
	const char	*name;
	const char	*sets[3];
	size_t		 tests;		/* of the condition */
	const char	*fault;		/* NULL: there is none */
} rows[] = {
	{ "nothing", { NULL }, 0, NULL },
	{ "one", { "project=ACME" }, 1, NULL },
	{ "several values", { "severity=high, critical" }, 1, NULL },
	{ "the same word twice is one test", { "severity=high", "severity=critical" }, 1, NULL },
	{ "two words", { "severity=high", "category=open" }, 2, NULL },
	{ "a field", { "field.order=123456" }, 1, NULL },
	{ "nobody's", { "assignee=" }, 1, NULL },
	{ "who reads", { "assignee=$me" }, 1, NULL },
	{ "quotes stay in the value", { "subject=\"; tags = \"x\\" }, 1, NULL },
	{ "no value", { "project" }, 0, "write WORD=VALUE, as project=ACME" },
	{ "no word", { "=x" }, 0, "write WORD=VALUE" },
	{ "an unknown word", { "severty=high" }, 0, "severity" },
	{ "an unknown value", { "severity=hihg" }, 0, "high" },
	{ "no such project", { "project=ACNE" }, 0, "ACME" },
	{ "what follows is of the value", { "tags = \"x\"; subject=y" }, 1, NULL },
	{ "a line of its own", { "subject=a\nb" }, 0, "write WORD=VALUE" },
	{ "a dot at the end", { "field.=x" }, 0, "write WORD=VALUE" },
	{ "braces", { "subject}=x" }, 0, "write WORD=VALUE" },
};

int
main(void)
{
	const struct conf *c;
	struct conf_faults faults = { 0 };
	struct arena *a = arena_new();

	world_open();
	if (world_load(a, &c, &faults) == 0) {
		for (size_t i = 0; i < COUNT(rows); i++) {
			struct strs sets = { 0 };
			struct condition got;
			struct str fault = STR_NONE;
			int rc;

			for (size_t k = 0; k < COUNT(rows[i].sets) && rows[i].sets[k] != NULL; k++)
				strs_add(a, &sets, str_c(rows[i].sets[k]));
			rc = viewset_read(a, c, &sets, &got, &fault);
			tap_int(rc, rows[i].fault == NULL ? 0 : -1, "%s: %.*s", rows[i].name,
			    STR_ARG(fault));
			if (rc == 0)
				tap_int(got.kind == WHEN_TEST ? 1 : (long long)got.n,
				    (long long)rows[i].tests, "%s: tests", rows[i].name);
			else
				tap_ok(str_find(fault, str_c(rows[i].fault == NULL ? "-" :
				    rows[i].fault), 0) != SIZE_MAX, "%s: says so", rows[i].name);
		}
		world_drop(c);
	} else {
		tap_ok(false, "the sample is loaded");
	}
	world_close();
	arena_free(a);
	return tap_done();
}
