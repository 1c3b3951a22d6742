/* Two texts, parted by "%%": the same one twice is never richer than itself. */
#include "parsers/mime/richer.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	size_t at = str_find(in, STR("%%"), 0);
	struct str plain = str_sub(in, 0, at);

	(void)richer_is_html(a, plain, at == SIZE_MAX ? in : str_sub(in, at + 2, in.n));
	assert(!richer_is_html(a, plain, plain));
}
