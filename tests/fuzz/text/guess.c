/* A guess is a charset that there is. */
#include "parsers/text/charset.h"
#include "parsers/text/guess.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str guess = guess_charset(in);

	charset_init();
	assert(guess.n == 0 || charset_known(guess));
	assert(str_is_utf8(charset_text(a, guess, STR_NONE, in)));
}
