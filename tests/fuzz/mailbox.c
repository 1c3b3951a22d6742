/* Every address that is found lies in the text, in order, and holds an '@'. */
#include <assert.h>

#include "parsers/limits.h"
#include "parsers/mailbox.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str in = { (const char *)data, n }, addr, bare = mailbox_bare(in);
	size_t from = 0, before = 0;

	while ((addr = mailbox_next(in, &from)).n > 0) {
		assert(from > before && from <= in.n);
		assert(addr.p >= in.p && addr.p + addr.n <= in.p + in.n);
		assert(addr.n <= LIMIT_ADDRESS && mailbox_local(addr).n < addr.n);
		before = from;
	}
	assert(bare.n == 0 || (bare.n <= LIMIT_ADDRESS && str_chr(bare, '@', 0) != SIZE_MAX));
	return 0;
}
