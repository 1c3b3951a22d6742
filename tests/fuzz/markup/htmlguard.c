/* The pieces between tags lie in the text, one behind the other. */
#include "parsers/markup/htmlguard.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str rest = in, piece;
	const char *at = in.p;

	(void)a;
	(void)htmlguard_is_too_much(in);
	while (htmlguard_next(&rest, &piece)) {
		if (piece.n == 0)
			continue;
		assert(piece.p >= at && piece.p + piece.n <= in.p + in.n);
		at = piece.p + piece.n;
	}
}
