/* Periods of budgets, and what a contract is on a day. */
#include "daemon/ticket/projectbudget.h"

#include "daemon/policy/billing.h"
#include "daemon/sys/clock.h"
#include "tests/tap.h"

static int64_t
instant(const char *text)
{
	int64_t us = 0;

	clock_parse(str_c(text), &us);
	return us;
}

/* In a zone, at an instant: the period's name, and from when to when it is. */
static const struct {
	const char	*zone, *at;
	enum budget_per	 per;
	const char	*name, *since, *until;
} rows[] = {
	{ "Europe/Berlin", "2026-10-31T22:59:59Z", BUDGET_MONTH, "2026-10", "2026-09-30T22:00:00Z",
	  "2026-10-31T23:00:00Z" },
	{ "Europe/Berlin", "2026-10-31T23:00:00Z", BUDGET_MONTH, "2026-11", "2026-10-31T23:00:00Z",
	  "2026-11-30T23:00:00Z" },
	{ "America/New_York", "2026-11-01T03:30:00Z", BUDGET_MONTH, "2026-10", "2026-10-01T04:00:00Z",
	  "2026-11-01T04:00:00Z" },
	{ "Pacific/Kiritimati", "2026-10-31T10:00:00Z", BUDGET_MONTH, "2026-11",
	  "2026-10-31T10:00:00Z", "2026-11-30T10:00:00Z" },
	{ "UTC", "2026-12-31T23:59:59Z", BUDGET_QUARTER, "2026-Q4", "2026-10-01T00:00:00Z",
	  "2027-01-01T00:00:00Z" },
	{ "UTC", "2026-03-31T23:59:59Z", BUDGET_QUARTER, "2026-Q1", "2026-01-01T00:00:00Z",
	  "2026-04-01T00:00:00Z" },
	{ "Asia/Tokyo", "2026-12-31T15:00:00Z", BUDGET_YEAR, "2027", "2026-12-31T15:00:00Z",
	  "2027-12-31T15:00:00Z" },
	{ "UTC", "2026-11-29T23:59:59Z", BUDGET_WEEK, "2026-W48", "2026-11-23T00:00:00Z",
	  "2026-11-30T00:00:00Z" },
	{ "UTC", "2026-11-30T00:00:00Z", BUDGET_WEEK, "2026-W49", "2026-11-30T00:00:00Z",
	  "2026-12-07T00:00:00Z" },
	/* Weeks are of the year that has their Thursday. */
	{ "UTC", "2027-01-03T12:00:00Z", BUDGET_WEEK, "2026-W53", "2026-12-28T00:00:00Z",
	  "2027-01-04T00:00:00Z" },
	{ "UTC", "2024-12-30T12:00:00Z", BUDGET_WEEK, "2025-W01", "2024-12-30T00:00:00Z",
	  "2025-01-06T00:00:00Z" },
	{ "Europe/Berlin", "2026-10-25T12:00:00Z", BUDGET_WEEK, "2026-W43", "2026-10-18T22:00:00Z",
	  "2026-10-25T23:00:00Z" },
	{ "UTC", "2026-11-29T23:59:59Z", BUDGET_ALL, "", "1970-01-01T00:00:00Z",
	  "1970-01-01T00:00:00Z" },
};

static void
test_periods(struct arena *a)
{
	struct zones *zones = zones_new(a);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct budget_period p = budget_period_of(a, zones_find(zones,
		    str_c(rows[i].zone)), rows[i].per, instant(rows[i].at));

		tap_str(p.name, str_c(rows[i].name), "%s in %s", rows[i].at, rows[i].zone);
		tap_str(clock_rfc3339(a, p.since), str_c(rows[i].since), "… from");
		tap_str(clock_rfc3339(a, p.until), str_c(rows[i].until), "… to");
	}
}

static void
test_names(struct arena *a)
{
	static const struct { const char *limit, *period, *want; } names[] = {
		{ "40h/month", "2026-11", "2026-11 of 40h" }, { "400h", "", "400h in all" },
		{ "120h/quarter", "2026-Q4", "2026-Q4 of 120h" },
	};

	for (size_t i = 0; i < COUNT(names); i++) {
		struct budget_period p = { .name = str_c(names[i].period) };
		struct budget_limit b;

		tap_ok(budget_limit_read(a, str_c(names[i].limit), &b), "%s", names[i].limit);
		tap_str(budget_points_of(a, &p, &b), str_c(names[i].want), "%s", names[i].want);
	}
}

/* ---- points ---- */

static const struct { enum event_kind kind; int64_t at; const char *want; } reached[] = {
	{ EVENT_BUDGET, 74, "" }, { EVENT_BUDGET, 75, "75" }, { EVENT_BUDGET, 90, "90 75" },
	{ EVENT_BUDGET, 250, "100 90 75" }, { EVENT_BUDGET, -5, "" },
	{ EVENT_CONTRACT_ENDING, 61, "" }, { EVENT_CONTRACT_ENDING, 60, "60" },
	{ EVENT_CONTRACT_ENDING, 29, "30 60" }, { EVENT_CONTRACT_ENDING, 0, "0 30 60" },
	{ EVENT_CONTRACT_ENDING, -400, "0 30 60" }, { EVENT_VERSION_EOL, 180, "180" },
	{ EVENT_VERSION_EOL, 1, "30 90 180" }, { EVENT_CREATED, 0, "" },
};

static void
test_points(struct arena *a)
{
	for (size_t i = 0; i < COUNT(reached); i++) {
		int64_t v[EVENT_POINTS];
		struct strs got = { 0 };

		for (size_t k = 0, n = event_points_at(reached[i].kind, reached[i].at, v); k < n; k++)
			strs_add(a, &got, str_printf(a, "%lld", (long long)v[k]));
		tap_str(strs_join(a, &got, " "), str_c(reached[i].want), "%s at %lld",
		    event_word(reached[i].kind), (long long)reached[i].at);
	}
}

/* ---- contracts ---- */

static void
test_contract(void)
{
	static const struct { int32_t from, until, today; enum contract_state want; } days[] = {
		{ CIVIL_NONE, CIVIL_NONE, 100, CONTRACT_NONE }, { 50, CIVIL_NONE, 100, CONTRACT_NONE },
		{ CIVIL_NONE, 100, 100, CONTRACT_LASTS }, { CIVIL_NONE, 100, 101, CONTRACT_OVER },
		{ 90, 100, 89, CONTRACT_COMES }, { 90, 100, 90, CONTRACT_LASTS },
		{ 90, 100, 100, CONTRACT_LASTS }, { 90, 100, 101, CONTRACT_OVER },
	};

	for (size_t i = 0; i < COUNT(days); i++)
		tap_int(contract_state(&(struct contract){ .from = days[i].from,
		    .until = days[i].until }, days[i].today), days[i].want, "contract %zu", i);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_periods(a);
	test_names(a);
	test_points(a);
	test_contract();
	arena_free(a);
	return tap_done();
}
