/*
 * Header blocks and whose mail they say is forwarded: values come from the
 * input's lines, and an address is one.
 */
#include <assert.h>

#include "parsers/forward.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct lines t = { .a = a };
	struct headblock b;
	struct forward f;

	if (n <= 8192)
		lines_split(&t, (struct str){ (const char *)data, n });
	for (size_t i = 0; i < t.n; i++) {
		if (!headblock_read(&t, i, i % 2 == 0, &b))
			continue;
		assert(b.end > i && b.end <= t.n);
		forward_read(a, &b, &f);
		assert(f.from.addr.n == 0 || str_chr(f.from.addr, '@', 0) != SIZE_MAX);
		assert(f.from.addr.n <= LIMIT_ADDRESS && f.from.name.n <= LIMIT_NAME);
		assert(f.subject.n <= LIMIT_SUBJECT && f.date_text.n <= LIMIT_NAME);
	}
	arena_free(a);
	return 0;
}
