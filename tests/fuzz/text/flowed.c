/* No letter is lost when lines are joined: only spaces, marks and line ends change. */
#include "parsers/text/flowed.h"
#include "tests/fuzz/fuzz.h"

static size_t
letters(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += str_chr(STR(" >\n\r"), s.p[i], 0) == SIZE_MAX;
	return n;
}

void
fuzz_one(struct arena *a, struct str in)
{
	assert(letters(flowed_text(a, in, false)) == letters(in));
	assert(letters(flowed_text(a, in, true)) == letters(in));
}
