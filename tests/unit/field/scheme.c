#include "parsers/field/scheme.h"

#include "tests/tap.h"

enum { PAIRS = 100000, LONGEST = 12 };

static const struct {
	enum scheme	 scheme;
	const char	*in, *want;	/* NULL: refused */
} reads[] = {
	{ SCHEME_SEMVER, "v2.4", "2.4.0" }, { SCHEME_SEMVER, "2.4.0.RC1", "2.4.0-rc1" },
	{ SCHEME_SEMVER, "1:2.4", NULL },
	{ SCHEME_DEBIAN, "1:2.4-1", "1:2.4-1" }, { SCHEME_DEBIAN, "0:2.4-1", "2.4-1" },
	{ SCHEME_DEBIAN, "0:1:2", "0:1:2" },
	{ SCHEME_DEBIAN, " v2.4~rc1+dfsg-1~bpo12+1 ", "2.4~rc1+dfsg-1~bpo12+1" },
	{ SCHEME_DEBIAN, "2.4-1-2", "2.4-1-2" }, { SCHEME_DEBIAN, "1:2:3-4", "1:2:3-4" },
	{ SCHEME_DEBIAN, "2:3:4", "2:3:4" }, { SCHEME_DEBIAN, "version 2.4", "2.4" },
	{ SCHEME_DEBIAN, "", NULL }, { SCHEME_DEBIAN, ":1", NULL }, { SCHEME_DEBIAN, "a:1", NULL },
	{ SCHEME_DEBIAN, "1:", NULL }, { SCHEME_DEBIAN, "a.1", NULL }, { SCHEME_DEBIAN, "2.4-", NULL },
	{ SCHEME_DEBIAN, "2.4 1", NULL }, { SCHEME_DEBIAN, "2.4_1", NULL },
	{ SCHEME_DEBIAN, "1234567890:1", NULL }, { SCHEME_DEBIAN, "2.4-1:2", NULL },
	{ SCHEME_DEBIAN, "2.\xc3\xa9", NULL },
	{ SCHEME_NUMERIC, "2.10", "2.10" }, { SCHEME_NUMERIC, "v02.4", "2.4" },
	{ SCHEME_NUMERIC, "0.0", "0.0" }, { SCHEME_NUMERIC, "7", "7" }, { SCHEME_NUMERIC, "2.4-1", NULL },
	{ SCHEME_NUMERIC, "2..4", NULL }, { SCHEME_NUMERIC, "2.", NULL }, { SCHEME_NUMERIC, ".2", NULL },
	{ SCHEME_NUMERIC, "2.x", NULL }, { SCHEME_NUMERIC, "1.2.3.4.5.6.7.8.9", NULL },
	{ SCHEME_DATE, "2026.04", "2026.04" }, { SCHEME_DATE, "2026-04-01", "2026-04-01" },
	{ SCHEME_DATE, "26.04", "26.04" }, { SCHEME_DATE, "26.04.2", "26.04.2" },
	{ SCHEME_DATE, "2026.4.1.2", "2026.4.1.2" }, { SCHEME_DATE, "20260401", "20260401" },
	{ SCHEME_DATE, "2026.04.99", "2026.04.99" }, { SCHEME_DATE, "2026-04-31", NULL },
	{ SCHEME_DATE, "2026-02-29", NULL }, { SCHEME_DATE, "2024-02-29", "2024-02-29" },
	{ SCHEME_DATE, "2026.13", NULL }, { SCHEME_DATE, "2026.00", NULL }, { SCHEME_DATE, "2026", NULL },
	{ SCHEME_DATE, "2026-04.01", NULL }, { SCHEME_DATE, "126.04", NULL }, { SCHEME_DATE, "26.4.1.1.1", NULL },
	{ SCHEME_DATE, "20261301", NULL }, { SCHEME_DATE, "2026.04b1", NULL },
	{ SCHEME_LIST, " Spring 2026 ", "Spring 2026" }, { SCHEME_LIST, "v2", "v2" },
	{ SCHEME_LIST, "", NULL }, { SCHEME_LIST, "a\nb", NULL }, { SCHEME_LIST, "\xff", NULL },
};

static const struct {
	enum scheme	 scheme;
	const char	*v[16];		/* rising */
} rising[] = {
	{ SCHEME_SEMVER, { "2.4.0-rc1", "2.4.0", "2.9", "2.10", "10.0" } },
	{ SCHEME_DEBIAN, { "not one", "1.0~~", "1.0~~a", "1.0~", "1.0", "1.0-1~bpo1", "1.0-1", "1.0-1.1",
	  "1.0a", "1.0+b1", "1.0.1", "1.2", "1.10", "1:0.1", "2:0.1" } },
	{ SCHEME_NUMERIC, { "x", "0", "0.1", "1", "1.0.1", "1.9", "1.10", "2", "10" } },
	{ SCHEME_DATE, { "x", "2025.12", "26.1", "2026.04", "2026.4.1", "26.04.2", "2026.10", "2027-01-01" } },
};

static const struct {
	enum scheme	 scheme;
	const char	*a, *b;
} same[] = {
	{ SCHEME_SEMVER, "2.4", "v2.4.0+b" }, { SCHEME_DEBIAN, "0:1.0", "1.0-0" },
	{ SCHEME_DEBIAN, "1.0", "1.00" }, { SCHEME_DEBIAN, "1.0a", "1.0a0" }, { SCHEME_DEBIAN, "01:2", "1:2" },
	{ SCHEME_NUMERIC, "2", "2.0.0" }, { SCHEME_NUMERIC, "v2.04", "2.4" },
	{ SCHEME_DATE, "26.04", "2026.4" }, { SCHEME_DATE, "20260401", "2026-04-01" },
	{ SCHEME_LIST, " a", "a " },
};

static int
sign(int c)
{
	return (c > 0) - (c < 0);
}

static struct str
key(struct arena *a, enum scheme scheme, struct str s)
{
	struct buf b;

	buf_init(&b, a);
	scheme_key(&b, scheme, s);
	return buf_str(&b);
}

static void
check_pair(struct arena *a, enum scheme scheme, struct str x, struct str y, int want)
{
	tap_int(sign(scheme_cmp(scheme, x, y)), want, "%s: %.*s and %.*s", scheme_names[scheme],
	    STR_ARG(x), STR_ARG(y));
	tap_int(sign(str_cmp(key(a, scheme, x), key(a, scheme, y))), want, "… their keys");
}

static void
test_tables(struct arena *a)
{
	struct str out;

	for (size_t i = 0; i < COUNT(reads); i++) {
		bool ok = scheme_parse(a, reads[i].scheme, str_c(reads[i].in), &out);

		tap_ok(ok == (reads[i].want != NULL), "%s: \"%s\" is%s one",
		    scheme_names[reads[i].scheme], reads[i].in, reads[i].want != NULL ? "" : " not");
		tap_str(out, str_c(reads[i].want), "… in its normal form");
	}
	for (size_t i = 0; i < COUNT(rising); i++)
		for (size_t x = 0; rising[i].v[x] != NULL; x++)
			for (size_t y = 0; rising[i].v[y] != NULL; y++)
				check_pair(a, rising[i].scheme, str_c(rising[i].v[x]), str_c(rising[i].v[y]),
				    (x > y) - (x < y));
	for (size_t i = 0; i < COUNT(same); i++)
		check_pair(a, same[i].scheme, str_c(same[i].a), str_c(same[i].b), 0);
	for (size_t i = 0; i < SCHEMES; i++)
		tap_ok(scheme_parse(a, (enum scheme)i, str_c(scheme_example((enum scheme)i)), &out),
		    "the example of %s is one", scheme_names[i]);
}

static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

static struct str
random_text(struct arena *a, uint64_t *seed)
{
	static const char letters[] = "0019~~.-+:aZz2";
	struct buf b;

	buf_init(&b, a);
	for (size_t n = next(seed) % LONGEST + 1; n > 0; n--)
		buf_addc(&b, letters[next(seed) % (sizeof(letters) - 1)]);
	return buf_str(&b);
}

/* Keys sort as versions do, whatever the text; and a normal form is the same version. */
static void
test_random(struct arena *a)
{
	uint64_t seed = 7;
	size_t wrong[SCHEMES] = { 0 }, changed[SCHEMES] = { 0 }, read[SCHEMES] = { 0 };

	for (int i = 0; i < PAIRS; i++) {
		struct str x = random_text(a, &seed), y = random_text(a, &seed), out;

		for (int s = 0; s < SCHEMES; s++) {
			enum scheme scheme = (enum scheme)s;

			wrong[s] += sign(scheme_cmp(scheme, x, y)) !=
			    sign(str_cmp(key(a, scheme, x), key(a, scheme, y)));
			if (!scheme_parse(a, scheme, x, &out))
				continue;
			read[s]++;
			changed[s] += scheme_cmp(scheme, x, out) != 0;
		}
		arena_reset(a);
	}
	for (int s = 0; s < SCHEMES; s++) {
		tap_int((long long)wrong[s], 0, "%d pairs: keys of %s sort as it does", PAIRS,
		    scheme_names[s]);
		tap_int((long long)changed[s], 0, "a normal form is the same version");
		tap_ok(s == SCHEME_DATE || read[s] > 100, "… of %zu that were read", read[s]);
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	test_tables(a);
	test_random(a);
	arena_free(a);
	return tap_done();
}
