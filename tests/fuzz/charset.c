/* Any bytes in any charset are UTF-8; the first line names the charset. */
#include <assert.h>

#include "parsers/charset.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str rest = { (const char *)data, n }, label = STR_NONE, text, clean;

	charset_init();
	str_line(&rest, &label);
	text = charset_text(a, label, STR("windows-1252"), rest);
	assert(str_is_utf8(text));
	clean = charset_clean(a, text);
	assert(str_is_utf8(clean) && str_eq(charset_clean(a, clean), clean));
	arena_free(a);
	return 0;
}
