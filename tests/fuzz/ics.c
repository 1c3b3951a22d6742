/* A holiday file of any bytes is refused, or gives days within bounds. */
#include <assert.h>

#include "daemon/ics.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct ics_days days = { 0 };
	struct err e;

	if (ics_days(a, (struct str){ (const char *)data, n }, &days, &e) == 0)
		assert(days.n > 0 && days.n <= 20000);
	arena_free(a);
	return 0;
}
