/* What is hashed is what is decoded, whichever encoding the first byte names. */
#include "parsers/text/transfer.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	enum transfer transfer = in.n == 0 ? TRANSFER_PLAIN :
	    (enum transfer)((unsigned char)in.p[0] % (TRANSFER_YENC + 1));
	struct str out, hash;
	uint64_t size;

	transfer_init();
	in = str_sub(in, 1, in.n);
	out = transfer_decode(a, transfer, in, SIZE_MAX);
	hash = transfer_hash(a, transfer, in, &size);
	assert(size == out.n && hash.n == 64);
	assert(str_eq(hash, transfer_hash(a, TRANSFER_PLAIN, out, &size)));
}
