/* Bytes from a parser that was taken over: refused, or a letter like any other. */
#include "parsers/base/wire.h"
#include "parsers/letter/letter.h"
#include "parsers/letter/letterjson.h"
#include "parsers/letter/letterwire.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct wire w = { .in = in };
	struct letter letter;
	struct buf b;

	if (letter_unpack(a, &w, &letter) == 0) {
		buf_init(&b, a);
		letter_pack(&b, &letter);
		assert(str_eq(buf_str(&b), str_sub(in, 0, in.n - w.in.n)));
		letter_json(a, &letter);
	}
}
