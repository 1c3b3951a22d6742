#include "parsers/field/version.h"
#include "tests/tap.h"

static void
test_parse(struct arena *a)
{
	static const struct { const char *in, *want; } rows[] = {
		{ "2.4.1", "2.4.1" },
		{ "v2.4", "2.4.0" },
		{ "V2.4", "2.4.0" },
		{ "Version 2.4.0", "2.4.0" },
		{ "versi\xc3\xb3n: 2.4", "2.4.0" },
		{ "version v2.4", "2.4.0" },
		{ "r12", "12.0.0" },
		{ "7", "7.0.0" },
		{ "2.4.0.RC1", "2.4.0-rc1" },
		{ "2.4rc1", "2.4.0-rc1" },
		{ "2.4.1-rc2", "2.4.1-rc2" },
		{ "2.4.1~rc2", "2.4.1-rc2" },
		{ "2.4 beta 2", "2.4.0-beta2" },
		{ "2.4 RC1", "2.4.0-rc1" },
		{ "2.4.0.Final", "2.4.0" },
		{ "2.4.0-alpha.1+build.5", "2.4.0-alpha.1+build.5" },
		{ "7-rc1", "7.0.0-rc1" },
		{ "22.04", "22.04.0" },
		{ "10.0.19045.3803", "10.0.19045.3803" },
		{ " 2.4.1. ", "2.4.1" },
		{ "99999999999999999999999.1", "99999999999999999999999.1.0" },
	};
	static const char *const refused[] = {
		"", "v", "version", "latest", "2.x", "2.4.x", "2..4", ".5", "2024-05-01",
		"2.4.1 on Linux", "2.4.1, 2.4.2", "1.2.3.4.5.6.7.8.9", "2.4.0-", "2.4.0+",
		"2.4.0-rc..1", "12 users", "1:2.4", "2.4.\xff", "3 beta testers",
		"1.11111111111111111111111111111111111111111111111111111111111111111",
	};
	struct str out;

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_ok(version_parse(a, str_c(rows[i].in), &out), "read: %s", rows[i].in);
		tap_str(out, str_c(rows[i].want), "normal form of %s", rows[i].in);
		tap_int(version_cmp(out, str_c(rows[i].in)), 0, "same version: %s",
		    rows[i].in);
	}
	for (size_t i = 0; i < COUNT(refused); i++)
		tap_ok(!version_parse(a, str_c(refused[i]), &out), "refused: %s",
		    refused[i]);
}

/* Rising; each row sorts before all that follow, also the other way round. */
static void
test_order(void)
{
	static const char *const rising[] = {
		"latest", "unknown", "1.0.0-1", "1.0.0-alpha", "1.0.0-alpha.1",
		"1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11",
		"1.0.0-rc.1", "1.0.0-rc2", "1.0.0-rc10", "1.0.0", "1.0.1", "2.2", "2.4.0-rc1",
		"2.4", "2.4.0.1", "2.9", "2.10", "v10",
		"18446744073709551616.0", "18446744073709551617.0",
	};
	static const char *const same[][2] = {
		{ "2.4", "v2.4.0" }, { "2.4.0+a", "2.4.0+b" }, { "2.04", "2.4" },
		{ "2.4-RC1", "2.4.0-rc1" }, { "2.4.0 beta 2", "2.4.0.beta2" },
	};

	for (size_t i = 0; i < COUNT(rising); i++)
		for (size_t j = 0; j < COUNT(rising); j++) {
			int c = version_cmp(str_c(rising[i]), str_c(rising[j]));

			tap_int((c > 0) - (c < 0), (i > j) - (i < j), "%s beside %s",
			    rising[i], rising[j]);
		}
	for (size_t i = 0; i < COUNT(same); i++)
		tap_int(version_cmp(str_c(same[i][0]), str_c(same[i][1])), 0, "%s is %s",
		    same[i][0], same[i][1]);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_parse(a);
	test_order();
	arena_free(a);
	return tap_done();
}
