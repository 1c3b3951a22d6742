/* A Thread-Index of any bytes is none, or whole; an answer to it is of its conversation. */
#include "parsers/head/threadindex.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str s = threadindex_read(a, in), answer;

	if (s.n == 0)
		return;
	assert(s.n >= THREADINDEX_HEAD && s.p[0] == 1);
	assert(str_eq(threadindex_read(a, threadindex_text(a, s)), s));
	answer = threadindex_answer(a, s, (int64_t)((uint64_t)s.n << (s.p[s.n - 1] & 51)));
	assert(threadindex_same(s, answer));
	assert(str_eq(threadindex_read(a, threadindex_text(a, answer)), answer));
}
