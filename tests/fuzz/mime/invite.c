/* A calendar gives valid UTF-8 within the limit. */
#include "parsers/mime/invite.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str text;

	charset_init();
	text = invite_text(a, charset_clean(a, charset_text(a, STR_NONE, STR_NONE, in)), 4096);
	assert(text.n <= 4096 && str_is_utf8(text) && str_chr(text, '\0', 0) == SIZE_MAX);
}
