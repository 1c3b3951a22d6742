/* round: see round.h. */
#include "daemon/bill/round.h"

#include <assert.h>
#include <stdlib.h>

#include "daemon/bill/money.h"

int64_t
round_worked(const struct rounding *r, int64_t worked)
{
	int64_t v = worked < 0 ? -worked : worked, over;

	if (r->to > 0 && (over = v % r->to) > 0) {
		v -= over;
		if ((r->how == ROUND_UP && over > r->grace) ||
		    (r->how == ROUND_NEAREST && over * 2 >= r->to))
			v += r->to;
	}
	if (worked != 0 && v < r->minimum)
		v = r->minimum;
	return worked < 0 ? -v : v;
}

struct remainder {
	money_wide	left;
	size_t		i;
};

static int
largest_first(const void *p, const void *q)
{
	const struct remainder *x = p, *y = q;

	if (x->left != y->left)
		return x->left > y->left ? -1 : 1;
	return (x->i > y->i) - (x->i < y->i);
}

static int64_t
length(int64_t s)
{
	return s < 0 ? -s : s;
}

void
round_spread(struct arena *a, const int64_t *raw, size_t n, int64_t rounded, int64_t *billed)
{
	struct remainder *rest = ARENA_ARRAY(a, n, struct remainder);
	int64_t more = rounded, all = 0, given = 0, sign;

	for (size_t i = 0; i < n; i++) {
		more -= raw[i];
		all += length(raw[i]);
	}
	sign = more < 0 ? -1 : 1;
	more = length(more);
	assert(more == 0 || all > 0);
	for (size_t i = 0; i < n; i++) {
		money_wide share = (money_wide)more * length(raw[i]);

		billed[i] = all == 0 ? 0 : raw[i] + sign * (int64_t)(share / all);
		given += all == 0 ? 0 : (int64_t)(share / all);
		rest[i] = (struct remainder){ all == 0 ? 0 : share % all, i };
	}
	if (given < more)
		qsort(rest, n, sizeof(*rest), largest_first);
	for (size_t i = 0; given < more; i++, given++)
		billed[rest[i].i] += sign;
}
