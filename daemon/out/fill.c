/* fill: see fill.h. */
#include "daemon/out/fill.h"

/* The '+' before a mark goes with it, in a link it is "%2B". */
static struct str
without_plus(struct str s)
{
	return str_ends(s, STR("+")) ? str_sub(s, 0, s.n - 1) :
	    str_ends(s, STR("%2B")) ? str_sub(s, 0, s.n - 3) : s;
}

struct str
fill_marks(struct arena *a, struct str text, struct str mark, struct str proof)
{
	size_t from = 0, at;
	struct buf b;

	if (mark.n == 0 || (at = str_find(text, mark, 0)) == SIZE_MAX)
		return text;
	buf_init(&b, a);
	buf_reserve(&b, text.n + proof.n);
	for (; at != SIZE_MAX; at = str_find(text, mark, from)) {
		struct str before = str_sub(text, from, at - from);

		buf_add(&b, proof.n > 0 ? before : without_plus(before));
		buf_add(&b, proof);
		from = at + mark.n;
	}
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}
