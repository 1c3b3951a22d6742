/* Bytes from a parser that was taken over: refused, or a letter like any other. */
#include <stdlib.h>

#include "parsers/letter.h"
#include "parsers/wire.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct wire w = { .in = { (const char *)p, n } };
	struct letter letter;
	struct buf b;

	if (letter_unpack(a, &w, &letter) == 0) {
		buf_init(&b, a);
		letter_pack(&b, &letter);
		if (!str_eq(buf_str(&b), str_sub((struct str){ (const char *)p, n }, 0,
		    n - w.in.n)))
			abort();
		letter_json(a, &letter);
	}
	arena_free(a);
	return 0;
}
