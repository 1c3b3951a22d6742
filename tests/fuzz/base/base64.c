/* What is written is read back, in both alphabets; any text is read within its bound. */
#include "parsers/base/base64.h"

#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str out;
	struct buf b;

	buf_init(&b, a);
	base64_add(&b, in);
	assert(b.n == (in.n + 2) / 3 * 4);
	assert(base64_read(a, buf_str(&b), in.n + 2, &out) == 0 && str_eq(out, in));
	b.n = 0;
	base64url_add(&b, in);
	assert(base64_read(a, buf_str(&b), in.n + 2, &out) == 0 && str_eq(out, in));
	if (base64_read(a, in, 100, &out) == 0)
		assert(out.n <= 102);
}
