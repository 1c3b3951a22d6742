/* Header text of any bytes is one clean line of UTF-8; the first line is the charset. */
#include <assert.h>

#include "parsers/charset.h"
#include "parsers/words.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, n }, charset = STR_NONE, text;

	charset_init();
	str_line(&rest, &charset);
	text = words_decode(a, rest, charset);
	assert(str_is_utf8(text) && str_eq(charset_line(a, text), text));
	assert(words_skip(rest) <= rest.n);
	arena_free(a);
	return 0;
}
