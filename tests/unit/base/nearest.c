#include "parsers/base/nearest.h"

#include "tests/tap.h"

static void
test_nearest(struct arena *a)
{
	static const struct { const char *in, *want; } rows[] = {
		{ "clsoe", "close" }, { "close", "close" }, { "severty", "severity" },
		{ "asign", "assign" }, { "nite", "note" }, { "reopne", "reopen" },
		{ "xyzzy", "" }, { "", "" }, { "q", "" }, { "blocked-bye", "blocked-by" },
	};
	static const char *const all[] = {
		"status", "close", "assign", "severity", "note", "open", "reopen",
		"blocked-by",
	};
	static const char long_name[] = "a-name-that-is-far-longer-than-any-name-known";
	struct strs names = { NULL, 0 };

	for (size_t i = 0; i < COUNT(all); i++)
		strs_add(a, &names, str_c(all[i]));
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(nearest_name(str_c(rows[i].in), &names), str_c(rows[i].want),
		    "nearest to \"%s\"", rows[i].in);
	tap_str(nearest_name(str_c(long_name), &names),
	    STR_NONE, "a long name is near to nothing");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_nearest(a);
	arena_free(a);
	return tap_done();
}
