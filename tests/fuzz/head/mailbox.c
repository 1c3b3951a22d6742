/* Every address that is found lies in the text, in order, and holds an '@'. */
#include "parsers/base/limits.h"
#include "parsers/head/mailbox.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str addr, bare = mailbox_bare(in);
	size_t from = 0, before = 0;

	(void)a;
	while ((addr = mailbox_next(in, &from)).n > 0) {
		assert(from > before && from <= in.n);
		assert(fuzz_is_within(addr, in));
		assert(addr.n <= LIMIT_ADDRESS && mailbox_local(addr).n < addr.n);
		before = from;
	}
	assert(bare.n == 0 || (bare.n <= LIMIT_ADDRESS && str_chr(bare, '@', 0) != SIZE_MAX));
}
