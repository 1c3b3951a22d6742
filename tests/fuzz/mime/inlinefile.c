/* Files and the text between them are slices of the input, in order. */
#include "parsers/mime/inlinefile.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in, before;
	struct inlinefile file;
	const char *at = in.p;
	uint64_t size;

	transfer_init();
	while (inlinefile_next(&rest, &before, &file)) {
		assert(before.n == 0 || before.p == at);
		assert(file.body.p >= at && fuzz_is_within(file.body, in));
		assert(file.name.n > 0);
		assert(transfer_hash(a, file.transfer, file.body, &size).n == 64);
		assert(size <= file.body.n);
		at = rest.n > 0 ? rest.p : in.p + in.n;
	}
}
