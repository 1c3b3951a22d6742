/* What comes out is bounded by what went in and by what was asked for. */
#include "parsers/mime/lzfu.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 5000 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct str out = lzfu_unpack(a, in, MAX);

	assert(out.n <= MAX && out.n <= 9 * in.n);
	assert(str_dup(a, out).n == out.n);
}
