/* Never longer but for UTF-16; what was mended needs no mending, and nothing else changes. */
#include <assert.h>

#include "parsers/charset.h"
#include "parsers/rawmail.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct str raw = { (const char *)p, n }, why = STR_NONE, out;

	charset_init();
	out = rawmail_read(a, raw, &why);
	assert(out.n <= 2 * n);
	assert(str_eq(why, STR("UTF-16")) || out.n <= n);
	if (why.n == 0 && str_chr(raw, '\r', 0) == SIZE_MAX)
		assert(str_ends(raw, out));
	arena_free(a);
	return 0;
}
