/*
 * Header blocks and whose mail they say is forwarded: values come from the
 * input's lines, and an address is one.
 */
#include "parsers/base/limits.h"
#include "parsers/quote/forward.h"
#include "parsers/quote/headblock.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct lines t = { .a = a };
	struct headblock b;
	struct forward f;

	lines_split(&t, str_sub(in, 0, 8192));
	for (size_t i = 0; i < t.n; i++) {
		if (!headblock_read(&t, i, i % 2 == 0, &b))
			continue;
		assert(b.end > i && b.end <= t.n);
		forward_read(a, &b, &f);
		assert(f.from.addr.n == 0 || str_chr(f.from.addr, '@', 0) != SIZE_MAX);
		assert(f.from.addr.n <= LIMIT_ADDRESS && f.from.name.n <= LIMIT_NAME);
		assert(f.subject.n <= LIMIT_SUBJECT && f.date_text.n <= LIMIT_NAME);
	}
}
