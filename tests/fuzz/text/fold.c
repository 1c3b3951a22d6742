/*
 * Folding text twice changes nothing more, and fold_eq() agrees with it.  (Broken
 * bytes may come together where a mark between them goes.)
 */
#include "parsers/text/fold.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str f = fold(a, in), t = fold_trim(in);

	assert(fold_eq(in, f));
	assert(!str_is_utf8(in) || (str_eq(fold(a, f), f) && fold_eq(f, f)));
	assert(str_is_utf8(f) || !str_is_utf8(in));
	assert(t.n <= in.n && str_eq(fold_trim(t), t));
	for (size_t i = 0, k; i < in.n; i += k) {
		fold_char(str_sub(in, i, in.n), &k);
		assert(k >= 1 && k <= in.n - i);
	}
}
