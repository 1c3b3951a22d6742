/* arrange: see arrange.h. */
#include "daemon/view/arrange.h"

#include <stdlib.h>

#include "parsers/base/array.h"

/* ---- groups ---- */

enum { EMPTY_MAX = 2000 };		/* groups of which no row is shown, that are told */

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

/* An innermost group: of a sum, of rows, or of both. */
struct path {
	const struct strs		*groups;
	struct strs			 ranks;		/* of each, where it is not empty */
	const struct arrange_level	*levels;
	size_t				 n_levels;
	const struct sheet_group	*sum;		/* NULL: of rows alone */
	size_t				 n_rows, first;	/* of its rows, in order */
};

/* What has none is last, whichever way; what has one place goes by its value. */
static int
path_cmp(const void *x, const void *y)
{
	const struct path *a = x, *b = y;
	int c = 0;

	for (size_t i = 0; c == 0 && i < a->n_levels; i++) {
		struct str va = a->groups->v[i], vb = b->groups->v[i];

		if (va.n == 0 || vb.n == 0)
			c = (va.n == 0) - (vb.n == 0);
		else if ((c = str_cmp(a->ranks.v[i], b->ranks.v[i])) != 0)
			c = a->levels[i].falls ? -c : c;
		else
			c = str_cmp(va, vb);
	}
	return c;
}

static struct path
path_of(struct arena *a, const struct arranging *at, const struct strs *groups,
    const struct sheet_group *sum)
{
	struct path p = { .groups = groups, .levels = at->levels, .n_levels = at->n_levels,
	    .sum = sum };

	for (size_t i = 0; i < at->n_levels; i++)
		strs_add(a, &p.ranks, at->levels[i].rank(a, at->levels[i].of, groups->v[i]));
	return p;
}

struct paths {
	struct path	*v;
	size_t		 n;
	struct sheet_group *sums;	/* of each: of several of the same */
};

/* All of them, each once, in order. */
static struct paths
paths_of(struct arena *a, const struct arranging *at)
{
	struct path *all = ARENA_ARRAY(a, at->n_sums + at->n_rows, struct path);
	struct paths out = { all, 0, NULL };
	size_t n = 0;

	for (size_t i = 0; i < at->n_sums; i++)
		all[n++] = path_of(a, at, &at->sums[i].groups, &at->sums[i].of);
	for (size_t i = 0; i < at->n_rows; i++)
		if (i == 0 || !are_alike(&at->rows[i - 1].groups, &at->rows[i].groups,
		    at->n_levels - 1))
			all[n++] = path_of(a, at, &at->rows[i].groups, NULL);
	qsort(all, n, sizeof(*all), path_cmp);
	out.sums = ARENA_ARRAY(a, n, struct sheet_group);
	for (size_t i = 0; i < n; i++) {
		if (out.n == 0 || path_cmp(&all[out.n - 1], &all[i]) != 0)
			all[out.n++] = all[i];
		if (all[i].sum != NULL)
			add_sum(&out.sums[out.n - 1], all[i].sum);
	}
	return out;
}

/* Puts the rows of each group together, in the order of the groups, else as they came. */
static void
gather(struct arena *a, struct arranging *at, struct paths *paths)
{
	struct arranged *sorted = ARENA_ARRAY(a, at->n_rows, struct arranged);
	struct path **of = ARENA_ARRAY(a, at->n_rows, struct path *);
	size_t first = 0;

	for (size_t i = 0; i < at->n_rows; i++) {
		struct path key;

		if (i > 0 && are_alike(&at->rows[i - 1].groups, &at->rows[i].groups,
		    at->n_levels - 1)) {
			of[i] = of[i - 1];
		} else {
			key = path_of(a, at, &at->rows[i].groups, NULL);
			of[i] = bsearch(&key, paths->v, paths->n, sizeof(key), path_cmp);
		}
		of[i]->n_rows++;
	}
	for (size_t i = 0; i < paths->n; first += paths->v[i++].n_rows)
		paths->v[i].first = first;
	for (size_t i = 0; i < at->n_rows; i++)
		sorted[of[i]->first++] = at->rows[i];
	at->rows = sorted;
}

static size_t
new_group(struct arena *a, struct sheet *out, struct str value, size_t level, size_t first)
{
	out->groups = array_grow(a, out->groups, out->n_groups, sizeof(*out->groups));
	out->groups[out->n_groups] = (struct sheet_group){ .value = value, .level = level,
	    .first = first };
	return out->n_groups++;
}

/* Groups that are open, from the outermost, while the innermost ones are gone through. */
struct opened {
	size_t			 at[ARRANGE_LEVELS];	/* of the sheet's */
	size_t			 n;
	const struct strs	*groups;
	size_t			 empty;
};

static void
open_groups(struct arena *a, const struct path *p, size_t first, struct opened *o,
    struct sheet *out)
{
	size_t same = 0;

	while (same < o->n && are_alike(o->groups, p->groups, same))
		same++;
	o->n = same;
	o->groups = p->groups;
	if (p->n_rows == 0 && o->empty >= EMPTY_MAX)
		return;			/* it counts in those around it */
	o->empty += p->n_rows == 0;
	while (o->n < p->n_levels) {
		o->at[o->n] = new_group(a, out, p->groups->v[o->n], o->n, first);
		o->n++;
	}
}

static void
group(struct arena *a, struct arranging *at, struct sheet *out)
{
	struct paths paths = paths_of(a, at);
	struct opened o = { .n = 0 };
	size_t rows = 0;

	gather(a, at, &paths);
	for (size_t i = 0; i < paths.n; i++) {
		open_groups(a, &paths.v[i], rows, &o, out);
		for (size_t k = 0; k < o.n; k++) {
			add_sum(&out->groups[o.at[k]], &paths.sums[i]);
			out->groups[o.at[k]].n += paths.v[i].n_rows;
		}
		rows += paths.v[i].n_rows;
	}
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
arrange(struct arena *a, struct arranging *at, struct sheet *out)
{
	out->rows = ARENA_ARRAY(a, at->n_rows, struct sheet_row);
	for (size_t i = 0; i < at->n_sums; i++)
		add_sum(&out->total, &at->sums[i].of);
	if (at->n_levels > 0)
		group(a, at, out);
	if (at->tree)
		grow_all(a, at, at->n_levels, out);
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

static void
arrange_numbers(struct arena *a, struct sheet *s)
{
	struct sheet_chart *c = &s->chart;
	int64_t values[] = { s->total.count, s->total.late, s->total.at_risk };
	struct str words[] = { s->words.count, s->words.late, s->words.at_risk };

	c->kind = CHART_BARS;
	c->unit = SHEET_COUNT;
	c->n_series = 1;
	c->series = ARENA_NEW(a, struct sheet_series);
	c->series->title = s->words.count;
	c->series->values = ARENA_ARRAY(a, COUNT(values), int64_t);
	for (size_t i = 0; i < COUNT(values); i++) {
		strs_add(a, &c->labels, words[i]);
		c->series->values[i] = values[i];
	}
}

void
arrange_chart(struct arena *a, struct sheet *s)
{
	struct sheet_chart *c = &s->chart;
	struct strs stacks = { 0 };
	size_t label = 0;

	if (s->n_groups == 0) {
		arrange_numbers(a, s);
		return;
	}
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
