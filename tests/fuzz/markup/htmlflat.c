/* Any HTML: each piece is one for a tree, and the end is reached. */
#include "parsers/markup/htmlflat.h"
#include "parsers/markup/htmlguard.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct htmlflat flat;
	struct str piece, before = in;

	htmlflat_init(&flat, a, in);
	while (htmlflat_next(&flat, &piece)) {
		assert(flat.rest.n < before.n && flat.n_kept <= HTMLFLAT_KEPT);
		before = flat.rest;
		assert(!htmlguard_is_too_much(piece));
	}
}
