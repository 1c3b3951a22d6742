/* The fields of a block are slices of it, in order, and nothing between is lost. */
#include <assert.h>

#include "parsers/rawheader.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str raw = { (const char *)data, n }, rest = rawheader_start(raw);
	struct rawheader h;
	size_t left = rest.n;

	assert(rest.n <= raw.n);
	while (rawheader_next(&rest, &h)) {
		assert(rest.n < left && h.bytes.n == left - rest.n);
		assert(h.name.n + h.value.n <= h.bytes.n);
		left = rest.n;
	}
	assert(rest.n <= left);
	return 0;
}
