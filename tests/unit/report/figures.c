#include "daemon/report/figures.h"

#include "daemon/render/csv.h"
#include "daemon/report/statement.h"
#include "tests/tap.h"

static const struct {
	int64_t		 seconds;
	const char	*want;
} times[] = {
	{ 0, "0:00:00" }, { 1, "0:00:01" }, { 3599, "0:59:59" }, { 3600, "1:00:00" },
	{ -600, "-0:10:00" }, { 360000 + 61, "100:01:01" }, { INT64_MIN, "-2562047788015215:30:08" },
};

static const struct {
	int64_t		 amount;
	int		 digits;
	char		 point;
	const char	*want;
} monies[] = {
	{ 0, 2, '.', "0.00" }, { 5, 2, '.', "0.05" }, { -5, 2, ',', "-0,05" },
	{ 123450, 2, '.', "1234.50" }, { 15000, 0, '.', "15000" }, { -1, 0, '.', "-1" },
	{ 1, 3, '.', "0.001" }, { 12345, 4, ',', "1,2345" },
	{ INT64_MIN, 2, '.', "-92233720368547758.08" },
};

static const struct {
	int64_t		 rate;
	int		 digits;
	const char	*want;
} rates[] = {
	{ 1002500, 2, "100.25" }, { 1002501, 2, "100.2501" }, { 1000000, 2, "100.00" },
	{ 150000000, 0, "15000" }, { 1005000, 0, "100.5" }, { 0, 2, "0.00" }, { 10, 3, "0.001" },
};

static const struct {
	const char	*name;
	int64_t		 amount, part, whole, want;
} shares[] = {
	{ "all of it", 10025, 3600, 3600, 10025 }, { "nothing", 10025, 0, 3600, 0 },
	{ "half to even, down", 5, 1, 2, 2 }, { "half to even, up", 7, 1, 2, 4 },
	{ "negative half to even", -5, 1, 2, -2 }, { "a negative part", 10025, -600, 3600, -1671 },
	{ "both negative", -10025, -600, 3600, 1671 }, { "a negative whole", 10025, 600, -3600, -1671 },
	{ "as large as it gets", INT64_MAX, 3600, 3600, INT64_MAX },
	{ "a third", 100, 1, 3, 33 }, { "two thirds", 100, 2, 3, 67 },
};

static const struct {
	const char	*name, *field, *want;
} fields[] = {
	{ "plain", "abc", "abc" }, { "quotes", "a\"b", "\"a\"\"b\"" }, { "a comma", "a,b", "\"a,b\"" },
	{ "lines", "a\r\nb", "\"a\r\nb\"" }, { "a formula", "=1+1", "'=1+1" },
	{ "plus", "+1", "'+1" }, { "minus", "-1", "'-1" }, { "at", "@A", "'@A" },
	{ "behind blanks", "  =1", "'  =1" }, { "a tab", "\t=1", "'\t=1" },
	{ "wide letters", "＝1", "'＝1" }, { "in the middle", "a=1", "a=1" }, { "empty", "", "" },
	{ "quoted and guarded", "=\"x\",1", "\"'=\"\"x\"\",1\"" },
};

static void
test_csv(struct arena *a)
{
	for (size_t i = 0; i < COUNT(fields); i++) {
		struct buf b;

		buf_init(&b, a);
		csv_plain(&b, STR("first"));
		csv_text(&b, str_c(fields[i].field));
		csv_number(&b, -12);
		csv_end(&b);
		tap_str(buf_str(&b), str_printf(a, "first,%s,-12\r\n", fields[i].want), "%s",
		    fields[i].name);
	}
}

/* Each has its place, whatever is empty. */
static void
test_csv_empty(struct arena *a)
{
	struct buf b;

	buf_init(&b, a);
	csv_text(&b, STR_NONE);
	csv_plain(&b, STR("x"));
	csv_text(&b, STR_NONE);
	csv_end(&b);
	csv_text(&b, STR_NONE);
	csv_number(&b, 1);
	csv_end(&b);
	tap_str(buf_str(&b), STR(",x,\r\n,1\r\n"), "empty at the beginning and the end of a line");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(times); i++)
		tap_str(figure_time(a, times[i].seconds), str_c(times[i].want), "%s", times[i].want);
	for (size_t i = 0; i < COUNT(monies); i++)
		tap_str(figure_money(a, (struct money){ monies[i].amount, monies[i].digits },
		    monies[i].point), str_c(monies[i].want), "%s", monies[i].want);
	for (size_t i = 0; i < COUNT(rates); i++)
		tap_str(figure_rate(a, rates[i].rate, rates[i].digits, '.'), str_c(rates[i].want),
		    "%s", rates[i].want);
	for (size_t i = 0; i < COUNT(shares); i++)
		tap_int(statement_share(shares[i].amount, shares[i].part, shares[i].whole), shares[i].want,
		    "%s", shares[i].name);
	test_csv(a);
	test_csv_empty(a);
	arena_free(a);
	return tap_done();
}
