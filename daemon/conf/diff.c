/* diff: see diff.h. */
#include "daemon/conf/diff.h"

#include "parsers/base/array.h"

enum { VALUES_SHOWN = 6 };		/* of a list: more are counted */

const char *const diff_words[DIFF_WHATS + 1] = { [DIFF_ADDED] = "added",
    [DIFF_REMOVED] = "removed", [DIFF_CHANGED] = "changed", [DIFF_MOVED] = "moved" };

static struct diff *
add(struct arena *a, struct diffs *out, enum diff_what what, const struct flat_item *it)
{
	out->v = array_grow(a, out->v, out->n, sizeof(*out->v));
	out->v[out->n] = (struct diff){ .what = what, .item = it };
	return &out->v[out->n++];
}

/* ---- one item ---- */

static const struct flat_line *
line_find(const struct flat_item *it, struct str path)
{
	for (size_t i = 0; i < it->n; i++)
		if (str_eq(it->v[i].path, path))
			return &it->v[i];
	return NULL;
}

/* "a, b" without what both begin and end with; "nothing". */
static struct str
shown(struct arena *a, const struct strs *values, size_t from, size_t until)
{
	struct strs some = { 0 };

	for (size_t i = from; i < until && some.n < VALUES_SHOWN; i++)
		strs_add(a, &some, values->v[i]);
	if (until - from > VALUES_SHOWN)
		return str_printf(a, "%.*s and %zu more", STR_ARG(strs_join(a, &some, ", ")),
		    until - from - VALUES_SHOWN);
	return some.n == 0 ? STR("nothing") : strs_join(a, &some, ", ");
}

static void
tell_change(struct arena *a, struct str path, const struct strs *was, const struct strs *is,
    struct strs *out)
{
	size_t head = 0, tail = 0;

	while (head < was->n && head < is->n && str_eq(was->v[head], is->v[head]))
		head++;
	while (tail < was->n - head && tail < is->n - head &&
	    str_eq(was->v[was->n - 1 - tail], is->v[is->n - 1 - tail]))
		tail++;
	if (head + tail < was->n || head + tail < is->n)
		strs_add(a, out, str_printf(a, "%.*s %.*s -> %.*s", STR_ARG(path),
		    STR_ARG(shown(a, was, head, was->n - tail)),
		    STR_ARG(shown(a, is, head, is->n - tail))));
}

/* A text is told by how many lines it has, the rest by what it says. */
static void
compare(struct arena *a, const struct flat_item *was, const struct flat_item *is,
    struct strs *out)
{
	static const struct strs nothing;

	for (size_t i = 0; i < was->n; i++) {
		const struct flat_line *then = line_find(is, was->v[i].path);

		tell_change(a, was->v[i].path, &was->v[i].values,
		    then == NULL ? &nothing : &then->values, out);
	}
	for (size_t i = 0; i < is->n; i++)
		if (line_find(was, is->v[i].path) == NULL)
			tell_change(a, is->v[i].path, &nothing, &is->v[i].values, out);
	if (out->n > 0 && str_eq(is->kind, STR("file"))) {
		*out = (struct strs){ 0 };
		strs_add(a, out, str_printf(a, "its text: %zu lines -> %zu lines",
		    was->v[0].values.n, is->v[0].values.n));
	}
}

/* ---- all ---- */

/* The first of that kind and name that nobody was compared with; SIZE_MAX. */
static size_t
item_find(const struct flat_items *all, const struct flat_item *it, const bool *taken)
{
	for (size_t i = 0; i < all->n; i++)
		if (!taken[i] && str_eq(all->v[i].name, it->name) &&
		    str_eq(all->v[i].kind, it->kind))
			return i;
	return SIZE_MAX;
}

struct pairing {
	const struct flat_items	*now;
	size_t			*was;		/* by item of now: its place before; SIZE_MAX */
	size_t			*length;	/* of the longest run in order that ends with it */
};

static bool
is_before(const struct pairing *p, size_t i, size_t k)
{
	return p->was[i] != SIZE_MAX && p->was[i] < p->was[k] &&
	    str_eq(p->now->v[i].kind, p->now->v[k].kind);
}

/* What stands in the longest run of its kind that kept its order has not moved. */
static void
find_moved(struct arena *a, const struct pairing *p, bool *moved)
{
	size_t *prev = ARENA_ARRAY(a, p->now->n, size_t), best;

	for (size_t k = 0; k < p->now->n; k++) {
		p->length[k] = 1;
		prev[k] = SIZE_MAX;
		moved[k] = p->was[k] != SIZE_MAX;
		for (size_t i = 0; p->was[k] != SIZE_MAX && i < k; i++)
			if (is_before(p, i, k) && p->length[i] + 1 > p->length[k]) {
				p->length[k] = p->length[i] + 1;
				prev[k] = i;
			}
	}
	for (size_t k = 0; k < p->now->n; k++) {
		best = SIZE_MAX;
		for (size_t i = 0; i < p->now->n; i++)
			if (p->was[i] != SIZE_MAX && str_eq(p->now->v[i].kind, p->now->v[k].kind) &&
			    (best == SIZE_MAX || p->length[i] > p->length[best]))
				best = i;
		if (k > 0 && str_eq(p->now->v[k - 1].kind, p->now->v[k].kind))
			continue;	/* done with the first of its kind */
		for (; best != SIZE_MAX; best = prev[best])
			moved[best] = false;
	}
}

static void
add_moved(struct arena *a, const struct flat_items *now, size_t i, struct diffs *out)
{
	struct diff *d = add(a, out, DIFF_MOVED, &now->v[i]);

	strs_add(a, &d->details, i > 0 && str_eq(now->v[i - 1].kind, now->v[i].kind) ?
	    str_printf(a, "now behind \"%.*s\"", STR_ARG(now->v[i - 1].name)) :
	    str_printf(a, "now the first %.*s", STR_ARG(now->v[i].kind)));
}

void
conf_diff(struct arena *a, const struct flat_items *before, const struct flat_items *now,
    struct diffs *out)
{
	bool *taken = ARENA_ARRAY(a, before->n, bool), *moved = ARENA_ARRAY(a, now->n, bool);
	struct pairing p = { now, ARENA_ARRAY(a, now->n, size_t), ARENA_ARRAY(a, now->n, size_t) };

	*out = (struct diffs){ 0 };
	for (size_t i = 0; i < now->n; i++) {
		struct strs details = { 0 };

		p.was[i] = item_find(before, &now->v[i], taken);
		if (p.was[i] == SIZE_MAX) {
			add(a, out, DIFF_ADDED, &now->v[i]);
			continue;
		}
		taken[p.was[i]] = true;
		compare(a, &before->v[p.was[i]], &now->v[i], &details);
		if (details.n > 0)
			add(a, out, DIFF_CHANGED, &now->v[i])->details = details;
	}
	for (size_t i = 0; i < before->n; i++)
		if (!taken[i])
			add(a, out, DIFF_REMOVED, &before->v[i]);
	find_moved(a, &p, moved);
	for (size_t i = 0; i < now->n; i++)
		if (moved[i] && !str_eq(now->v[i].kind, STR("file")))
			add_moved(a, now, i, out);
}
