/* Money in whole numbers: halves to even, both signs, all digits, and no overflow. */
#include "daemon/bill/money.h"

#include "daemon/policy/currency.h"
#include "daemon/policy/decimal.h"
#include "tests/tap.h"

static const struct {
	const char	*name;
	int64_t		 rate, seconds;
	int		 digits;
	int64_t		 want;
} rows[] = {
	{ "an hour", 1002500, 3600, 2, 10025 },
	{ "a quarter of 100.25", 1002500, 900, 2, 2506 },
	{ "half a cent, even before it", 500, 360, 2, 0 },
	{ "half a cent, odd before it", 1500, 360, 2, 2 },
	{ "one and a half hours of it", 2500, 360, 2, 2 },
	{ "a little more than half", 500, 361, 2, 1 },
	{ "yen", 10000 * 1000, 1800, 0, 500 },
	{ "half a yen, to even", 10000, 1800, 0, 0 },
	{ "one and a half", 30000, 1800, 0, 2 },
	{ "dinars", 10000, 3600, 3, 1000 },
	{ "half of a thousandth", 5, 3600, 3, 0 },
	{ "UF", 1, 3600, 4, 1 },
	{ "nothing", 1002500, 0, 2, 0 },
	{ "for nothing", 0, 3600, 2, 0 },
	{ "six minutes: no 0.1 that is none", 1000000, 360, 2, 1000 },
	{ "eighteen minutes", 1000000, 1080, 2, 3000 },
	{ "the largest rate, ten years", 11 * 9999999999999LL, 316224000, 2, 96623999999990338LL },
};

static const struct {
	const char	*in;
	int		 places;
	int64_t		 want;			/* -1: it is none */
} decimals[] = {
	{ "100.25", 4, 1002500 }, { "100", 4, 1000000 }, { "0", 4, 0 }, { "0.0001", 4, 1 },
	{ "100.1234", 4, 1001234 }, { "100.12345", 4, -1 }, { "100,25", 4, -1 },
	{ "1.000,50", 4, -1 }, { "1 000", 4, -1 }, { ".5", 4, -1 }, { "5.", 4, -1 }, { "", 4, -1 },
	{ "-5", 4, -1 }, { "+5", 4, -1 }, { "1e3", 4, -1 }, { "0x10", 4, -1 }, { "1.2.3", 4, -1 },
	{ "999999999.9999", 4, 9999999999999LL }, { "1000000000", 4, -1 }, { "12.5", 2, 1250 },
	{ "12.345", 2, -1 }, { " 1", 4, -1 }, { "1 ", 4, -1 }, { "NaN", 4, -1 }, { "007", 4, 70000 },
};

static const struct {
	const char	*code;
	int		 digits;
} currencies[] = {
	{ "EUR", 2 }, { "USD", 2 }, { "JPY", 0 }, { "KRW", 0 }, { "KWD", 3 }, { "TND", 3 },
	{ "CLF", 4 }, { "UYW", 4 }, { "CHF", 2 }, { "HUF", 2 }, { "eur", -1 }, { "XAU", -1 },
	{ "XXX", -1 }, { "DEM", -1 }, { "EU", -1 }, { "EURO", -1 }, { "", -1 }, { "U D", -1 },
	{ "R U", -1 }, { "\xe2\x82\xac", -1 },
};

static void
amounts(void)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		money_wide product = (money_wide)rows[i].rate * rows[i].seconds;
		int64_t got = -1;

		tap_ok(money_of(product, rows[i].digits, &got), "%s: it fits", rows[i].name);
		tap_int(got, rows[i].want, "%s", rows[i].name);
		tap_ok(money_of(-product, rows[i].digits, &got), "%s, negative: it fits",
		    rows[i].name);
		tap_int(got, -rows[i].want, "%s, negative", rows[i].name);
	}
}

static void
limits(void)
{
	int64_t got;
	money_wide most = (money_wide)INT64_MAX * 36000000;

	tap_ok(money_of(most, 0, &got) && got == INT64_MAX, "the largest amount");
	tap_ok(!money_of(most + 36000000, 0, &got), "one more is refused");
	tap_ok(money_of(-most, 0, &got) && got == -INT64_MAX, "the smallest amount");
	tap_ok(!money_of(-most - 36000000, 0, &got), "one less is refused");
	tap_ok(!money_of((money_wide)INT64_MAX * INT64_MAX, 4, &got), "the product overflows");
	tap_int(money_raised(1002500, 5000), 1503750, "half on top");
	tap_int(money_raised(1, 5000), 2, "1.5 to even");
	tap_int(money_raised(5, 5000), 8, "7.5 to even");
	tap_int(money_raised(3, 5000), 4, "4.5 to even");
	tap_int(money_raised(1002500, 0), 1002500, "nothing on top");
}

static void
texts(struct arena *a)
{
	tap_str(money_text(a, 125000, 2), STR("1250.00"), "euros");
	tap_str(money_text(a, -5, 2), STR("-0.05"), "cents that are owed");
	tap_str(money_text(a, 125, 0), STR("125"), "yen");
	tap_str(money_text(a, 1, 3), STR("0.001"), "a fils");
	tap_str(money_text(a, INT64_MIN, 2), STR("-92233720368547758.08"), "the smallest number");
	tap_str(money_rate_text(a, 1002500), STR("100.25"), "a rate");
	tap_str(money_rate_text(a, 1000000), STR("100.00"), "a whole rate");
	tap_str(money_rate_text(a, 1001250), STR("100.125"), "a rate with three digits");
	tap_str(money_percent_text(a, 5000), STR("50"), "whole per cent");
	tap_str(money_percent_text(a, 1250), STR("12.5"), "per cent");
	tap_str(money_hours_text(a, 300), STR("0:05:00"), "minutes");
	tap_str(money_hours_text(a, -5400), STR("-1:30:00"), "a correction");
	tap_str(money_hours_text(a, 432001), STR("120:00:01"), "more than a day");
}

int
main(void)
{
	struct arena *a = arena_new();

	amounts();
	limits();
	texts(a);
	for (size_t i = 0; i < COUNT(decimals); i++) {
		int64_t got = -1;

		if (!decimal_read(str_c(decimals[i].in), decimals[i].places, &got))
			got = -1;
		tap_int(got, decimals[i].want, "\"%s\" with %d places", decimals[i].in,
		    decimals[i].places);
	}
	for (size_t i = 0; i < COUNT(currencies); i++) {
		int got = -1;

		if (!currency_digits(str_c(currencies[i].code), &got))
			got = -1;
		tap_int(got, currencies[i].digits, "digits of \"%s\"", currencies[i].code);
	}
	arena_free(a);
	return tap_done();
}
