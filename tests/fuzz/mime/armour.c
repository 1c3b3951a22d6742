/* Nothing is added to a text: each line of what is left stands in it. */
#include "parsers/mime/armour.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str out = armour_text(a, in), line;

	assert(out.n <= in.n + 1);
	while (in.n <= 8192 && str_line(&out, &line))
		assert(str_find(in, line, 0) != SIZE_MAX);
}
