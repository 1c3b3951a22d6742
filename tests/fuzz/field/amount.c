/* What is read is in normal form: read again it is the same. */
#include "parsers/field/amount.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str one, two;
	int64_t seconds, again;

	if (amount_number(a, in, &one)) {
		assert(amount_number(a, one, &two) && str_eq(one, two));
		assert(amount_number_cmp(one, two) == 0);
	}
	if (amount_duration(a, in, &seconds)) {
		one = amount_duration_text(a, seconds);
		assert(seconds >= 0 && amount_duration(a, one, &again) && again == seconds);
		assert(amount_duration_cmp(one, one) == 0);
	}
	if (amount_day(a, in, &one))
		assert(one.n == 10 && amount_day(a, one, &two) && str_eq(one, two));
}
