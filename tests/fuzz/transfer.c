/* What is hashed is what is decoded, whichever encoding the first byte names. */
#include <assert.h>

#include "parsers/transfer.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str in = str_sub((struct str){ (const char *)data, n }, 1, n), out, hash;
	enum transfer transfer = n == 0 ? TRANSFER_PLAIN :
	    (enum transfer)(data[0] % (TRANSFER_YENC + 1));
	uint64_t size;

	transfer_init();
	out = transfer_decode(a, transfer, in, SIZE_MAX);
	hash = transfer_hash(a, transfer, in, &size);
	assert(size == out.n && hash.n == 64);
	assert(str_eq(hash, transfer_hash(a, TRANSFER_PLAIN, out, &size)));
	arena_free(a);
	return 0;
}
