/* A holiday file of any bytes is refused, or gives days within bounds. */
#include "daemon/calendar/ics.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct ics_days days = { 0 };
	struct err e;

	if (ics_days(a, in, &days, &e) == 0)
		assert(days.n > 0 && days.n <= 20000);
}
