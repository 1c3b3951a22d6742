#include "daemon/sys/duration.h"

#include "tests/tap.h"

static const struct {
	int64_t		 seconds;
	const char	*exact, *brief, *words;
} rows[] = {
	{ 0, "0", "0s", "0 s" },
	{ 1, "1s", "1s", "1 s" },
	{ 59, "59s", "59s", "59 s" },
	{ 60, "1m", "1m", "1 min" },
	{ 61, "1m1s", "1m 1s", "1 min" },
	{ 2700, "45m", "45m", "45 min" },
	{ 3599, "59m59s", "59m 59s", "59 min" },
	{ 3600, "1h", "1h", "1 h" },
	{ 3601, "1h1s", "1h", "1 h" },
	{ 5400, "1h30m", "1h 30m", "1 h 30 min" },
	{ 5407, "1h30m7s", "1h 30m", "1 h 30 min" },
	{ 86399, "23h59m59s", "23h 59m", "23 h 59 min" },
	{ 86400, "24h", "1d", "1 d" },
	{ 86459, "24h59s", "1d", "1 d" },
	{ 88200, "24h30m", "1d", "1 d" },
	{ 183600, "51h", "2d 3h", "2 d 3 h" },
	{ 864000000, "240000h", "10000d", "10000 d" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		long long s = rows[i].seconds;

		tap_str(duration_text(a, s, DURATION_EXACT), str_c(rows[i].exact), "%llds", s);
		tap_str(duration_text(a, s, DURATION_SHORT), str_c(rows[i].brief), "%llds", s);
		tap_str(duration_text(a, s, DURATION_WORDS), str_c(rows[i].words), "%llds", s);
	}
	tap_str(duration_text(a, 86400, DURATION_WORKED), STR("24 h"), "worked hours make no day");
	tap_str(duration_text(a, 183660, DURATION_WORKED), STR("51 h 1 min"), "nor two");
	arena_free(a);
	return tap_done();
}
