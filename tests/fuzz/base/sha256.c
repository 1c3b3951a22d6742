/* Lines added one by one give the digest of the whole. */
#include "parsers/base/sha256.h"

#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	unsigned char whole[SHA256_BYTES], pieces[SHA256_BYTES];
	struct sha256 *s = sha256_new(a);

	sha256_of(in, whole);
	for (size_t from = 0, end; from < in.n; from = end) {
		end = str_chr(in, '\n', from);
		end = end == SIZE_MAX ? in.n : end + 1;
		sha256_add(s, str_sub(in, from, end - from));
	}
	sha256_end(s, pieces);
	assert(sha256_same(whole, pieces, sizeof(whole)));
	assert(sha256_hex(a, whole, sizeof(whole)).n == sizeof(whole) * 2);
}
