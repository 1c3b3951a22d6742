/* A guess is a charset that there is. */
#include <assert.h>

#include "parsers/charset.h"
#include "parsers/guess.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)p, n }, guess = guess_charset(in);

	charset_init();
	assert(guess.n == 0 || charset_known(guess));
	assert(str_is_utf8(charset_text(a, guess, STR_NONE, in)));
	arena_free(a);
	return 0;
}
