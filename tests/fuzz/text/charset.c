/* Any bytes in any charset are UTF-8; the first line names the charset. */
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in, label = STR_NONE, text, clean;

	charset_init();
	str_line(&rest, &label);
	text = charset_text(a, label, STR("windows-1252"), rest);
	assert(str_is_utf8(text));
	clean = charset_clean(a, text);
	assert(str_is_utf8(clean) && str_eq(charset_clean(a, clean), clean));
}
