/* The split never invents text: each line of the reply stands in the input. */
#include <assert.h>

#include "parsers/quote.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)data, n }, line;
	struct address sender = { STR("Jo Smith"), STR("jo@x.example") };
	struct quote_hints hints = { .sender = &sender, .subject = STR("Fwd: x") };
	struct split s;

	if (n > 8192) {
		arena_free(a);
		return 0;
	}
	hints.subject.n = n % 2 == 0 ? hints.subject.n : 0;
	quote_split(a, in, &hints, &s);
	assert(s.reply.n <= n + 1 && s.signature.n <= n + 1);
	while (str_line(&s.reply, &line))
		assert(str_find(in, line, 0) != SIZE_MAX);
	arena_free(a);
	return 0;
}
