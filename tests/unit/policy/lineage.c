/*
 * lineage: tables over a tree drawn by hand, and 100,000 random trees against the definition of
 * lineage.h itself: a matrix of what comes before what.
 */
#include "daemon/policy/lineage.h"

#include "tests/tap.h"

enum { TREES = 100000, MOST = 14, MERGES = 3, SAID_MOST = 6 };

/* A product of a list's scheme: its releases are told by names alone. */
static struct product
product_new(struct arena *a, size_t n, const char *const *names)
{
	struct product p = { .name = STR("p"), .scheme = SCHEME_LIST };

	p.branches = ARENA_ARRAY(a, 1, struct branch);
	p.n = 1;
	p.release = ARENA_ARRAY(a, n, struct release);
	p.by_id = ARENA_ARRAY(a, n, size_t);
	p.n_releases = n;
	for (size_t i = 0; i < n; i++) {
		struct release *r = &p.release[i];
		struct str name = names != NULL ? str_c(names[i]) :
		    str_printf(a, "%c", (char)('a' + i));

		*r = (struct release){ .version = name, .id = name, .before = SIZE_MAX,
		    .key = str_printf(a, "%c", (char)(i + 1)), .date = NO_DAY };
		r->merged = ARENA_ARRAY(a, MERGES, size_t);
		p.by_id[i] = i;			/* the names rise */
	}
	return p;
}

/*
 * 2.3.0 - 2.4.0 - 2.5.0 - 2.5.1 - 2.6.0		2.5.1 contains 2.4.2
 *           `- 2.4.1 - 2.4.2 - 2.4.3 - 2.4.4		2.4.4 contains 2.5.0
 */
enum { V230, V240, V241, V242, V243, V244, V250, V251, V260 };

static const char *const names[] = {
	"2.3.0", "2.4.0", "2.4.1", "2.4.2", "2.4.3", "2.4.4", "2.5.0", "2.5.1", "2.6.0",
};

static struct product
drawn(struct arena *a)
{
	static const size_t before[] = { SIZE_MAX, V230, V240, V241, V242, V243, V240, V250, V251 };
	struct product p = product_new(a, COUNT(names), names);

	for (size_t i = 0; i < COUNT(names); i++) {
		p.release[i].before = before[i];
		p.release[i].branch = i >= V241 && i <= V244;
	}
	p.release[V251].merged[p.release[V251].n_merged++] = V242;
	p.release[V244].merged[p.release[V244].n_merged++] = V250;
	return p;
}

static const struct row {
	const char	*name;
	struct { enum said_what what; const char *version; } said[4];
	size_t		 n;
	const char	*version;
	enum verdict	 want;
	const char	*why;
	const char	*fix;
} rows[] = {
	{ "nothing was said", { { 0 } }, 0, "2.4.1", VERDICT_UNKNOWN,
	  "nothing is said of it or of what came before", "" },
	{ "of itself", { { SAID_FOUND, "2.4.1" } }, 1, "2.4.1", VERDICT_AFFECTED,
	  "found in 2.4.1 itself", "" },
	{ "of what comes after", { { SAID_FOUND, "2.4.1" } }, 1, "2.4.0", VERDICT_UNKNOWN,
	  "nothing is said of it or of what came before", "" },
	{ "of its ancestor", { { SAID_FOUND, "2.3.0" } }, 1, "2.4.3", VERDICT_AFFECTED,
	  "found in 2.3.0, its ancestor", "" },
	{ "a fix in its branch", { { SAID_FOUND, "2.3.0" }, { SAID_FIXED, "2.4.2" } }, 2, "2.4.3",
	  VERDICT_FIXED, "fixed in 2.4.2, its ancestor", "" },
	{ "before the fix", { { SAID_FOUND, "2.3.0" }, { SAID_FIXED, "2.4.2" } }, 2, "2.4.1",
	  VERDICT_AFFECTED, "found in 2.3.0, its ancestor", "2.4.2" },
	{ "a fix on main is none on 2.4", { { SAID_FOUND, "2.4.0" }, { SAID_FIXED, "2.6.0" } }, 2, "2.4.3",
	  VERDICT_AFFECTED, "found in 2.4.0, its ancestor", "2.6.0" },
	{ "a higher number is no ancestor", { { SAID_FIXED, "2.4.3" }, { SAID_FOUND, "2.3.0" } }, 2,
	  "2.5.0", VERDICT_AFFECTED, "found in 2.3.0, its ancestor", "" },
	{ "the fix comes along", { { SAID_FOUND, "2.4.0" }, { SAID_FIXED, "2.4.2" } }, 2, "2.5.1",
	  VERDICT_FIXED, "fixed in 2.4.2, which 2.5.1 contains", "" },
	{ "and on from there", { { SAID_FOUND, "2.4.0" }, { SAID_FIXED, "2.4.1" } }, 2, "2.6.0",
	  VERDICT_FIXED, "fixed in 2.4.1, which 2.5.1 contains", "" },
	{ "found again after it was fixed", { { SAID_FIXED, "2.4.0" }, { SAID_FOUND, "2.4.2" } }, 2,
	  "2.4.3", VERDICT_AFFECTED, "found in 2.4.2, its ancestor", "2.5.0" },
	{ "what was found again comes along", { { SAID_FIXED, "2.4.0" }, { SAID_FOUND, "2.4.2" } }, 2,
	  "2.5.1", VERDICT_AFFECTED, "found in 2.4.2, which 2.5.1 contains", "" },
	{ "a merge of both", { { SAID_FOUND, "2.5.0" }, { SAID_FIXED, "2.4.2" } }, 2, "2.5.1", VERDICT_FIXED,
	  "fixed in 2.4.2, which 2.5.1 contains; that outweighs found in 2.5.0, its ancestor", "" },
	{ "the other way round", { { SAID_FIXED, "2.5.0" }, { SAID_FOUND, "2.4.1" } }, 2, "2.5.1",
	  VERDICT_FIXED, "fixed in 2.5.0, its ancestor; that outweighs found in 2.4.1, which 2.5.1 contains",
	  "" },
	{ "a merge says itself", { { SAID_FOUND, "2.5.0" }, { SAID_FIXED, "2.4.2" }, { SAID_FOUND, "2.5.1" } },
	  3, "2.6.0", VERDICT_AFFECTED, "found in 2.5.1, its ancestor", "" },
	{ "a fault comes along", { { SAID_NOT, "2.5.0" }, { SAID_FOUND, "2.4.1" } }, 2, "2.6.0",
	  VERDICT_AFFECTED, "found in 2.4.1, which 2.5.1 contains; that outweighs not in 2.5.0, its ancestor",
	  "" },
	{ "not in", { { SAID_FOUND, "2.4.0" }, { SAID_NOT, "2.5.0" } }, 2, "2.5.0", VERDICT_NOT_AFFECTED,
	  "not in 2.5.0 itself", "" },
	{ "the last word of one version", { { SAID_FOUND, "2.4.1" }, { SAID_FIXED, "2.4.1" } }, 2, "2.4.1",
	  VERDICT_FIXED, "fixed in 2.4.1 itself", "" },
	{ "the next of its branch mends it", { { SAID_FOUND, "2.4.0" }, { SAID_FIXED, "2.5.0" },
	  { SAID_FIXED, "2.4.3" } }, 3, "2.4.1", VERDICT_AFFECTED, "found in 2.4.0, its ancestor", "2.4.3" },
	{ "a backport", { { SAID_FOUND, "2.4.0" }, { SAID_FIXED, "2.5.0" } }, 2, "2.4.3", VERDICT_AFFECTED,
	  "found in 2.4.0, its ancestor", "2.4.4" },
	{ "which no catalogue has", { { SAID_FOUND, "2.4.0" } }, 1, "2.4.9", VERDICT_UNKNOWN,
	  "2.4.9 is not in the catalogue, and nothing is said of it", "" },
	{ "… and it was said of it", { { SAID_FOUND, "2.4.9" } }, 1, "2.4.9", VERDICT_AFFECTED,
	  "2.4.9 is not in the catalogue; this was said of it alone", "" },
	{ "of such says nothing of others", { { SAID_FIXED, "2.4.2x" } }, 1, "2.4.3", VERDICT_UNKNOWN,
	  "nothing is said of it or of what came before", "" },
};

static void
test_table(struct arena *a)
{
	struct product p = drawn(a);

	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct row *r = &rows[i];
		struct said said[4];
		struct str why;

		for (size_t k = 0; k < r->n; k++)
			said[k] = (struct said){ r->said[k].what, str_c(r->said[k].version) };
		tap_int(lineage_verdict(a, &p, said, r->n, str_c(r->version), &why), r->want, "%s", r->name);
		tap_str(why, str_c(r->why), "… and why");
		if (r->want == VERDICT_AFFECTED)
			tap_str(lineage_fix(a, &p, said, r->n, str_c(r->version)), str_c(r->fix),
			    "… and what mends it");
	}
}

static uint64_t
next(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005u + 1442695040888963407u;
	return *seed >> 33;
}

/* What a release comes after has a lower number, or none: so there is no circle. */
static struct product
grow(struct arena *a, uint64_t *seed)
{
	struct product p = product_new(a, 1 + next(seed) % MOST, NULL);

	for (size_t i = 0; i < p.n_releases; i++) {
		struct release *r = &p.release[i];

		if (i > 0 && next(seed) % 8 != 0)
			r->before = next(seed) % 3 != 0 ? i - 1 : next(seed) % i;
		while (i > 0 && next(seed) % 3 == 0 && r->n_merged < MERGES)
			r->merged[r->n_merged++] = next(seed) % i;
	}
	return p;
}

/* By the words of lineage.h, over all pairs: no walk, no order. */
static enum verdict
by_definition(const struct product *p, const struct said *said, size_t n, size_t version)
{
	bool after[MOST][MOST] = { { false } };	/* after[x][y]: y comes before x, or is x */
	size_t about[MOST], counts[SAID_WHATS] = { 0 };

	for (size_t x = 0; x < p->n_releases; x++) {
		after[x][x] = true;
		if (p->release[x].before != SIZE_MAX)
			after[x][p->release[x].before] = true;
		for (size_t k = 0; k < p->release[x].n_merged; k++)
			after[x][p->release[x].merged[k]] = true;
		about[x] = SIZE_MAX;
	}
	for (size_t k = 0; k < p->n_releases; k++)
		for (size_t x = 0; x < p->n_releases; x++)
			for (size_t y = 0; y < p->n_releases; y++)
				after[x][y] |= after[x][k] && after[k][y];
	for (size_t i = 0; i < n; i++)
		about[said[i].version.p[0] - 'a'] = i;
	for (size_t y = 0; y < p->n_releases; y++) {
		bool counts_for = about[y] != SIZE_MAX && after[version][y];

		for (size_t z = 0; z < p->n_releases; z++)
			if (z != y && about[z] != SIZE_MAX && after[version][z] && after[z][y])
				counts_for = false;
		if (counts_for)
			counts[said[about[y]].what]++;
	}
	return counts[SAID_FIXED] > 0 ? VERDICT_FIXED : counts[SAID_FOUND] > 0 ? VERDICT_AFFECTED :
	    counts[SAID_NOT] > 0 ? VERDICT_NOT_AFFECTED : VERDICT_UNKNOWN;
}

static void
test_random(struct arena *a)
{
	uint64_t seed = 13;
	size_t wrong = 0, seen[VERDICTS] = { 0 };

	for (int i = 0; i < TREES; i++) {
		struct product p = grow(a, &seed);
		struct said said[SAID_MOST];
		size_t n = next(&seed) % (SAID_MOST + 1);

		for (size_t k = 0; k < n; k++)
			said[k] = (struct said){ (enum said_what)(next(&seed) % SAID_WHATS),
			    p.release[next(&seed) % p.n_releases].version };
		for (size_t v = 0; v < p.n_releases; v++) {
			enum verdict want = by_definition(&p, said, n, v);

			seen[want]++;
			wrong += lineage_verdict(a, &p, said, n, p.release[v].version, NULL) != want;
		}
		arena_reset(a);
	}
	tap_int((long long)wrong, 0, "%d random trees, as the definition says", TREES);
	for (size_t i = 0; i < VERDICTS; i++)
		tap_ok(seen[i] > TREES / 10, "%s came up %zu times", verdict_names[i], seen[i]);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_table(a);
	test_random(a);
	arena_free(a);
	return tap_done();
}
