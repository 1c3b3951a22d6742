/* A calendar gives valid UTF-8 within the limit. */
#include <assert.h>

#include "parsers/charset.h"
#include "parsers/invite.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct str text;

	charset_init();
	text = invite_text(a, charset_clean(a, charset_text(a, STR_NONE, STR_NONE,
	    (struct str){ (const char *)p, n })), 4096);
	assert(text.n <= 4096 && str_is_utf8(text) && str_chr(text, '\0', 0) == SIZE_MAX);
	arena_free(a);
	return 0;
}
