/* No letter is lost when lines are joined: only spaces, marks and line ends change. */
#include <assert.h>

#include "parsers/flowed.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static size_t
letters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += str_chr(STR(" >\n\r"), s.p[i], 0) == SIZE_MAX;
	return n;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)data, n };

	assert(letters(flowed_text(a, in, false)) == letters(in));
	assert(letters(flowed_text(a, in, true)) == letters(in));
	arena_free(a);
	return 0;
}
