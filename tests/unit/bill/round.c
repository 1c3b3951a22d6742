/* Durations that are rounded: what the desk's users argue about, as a table. */
#include "daemon/bill/round.h"

#include "tests/tap.h"

enum { M = 60 };

static const struct rounding up = { .to = 15 * M }, grace = { .to = 15 * M, .grace = 2 * M };
static const struct rounding least = { .to = 15 * M, .minimum = 30 * M };
static const struct rounding both = { .to = 15 * M, .minimum = 15 * M, .grace = 2 * M };
static const struct rounding near = { .to = 15 * M, .how = ROUND_NEAREST };
static const struct rounding down = { .to = 15 * M, .how = ROUND_DOWN };
static const struct rounding down_least = { .to = 15 * M, .how = ROUND_DOWN, .minimum = 15 * M };
static const struct rounding none = { 0 }, minimum = { .minimum = 10 * M };
static const struct rounding tenth = { .to = 6 * M };

static const struct {
	const char		*name;
	const struct rounding	*r;
	int64_t			 in, want;
} rows[] = {
	{ "nothing is nothing", &up, 0, 0 },
	{ "a second", &up, 1, 15 * M },
	{ "an exact multiple stays", &up, 15 * M, 15 * M },
	{ "a second more", &up, 15 * M + 1, 30 * M },
	{ "a second less", &up, 15 * M - 1, 15 * M },
	{ "a large multiple stays", &up, 1000000 * 15 * M, 1000000 * 15 * M },
	{ "grace: a second", &grace, 1, 0 },
	{ "grace: as much as it", &grace, 17 * M, 15 * M },
	{ "grace: a second more than it", &grace, 17 * M + 1, 30 * M },
	{ "grace: a second over", &grace, 15 * M + 1, 15 * M },
	{ "grace: below the first, as much as it", &grace, 2 * M, 0 },
	{ "grace: below the first, more", &grace, 2 * M + 1, 15 * M },
	{ "minimum: a second", &least, 1, 30 * M },
	{ "minimum: nothing was worked", &least, 0, 0 },
	{ "minimum: more is not touched", &least, 31 * M, 45 * M },
	{ "minimum stands before grace", &both, 1, 15 * M },
	{ "minimum alone", &minimum, 1, 10 * M },
	{ "minimum alone: more stays as it was", &minimum, 10 * M + 1, 10 * M + 1 },
	{ "nearest: a second", &near, 1, 0 },
	{ "nearest: half is the larger", &near, 7 * M + 30, 15 * M },
	{ "nearest: less than half", &near, 7 * M + 29, 0 },
	{ "nearest: half of the second", &near, 22 * M + 30, 30 * M },
	{ "nearest: an exact multiple", &near, 30 * M, 30 * M },
	{ "down: a second less", &down, 15 * M - 1, 0 },
	{ "down: a second more", &down, 15 * M + 1, 15 * M },
	{ "down, but some", &down_least, 1, 15 * M },
	{ "none", &none, 15 * M + 1, 15 * M + 1 },
	{ "a tenth of an hour", &tenth, 6 * M, 6 * M },
	{ "three tenths of an hour", &tenth, 18 * M, 18 * M },
};

static const struct {
	const char	*name;
	size_t		 n;
	int64_t		 raw[4], rounded, want[4];
} spreads[] = {
	{ "equal parts", 3, { 300, 300, 300 }, 900, { 300, 300, 300 } },
	{ "the difference by length", 2, { 300, 600 }, 1800, { 600, 1200 } },
	{ "what is left goes to the first of equal ones", 3, { 10, 10, 10 }, 40, { 14, 13, 13 } },
	{ "two are left", 3, { 10, 10, 10 }, 41, { 14, 14, 13 } },
	{ "the largest remainder first", 2, { 1, 2 }, 4, { 1, 3 } },
	{ "down", 2, { 600, 301 }, 900, { 599, 301 } },
	{ "down to nothing", 2, { 100, 300 }, 0, { 0, 0 } },
	{ "negative ones", 3, { -10, -10, -10 }, -40, { -14, -13, -13 } },
	{ "with a correction", 2, { 3600, -1800 }, 2700, { 4200, -1500 } },
	{ "that leaves nothing", 2, { 600, -600 }, 0, { 600, -600 } },
	{ "of no length", 2, { 0, 0 }, 0, { 0, 0 } },
	{ "one without length gets nothing", 2, { 0, 60 }, 900, { 0, 900 } },
	{ "one alone", 1, { 1 }, 900, { 900 } },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_int(round_worked(rows[i].r, rows[i].in), rows[i].want, "%s", rows[i].name);
		tap_int(round_worked(rows[i].r, -rows[i].in), -rows[i].want, "%s, negative",
		    rows[i].name);
	}
	for (size_t i = 0; i < COUNT(spreads); i++) {
		int64_t got[4] = { 0 };

		round_spread(a, spreads[i].raw, spreads[i].n, spreads[i].rounded, got);
		for (size_t k = 0; k < spreads[i].n; k++)
			tap_int(got[k], spreads[i].want[k], "%s: piece %zu", spreads[i].name, k + 1);
	}
	arena_free(a);
	return tap_done();
}
