/* arrange: see arrange.h. */
#include "daemon/view/arrange.h"

#include <stdlib.h>

#include "parsers/base/array.h"

/* ---- groups ---- */

/* Whether both are in one group of that level: alike down to it. */
static bool
are_alike(const struct strs *x, const struct strs *y, size_t level)
{
	for (size_t i = 0; i <= level; i++)
		if (i >= x->n || i >= y->n || !str_eq(x->v[i], y->v[i]))
			return false;
	return true;
}

static void
add_sum(struct sheet_group *to, const struct sheet_group *of)
{
	to->count += of->count;
	to->late += of->late;
	to->at_risk += of->at_risk;
	to->seconds += of->seconds;
	if (to->oldest == 0 || (of->oldest != 0 && of->oldest < to->oldest))
		to->oldest = of->oldest;
}

static struct sheet_group *
new_group(struct arena *a, struct sheet *out, const struct strs *values, size_t level, size_t first)
{
	out->groups = array_grow(a, out->groups, out->n_groups, sizeof(*out->groups));
	out->groups[out->n_groups] = (struct sheet_group){ .value = values->v[level],
	    .level = level, .first = first };
	return &out->groups[out->n_groups++];
}

struct paths {				/* of each group: its values from the outermost */
	const struct strs	**v;
	size_t			 n;
};

static void
open_group(struct arena *a, struct sheet *out, struct paths *paths, const struct strs *values,
    size_t level, size_t first)
{
	paths->v = array_grow(a, paths->v, paths->n, sizeof(*paths->v));
	paths->v[paths->n++] = values;
	new_group(a, out, values, level, first);
}

/* Groups of the rows, as these come. */
static void
group_rows(struct arena *a, const struct arranging *at, size_t levels, struct sheet *out,
    struct paths *paths)
{
	const struct strs *before = NULL;

	for (size_t i = 0; i < at->n_rows; i++) {
		const struct strs *now = &at->rows[i].groups;

		for (size_t level = 0; level < levels; level++)
			if (before == NULL || !are_alike(before, now, level))
				open_group(a, out, paths, now, level, i);
		before = now;
	}
}

/* Those of which no row is shown come behind the others. */
static void
group_rest(struct arena *a, const struct arranging *at, size_t levels, struct sheet *out,
    struct paths *paths)
{
	const struct strs *before = NULL;
	size_t shown = paths->n;

	for (size_t i = 0; i < at->n_sums; i++) {
		const struct strs *now = &at->sums[i].groups;
		bool is_there = false;

		for (size_t k = 0; k < shown && !is_there; k++)
			is_there = out->groups[k].level + 1 == levels &&
			    are_alike(paths->v[k], now, levels - 1);
		for (size_t level = 0; !is_there && level < levels; level++)
			if (before == NULL || !are_alike(before, now, level))
				open_group(a, out, paths, now, level, at->n_rows);
		if (!is_there)
			before = now;
	}
}

/* A group ends where the next one of its level, or of one around it, begins. */
static void
close_groups(struct sheet *out, size_t n_rows)
{
	for (size_t i = 0; i < out->n_groups; i++) {
		size_t end = n_rows, k = i + 1;

		while (k < out->n_groups && out->groups[k].level > out->groups[i].level)
			k++;
		if (k < out->n_groups)
			end = out->groups[k].first;
		out->groups[i].n = end - out->groups[i].first;
	}
}

static void
group(struct arena *a, const struct arranging *at, size_t levels, struct sheet *out)
{
	struct paths paths = { 0 };

	group_rows(a, at, levels, out, &paths);
	group_rest(a, at, levels, out, &paths);
	close_groups(out, at->n_rows);
	for (size_t i = 0; i < out->n_groups; i++)
		for (size_t k = 0; k < at->n_sums; k++)
			if (are_alike(paths.v[i], &at->sums[k].groups, out->groups[i].level))
				add_sum(&out->groups[i], &at->sums[k].of);
}

/* ---- a tree ---- */

enum { DEPTH_MAX = 100 };

struct place {
	int64_t	ticket;
	size_t	at;			/* of the rows */
};

struct growing {
	const struct arranging	*from;
	struct sheet		*out;
	struct place		*places;	/* by number */
	size_t			*parent;	/* of each row: a row, or SIZE_MAX */
	size_t			*child, *next;	/* its first, and the next of its parent */
	bool			*done;
};

static int
by_ticket(const void *x, const void *y)
{
	int64_t a = ((const struct place *)x)->ticket, b = ((const struct place *)y)->ticket;

	return (a > b) - (a < b);
}

/* The row of its parent, if that stands in the same group. */
static size_t
parent_of(const struct growing *g, size_t levels, size_t i)
{
	const struct arranged *row = &g->from->rows[i];
	struct place key = { .ticket = row->parent };
	const struct place *p = bsearch(&key, g->places, g->from->n_rows, sizeof(key), by_ticket);

	if (row->parent == 0 || p == NULL || p->at == i || (levels > 0 &&
	    !are_alike(&row->groups, &g->from->rows[p->at].groups, levels - 1)))
		return SIZE_MAX;
	return p->at;
}

static struct growing
growing(struct arena *a, const struct arranging *at, size_t levels, struct sheet *out)
{
	size_t n = at->n_rows;
	struct growing g = { at, out, ARENA_ARRAY(a, n, struct place), ARENA_ARRAY(a, n, size_t),
	    ARENA_ARRAY(a, n, size_t), ARENA_ARRAY(a, n, size_t), ARENA_ARRAY(a, n, bool) };

	for (size_t i = 0; i < n; i++) {
		g.places[i] = (struct place){ at->rows[i].row.ticket, i };
		g.child[i] = g.next[i] = SIZE_MAX;
	}
	qsort(g.places, n, sizeof(*g.places), by_ticket);
	for (size_t i = n; i-- > 0;) {	/* from behind: the first child is the first row */
		g.parent[i] = parent_of(&g, levels, i);
		if (g.parent[i] == SIZE_MAX)
			continue;
		g.next[i] = g.child[g.parent[i]];
		g.child[g.parent[i]] = i;
	}
	return g;
}

/* It, then what is a part of it; what was there already is not told again. */
static void
grow(struct growing *g, size_t i, size_t depth)
{
	if (g->done[i])
		return;
	g->done[i] = true;
	g->out->rows[g->out->n_rows] = g->from->rows[i].row;
	g->out->rows[g->out->n_rows++].depth = depth;
	for (size_t k = g->child[i]; depth < DEPTH_MAX && k != SIZE_MAX; k = g->next[k])
		grow(g, k, depth + 1);
}

/* Group by group, for a row's place says whose group it is. */
static void
grow_all(struct arena *a, const struct arranging *at, size_t levels, struct sheet *out)
{
	struct growing g = growing(a, at, levels, out);
	size_t from = 0;

	while (from < at->n_rows) {
		size_t to = from + 1;

		while (to < at->n_rows && (levels == 0 ||
		    are_alike(&at->rows[from].groups, &at->rows[to].groups, levels - 1)))
			to++;
		for (size_t i = from; i < to; i++)
			if (g.parent[i] == SIZE_MAX)
				grow(&g, i, 0);
		for (size_t i = from; i < to; i++)	/* of a circle, or too deep */
			grow(&g, i, 0);
		from = to;
	}
}

void
arrange(struct arena *a, const struct arranging *at, size_t levels, struct sheet *out)
{
	out->rows = ARENA_ARRAY(a, at->n_rows, struct sheet_row);
	if (levels > 0)
		group(a, at, levels, out);
	if (at->tree)
		grow_all(a, at, levels, out);
	for (size_t i = 0; !at->tree && i < at->n_rows; i++)
		out->rows[out->n_rows++] = at->rows[i].row;
}

/* ---- charts ---- */

static size_t
place_of(struct arena *a, struct strs *all, struct str value)
{
	size_t i = 0;

	while (i < all->n && !str_eq(all->v[i], value))
		i++;
	if (i == all->n)
		strs_add(a, all, value);
	return i;
}

void
arrange_chart(struct arena *a, struct sheet *s)
{
	struct sheet_chart *c = &s->chart;
	struct strs stacks = { 0 };
	size_t label = 0;

	for (size_t i = 0; i < s->n_groups; i++)
		if (s->groups[i].level == 0)
			strs_add(a, &c->labels, s->groups[i].value);
		else if (s->groups[i].level == 1)
			place_of(a, &stacks, s->groups[i].value);
	c->kind = stacks.n > 0 ? CHART_STACKED : CHART_BARS;
	c->unit = SHEET_COUNT;
	c->n_series = stacks.n > 0 ? stacks.n : 1;
	c->series = ARENA_ARRAY(a, c->n_series, struct sheet_series);
	for (size_t i = 0; i < c->n_series; i++) {
		c->series[i].title = stacks.n > 0 ? stacks.v[i] : s->words.count;
		c->series[i].values = ARENA_ARRAY(a, c->labels.n, int64_t);
	}
	for (size_t i = 0, n = 0; i < s->n_groups; i++) {
		if (s->groups[i].level == 0)
			label = n++;
		if (s->groups[i].level == (stacks.n > 0 ? 1 : 0))
			c->series[stacks.n > 0 ? place_of(a, &stacks, s->groups[i].value) : 0]
			    .values[label] = s->groups[i].count;
	}
}
