/*
 * What a deadline costs: nanoseconds for one worktime_after(), and for all points
 * of a cycle, from random instants of three years.  Prints both, a line each.
 */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "daemon/sla/sla.h"
#include "daemon/sys/clock.h"

enum { ROUNDS = 1000000, DAYS = 1095 };

static int64_t
nanoseconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

/* xorshift64: the same instants in each run. */
static uint64_t
next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* Weekdays 09:00 to 12:00 and 13:00 to 17:00, thirty holidays. */
static struct worktime *
office(struct arena *a)
{
	struct calendar *c = ARENA_NEW(a, struct calendar);

	c->name = STR("office");
	c->timezone = STR("Europe/Berlin");
	c->hours = ARENA_ARRAY(a, 10, struct span);
	for (int day = 0; day < 5; day++) {
		c->hours[c->n_hours++] = (struct span){ day, 9 * 3600, 12 * 3600 };
		c->hours[c->n_hours++] = (struct span){ day, 13 * 3600, 17 * 3600 };
	}
	c->holidays = ARENA_ARRAY(a, 30, int32_t);
	for (; c->n_holidays < 30; c->n_holidays++)
		c->holidays[c->n_holidays] = (int32_t)(20454 + 36 * c->n_holidays);
	return worktime_new(a, c);
}

int
main(void)
{
	static const struct sla_point warn[] = {
		{ .text = STR("50%"), .is_percent = true, .value = 50 },
		{ .text = STR("75%"), .is_percent = true, .value = 75 },
		{ .text = STR("30m"), .is_percent = false, .value = 1800 },
	};
	const int64_t start = INT64_C(1767225600) * SECOND_US;	/* 2026-01-01 */
	struct arena *a = arena_new(), *each = arena_new();
	struct sla_promise p = { .calendar = STR("office"), .worktime = office(a),
	    .warn = warn, .n_warn = 3 };
	uint64_t state = 88172645463325252u;
	int64_t began, sum = 0;

	sum += worktime_after(p.worktime, start + (int64_t)DAYS * 86400 * SECOND_US, 1);
	began = nanoseconds();
	for (int i = 0; i < ROUNDS; i++) {
		int64_t at = start + (int64_t)(next(&state) % DAYS) * 86400 * SECOND_US;

		sum += worktime_after(p.worktime, at,
		    (int64_t)(next(&state) % 400000) * SECOND_US);
	}
	printf("deadline %" PRId64 "\n", (nanoseconds() - began) / ROUNDS);
	began = nanoseconds();
	for (int i = 0; i < ROUNDS; i++) {
		struct sla_due *due;
		struct sla_cycle c;

		sla_start(&c, p.worktime, start + (int64_t)(next(&state) % DAYS) * 86400 *
		    SECOND_US, (int64_t)(next(&state) % 400000) + 3600);
		sum += (int64_t)sla_points(each, &c, &p, &due);
		arena_reset(each);
	}
	printf("points %" PRId64 "\n", (nanoseconds() - began) / ROUNDS);
	arena_free(each);
	arena_free(a);
	return sum == 0;		/* so that no compiler leaves it out */
}
