/* What version_parse() gives is its own normal form and compares as equal. */
#include <assert.h>

#include "parsers/version.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)data, n }, one, two, again;

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
	arena_free(a);
	return 0;
}
