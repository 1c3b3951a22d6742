/* growth: what four times as much of a text costs: about four times, where no cost is squared. */
#ifndef TESTS_UNIT_GROWTH_H
#define TESTS_UNIT_GROWTH_H

#include <time.h>

#include "parsers/base/arena.h"
#include "tests/tap.h"

enum { GROWTH_MOST = 9 };		/* of squares it would be sixteen */

/* A unit again and again, `size` bytes of it, and what stands behind them all. */
static inline struct str
growth_text(struct arena *a, const char *head, const char *unit, size_t size, const char *tail,
    size_t tails)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, head);
	while (b.n < size)
		buf_adds(&b, unit);
	for (size_t i = 0; i < tails; i++)
		buf_adds(&b, tail);
	return buf_str(&b);
}

/* The processor's time, the shortest of three, us; no shorter than what a clock can tell. */
static inline double
growth_cost(void (*run)(struct arena *, struct str), struct str text)
{
	double best = 1e12;

	for (int i = 0; i < 3; i++) {
		struct arena *a = arena_new();
		struct timespec from, to;
		double us;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		run(a, text);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		us = (double)(to.tv_sec - from.tv_sec) * 1e6 +
		    (double)(to.tv_nsec - from.tv_nsec) / 1e3;
		best = us < best ? us : best;
		arena_free(a);
	}
	return best < 1000 ? 1000 : best;
}

static inline void
growth_test(void (*run)(struct arena *, struct str), struct str small, struct str large,
    const char *name)
{
	double times = growth_cost(run, large) / growth_cost(run, small);

	tap_ok(times < GROWTH_MOST, "cost of four times as much: %s: %.1f", name, times);
}

#endif
