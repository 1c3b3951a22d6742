/* Never more than was asked for, whatever the stream says. */
#include "parsers/mime/inflate.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 10000 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct str out = inflate_read(a, in, MAX);

	assert(out.n <= MAX && str_dup(a, out).n == out.n);
}
