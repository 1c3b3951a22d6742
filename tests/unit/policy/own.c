/* What leads to docket itself, and what only looks so. */
#include "daemon/policy/own.h"

#include "tests/tap.h"

static const struct { const char *address; bool own; } rows[] = {
	{ "support@example.com", true }, { "SUPPORT@Example.COM", true },
	{ "support+x@example.com", true }, { "support+a+b@example.com", true },
	{ "support+@example.com", true }, { "help@example.com", true },
	{ "Help+1@example.com", true }, { "anybody@desk.example", true },
	{ "any+x@DESK.example", true },
	{ "supporter@example.com", false }, { "suppor@example.com", false },
	{ "support@example.com.evil.example", false }, { "support@examplexcom", false },
	{ "x+support@example.com", false }, { "anybody@sub.desk.example", false },
	{ "anybody@example.com", false }, { "@example.com", false }, { "support", false },
	{ "", false },
};

int
main(void)
{
	struct arena *a = arena_new();
	struct strs own = { 0 };

	strs_add(a, &own, STR("support@example.com"));
	strs_add(a, &own, STR("help@example.com"));
	strs_add(a, &own, STR("@desk.example"));
	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(own_has(&own, str_c(rows[i].address)) == rows[i].own, "%s",
		    rows[i].address);
	tap_ok(own_domain(&own, STR("Example.com")) && own_domain(&own, STR("desk.example")) &&
	    !own_domain(&own, STR("acme.example")), "domains");
	arena_free(a);
	return tap_done();
}
