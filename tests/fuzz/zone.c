/*
 * A zone file of any bytes is refused, or each instant has an offset and each
 * wall time an instant that is not far from it.
 */
#include <assert.h>

#include "daemon/zone.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const int64_t times[] = { -5000000000, -1, 0, 1774746000, 2147483647,
	    4102444800, 16725225600 };
	struct arena *a = arena_new();
	const struct zone *z;

	if (zone_parse(a, (struct str){ (const char *)data, n }, &z, NULL) == 0)
		for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
			int64_t off = zone_offset(z, times[i]);
			int64_t back = zone_instant(z, times[i] + off);

			assert(off >= -26 * 3600 && off <= 26 * 3600);
			assert(back >= times[i] - 2 * 26 * 3600);
			assert(back <= times[i] + 2 * 26 * 3600);
		}
	arena_free(a);
	return 0;
}
