/* Nothing is added to a text: each line of what is left stands in it. */
#include <assert.h>

#include "parsers/armour.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)p, n }, out, line;

	out = armour_text(a, in);
	assert(out.n <= n + 1);
	while (n <= 8192 && str_line(&out, &line))
		assert(str_find(in, line, 0) != SIZE_MAX);
	arena_free(a);
	return 0;
}
