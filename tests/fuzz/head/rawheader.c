/* The fields of a block are slices of it, in order, and nothing between is lost. */
#include "parsers/head/rawheader.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = rawheader_start(in);
	struct rawheader h;
	size_t left = rest.n;

	(void)a;
	assert(rest.n <= in.n);
	while (rawheader_next(&rest, &h)) {
		assert(rest.n < left && h.bytes.n == left - rest.n);
		assert(h.name.n + h.value.n <= h.bytes.n);
		left = rest.n;
	}
	assert(rest.n <= left);
}
