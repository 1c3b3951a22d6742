#include "parsers/base/nearest.h"

enum { NAME_MAX_BYTES = 40 };		/* longer names are near to nothing */

static size_t
min3(size_t a, size_t b, size_t c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

/* Insertions, deletions, replacements and swaps of neighbours. */
static size_t
distance(struct str a, struct str b)
{
	size_t rows[3][NAME_MAX_BYTES + 1] = { { 0 } };
	size_t *before = rows[0], *last = rows[1], *now = rows[2], *spare;

	for (size_t j = 0; j <= b.n; j++)
		last[j] = j;
	for (size_t i = 1; i <= a.n; i++) {
		now[0] = i;
		for (size_t j = 1; j <= b.n; j++) {
			now[j] = min3(last[j] + 1, now[j - 1] + 1,
			    last[j - 1] + (a.p[i - 1] != b.p[j - 1]));
			if (i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
			    a.p[i - 2] == b.p[j - 1] && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[b.n];
}

bool
nearest_is(struct str name, struct str known, size_t slips)
{
	return name.n <= NAME_MAX_BYTES && known.n <= NAME_MAX_BYTES &&
	    distance(name, known) <= slips;
}

struct str
nearest_name(struct str name, const struct strs *names)
{
	size_t best = name.n / 3 > 2 ? name.n / 3 : 2;
	struct str nearest = STR_NONE;

	if (name.n > NAME_MAX_BYTES)
		return STR_NONE;
	for (size_t i = 0; i < names->n; i++) {
		size_t d;

		if (names->v[i].n > NAME_MAX_BYTES)
			continue;
		d = distance(name, names->v[i]);
		/* Nothing in common is not near. */
		if (d < name.n && (d < best || (d == best && nearest.n == 0))) {
			best = d;
			nearest = names->v[i];
		}
	}
	return nearest;
}

struct str
nearest_none_such(struct arena *a, const char *what, struct str name,
    const struct strs *names)
{
	struct str near = nearest_name(name, names);

	return str_printf(a, "there is no %s %.*s%s%.*s%s", what, STR_ARG(name),
	    near.n > 0 ? ": did you mean " : "", STR_ARG(near), near.n > 0 ? "?" : "");
}
