/*
 * A zone file of any bytes is refused, or each instant has an offset and each
 * wall time an instant that is not far from it.
 */
#include "daemon/calendar/zone.h"
#include "parsers/base/array.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	static const int64_t times[] = { -5000000000, -1, 0, 1774746000, 2147483647,
	    4102444800, 16725225600 };
	const struct zone *z;

	if (zone_parse(a, in, &z, NULL) == 0)
		for (size_t i = 0; i < COUNT(times); i++) {
			int64_t off = zone_offset(z, times[i]);
			int64_t back = zone_instant(z, times[i] + off);

			assert(off >= -26 * 3600 && off <= 26 * 3600);
			assert(back >= times[i] - 2 * 26 * 3600);
			assert(back <= times[i] + 2 * 26 * 3600);
		}
}
