/* htmlboard: see htmlboard.h. */
#include "daemon/render/htmlboard.h"

#include <inttypes.h>

#include "parsers/text/htmltext.h"

static void
put_card(const struct html_view *v, const struct sheet_row *row)
{
	buf_printf(v->b, "<li class=\"card %s\">", html_mark_class(row->mark));
	html_heading(v, row, true);
	html_facts(v, row);
	buf_adds(v->b, "</li>\n");
}

static bool
is_over(const struct sheet_lane *lane)
{
	return lane->limit > 0 && lane->count > lane->limit;
}

/* "Open 7 of 5, over the limit": of the whole board; "200+": not all of its rows are shown. */
static void
put_count(const struct html_view *v, const struct sheet_lane *lane)
{
	bool cut = v->s->total.count > (int64_t)v->s->n_rows && lane->count > 0;

	buf_printf(v->b, " <span class=\"count\">%" PRId64 "%s", lane->count, cut ? "+" : "");
	if (lane->limit > 0)
		buf_printf(v->b, " %s %" PRId64, v->w->of, lane->limit);
	buf_adds(v->b, "</span>");
	if (is_over(lane))
		buf_printf(v->b, " <span class=\"mark late\">%s</span>", v->w->over);
}

/* A row whose lane is none of these stands in the last. */
static bool
is_in(const struct sheet *s, const struct sheet_row *row, size_t lane)
{
	return row->lane == lane || (row->lane >= s->n_lanes && lane + 1 == s->n_lanes);
}

static size_t
count_in(const struct sheet *s, size_t lane, size_t from, size_t until)
{
	size_t n = 0;

	for (size_t i = from; i < until; i++)
		n += is_in(s, &s->rows[i], lane);
	return n;
}

/* No heading is below the sixth. */
static unsigned
level_of(const struct html_view *v, size_t below)
{
	return below > 6 || v->heading + below > 6 ? 6 : v->heading + (unsigned)below;
}

/* A lane's cards of these rows; the whole board's: with what it holds in all. */
static void
put_lane(const struct html_view *v, size_t lane, size_t from, size_t until, size_t below)
{
	const struct sheet_lane *l = &v->s->lanes[lane];
	size_t n = count_in(v->s, lane, from, until);
	unsigned level = level_of(v, below);
	bool whole = v->s->n_groups == 0;

	buf_printf(v->b, "<div class=\"lane%s%s\">\n<h%u>", is_over(l) ? " over" : "",
	    n == 0 ? " empty" : "", level);
	html_put(v, l->title);
	if (whole)
		put_count(v, l);
	else
		buf_printf(v->b, " <span class=\"count\">%zu</span>", n);
	buf_printf(v->b, "</h%u>\n", level);
	if (n > 0) {
		buf_adds(v->b, "<ol class=\"cards\">\n");
		for (size_t i = from; i < until; i++)
			if (is_in(v->s, &v->s->rows[i], lane))
				put_card(v, &v->s->rows[i]);
		buf_adds(v->b, "</ol>\n");
	}
	buf_adds(v->b, "</div>\n");
}

/* In swim lanes a column that nothing is in would only take room: it is counted above them. */
static void
put_lanes(const struct html_view *v, size_t from, size_t until, size_t below)
{
	bool whole = v->s->n_groups == 0;

	buf_printf(v->b, "<div class=\"board%s\">\n", whole ? " whole" : "");
	for (size_t i = 0; i < v->s->n_lanes; i++)
		if (whole || v->s->lanes[i].limit > 0 || count_in(v->s, i, 0, v->s->n_rows) > 0)
			put_lane(v, i, from, until, below);
	buf_adds(v->b, "</div>\n");
}

/* Above the swim lanes: what each column holds in all of them. */
static void
put_counts(const struct html_view *v)
{
	buf_adds(v->b, "<ul class=\"lanes\">\n");
	for (size_t i = 0; i < v->s->n_lanes; i++) {
		buf_printf(v->b, "<li class=\"%s\">", is_over(&v->s->lanes[i]) ? "over" : "");
		html_put(v, v->s->lanes[i].title);
		put_count(v, &v->s->lanes[i]);
		buf_adds(v->b, "</li>\n");
	}
	buf_adds(v->b, "</ul>\n");
}

/* Rows that no group has before this one stand by themselves: nothing is left out. */
static void
put_until(const struct html_view *v, size_t *row, size_t until, size_t below)
{
	if (until > v->s->n_rows)
		until = v->s->n_rows;
	if (*row >= until)
		return;
	put_lanes(v, *row, until, below);
	*row = until;
}

/* Only the innermost groups are lanes; those around them are headings.  Returns its depth. */
static size_t
put_swim(const struct html_view *v, size_t g, size_t depth, size_t *row)
{
	const struct sheet_group *group = &v->s->groups[g];
	bool inner = g + 1 == v->s->n_groups || v->s->groups[g + 1].level <= group->level;
	size_t below = group->level < depth ? group->level + 1 : depth + 1;
	unsigned level = level_of(v, below);

	put_until(v, row, group->first, 1);
	buf_printf(v->b, "<div class=\"swim\">\n<h%u>", level);
	html_group(v, group);
	html_sums(v, group);
	buf_printf(v->b, "</h%u>\n", level);
	if (inner && group->n < v->s->n_rows)
		put_until(v, row, group->first + group->n, below + 1);
	else if (inner)
		put_until(v, row, v->s->n_rows, below + 1);
	buf_adds(v->b, "</div>\n");
	return below;
}

void
html_board(const struct html_view *v)
{
	size_t row = 0, depth = 0;

	if (v->s->n_groups == 0) {
		put_lanes(v, 0, v->s->n_rows, 1);
		return;
	}
	put_counts(v);
	for (size_t g = 0; g < v->s->n_groups; g++)
		depth = put_swim(v, g, depth, &row);
	put_until(v, &row, v->s->n_rows, 1);
}
