/* Files and the text between them are slices of the input, in order. */
#include <assert.h>

#include "parsers/inlinefile.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct str in = { (const char *)p, n }, rest = in, before;
	struct arena *a = arena_new();
	struct inlinefile file;
	const char *at = in.p;
	uint64_t size;

	transfer_init();
	while (inlinefile_next(&rest, &before, &file)) {
		assert(before.n == 0 || before.p == at);
		assert(file.body.p >= at && file.body.p + file.body.n <= in.p + in.n);
		assert(file.name.n > 0);
		assert(transfer_hash(a, file.transfer, file.body, &size).n == 64);
		assert(size <= file.body.n);
		at = rest.n > 0 ? rest.p : in.p + in.n;
	}
	arena_free(a);
	return 0;
}
