/* What version_parse() gives is its own normal form and compares as equal. */
#include "parsers/field/version.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str one, two, again;

	if (!str_split(&in, '\n', &one))
		one = in;
	two = in;
	assert(version_cmp(one, one) == 0);
	assert((version_cmp(one, two) > 0) == (version_cmp(two, one) < 0));
	if (version_parse(a, one, &two)) {
		assert(version_cmp(one, two) == 0);
		assert(version_parse(a, two, &again));
		assert(str_eq(two, again));
	}
}
