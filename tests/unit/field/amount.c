#include "parsers/field/amount.h"
#include "tests/tap.h"

static const struct row {
	const char *in, *want;		/* NULL: refused */
} numbers[] = {
	{ "0", "0" }, { "-0", "0" }, { "007", "7" }, { "+3", "3" }, { "-12.50", "-12.5" },
	{ "1,5", "1.5" }, { "1.5", "1.5" }, { "1.234", "1.234" }, { "1,234", "1234" },
	{ "1.234,50", "1234.5" }, { "1,234.5", "1234.5" }, { "1.234.567", "1234567" },
	{ "1 234 567", "1234567" }, { "1\xc2\xa0""234,5", "1234.5" }, { "1'234.5", "1234.5" },
	{ "", NULL }, { "-", NULL }, { ".", NULL }, { "1.", NULL }, { "12a", NULL },
	{ "1,2,3", NULL }, { "1.2,3.4", NULL }, { "12 34", NULL }, { "1e5", NULL },
	{ "99999999999999999999999999999999999999999", NULL },
}, durations[] = {
	{ "1h30m", "1h30m" }, { "90 min", "1h30m" }, { "90m", "1h30m" }, { "1:30", "1h30m" },
	{ "01:30:05", "1h30m5s" }, { "1.5 hours", "1h30m" }, { "1,5 Stunden", "1h30m" },
	{ "2 days and 3 hours", "2d3h" }, { "2 Tage, 3 Stunden", "2d3h" },
	{ "2 d\xc3\xad""as y 3 horas", "2d3h" }, { "2 jours et 3 heures", "2d3h" },
	{ "1 semana", "7d" }, { "2 giorni e 1 ora", "2d1h" }, { "PT1H30M", "1h30m" },
	{ "P1DT2H", "1d2h" }, { "0 min", "0s" }, { "2 Std.", "2h" },
	{ "", NULL }, { "90", NULL }, { "P1M", NULL }, { "soon", NULL }, { "1:75", NULL },
	{ "1 fortnight", NULL }, { "99999999999999 weeks", NULL }, { "1h 2x", NULL },
}, days[] = {
	{ "2026-03-31", "2026-03-31" }, { "31.3.2026", "2026-03-31" },
	{ "31.03.26", "2026-03-31" }, { "2026/03/31", "2026-03-31" },
	{ "20260331", "2026-03-31" }, { "March 31, 2026", "2026-03-31" },
	{ "31st of March 2026", "2026-03-31" }, { "31. M\xc3\xa4rz 2026", "2026-03-31" },
	{ "31 de marzo de 2026", "2026-03-31" }, { "le 1er ao\xc3\xbbt 2026", "2026-08-01" },
	{ "1 dicembre 2026", "2026-12-01" }, { "3/31/2026", "2026-03-31" },
	{ "31/3/2026", "2026-03-31" }, { "4/4/2026", "2026-04-04" }, { "29.2.2024", "2024-02-29" },
	{ "3/4/2026", NULL }, { "29.2.2026", NULL }, { "31.4.2026", NULL }, { "31 March", NULL },
	{ "tomorrow", NULL }, { "", NULL }, { "0.0.2026", NULL }, { "1.2.3.2026", NULL },
	{ "March March 2026", NULL }, { "12:30 31.3.2026", NULL },
};

static bool
read_duration(struct arena *a, struct str in, struct str *out)
{
	int64_t seconds;

	if (!amount_duration(a, in, &seconds))
		return false;
	*out = amount_duration_text(a, seconds);
	return true;
}

static void
test_rows(struct arena *a, const char *what, const struct row *rows, size_t n,
    bool (*read)(struct arena *, struct str, struct str *))
{
	for (size_t i = 0; i < n; i++) {
		struct str out = STR_NONE, again = STR_NONE;
		bool ok = read(a, str_c(rows[i].in), &out);

		tap_ok(ok == (rows[i].want != NULL), "%s \"%s\" is read", what, rows[i].in);
		if (rows[i].want == NULL || !ok)
			continue;
		tap_str(out, str_c(rows[i].want), "%s \"%s\"", what, rows[i].in);
		tap_ok(read(a, out, &again) && str_eq(out, again), "%s: its own form", what);
	}
}

static void
test_order(void)
{
	static const struct { const char *x, *y; int want; } numbers_[] = {
		{ "9", "10", -1 }, { "10", "9", 1 }, { "-10", "-9", -1 }, { "-1", "0", -1 },
		{ "1.5", "1.25", 1 }, { "1.5", "1.5", 0 }, { "1", "1.5", -1 },
	}, spans[] = {
		{ "90m", "1h30m", 0 }, { "59s", "1m", -1 }, { "1d", "23h", 1 },
	};

	for (size_t i = 0; i < COUNT(numbers_); i++)
		tap_int(amount_number_cmp(str_c(numbers_[i].x), str_c(numbers_[i].y)),
		    numbers_[i].want, "%s and %s", numbers_[i].x, numbers_[i].y);
	for (size_t i = 0; i < COUNT(spans); i++)
		tap_int(amount_duration_cmp(str_c(spans[i].x), str_c(spans[i].y)),
		    spans[i].want, "%s and %s", spans[i].x, spans[i].y);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_rows(a, "number", numbers, COUNT(numbers), amount_number);
	test_rows(a, "duration", durations, COUNT(durations), read_duration);
	test_rows(a, "day", days, COUNT(days), amount_day);
	test_order();
	arena_free(a);
	return tap_done();
}
