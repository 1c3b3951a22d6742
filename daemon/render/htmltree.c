/* htmltree: see htmltree.h. */
#include "daemon/render/htmltree.h"

enum { DEEPEST = 12 };			/* deeper ones stand beside each other */

/* Depth is what the row says, but never skips a level. */
static void
put_rows(const struct html_view *v, size_t from, size_t until)
{
	size_t open = 0;			/* lists within lists */

	for (size_t i = from; i < until && i < v->s->n_rows; i++) {
		const struct sheet_row *row = &v->s->rows[i];
		size_t depth = row->depth > DEEPEST ? DEEPEST : row->depth;

		if (depth + 1 > open) {
			buf_adds(v->b, "<ul>\n");
			open++;
		} else {
			for (; open > depth + 1; open--)
				buf_adds(v->b, "</li>\n</ul>\n");
			buf_adds(v->b, "</li>\n");
		}
		buf_printf(v->b, "<li><div class=\"line %s\">", html_mark_class(row->mark));
		html_heading(v, row, true);
		html_facts(v, row);
		buf_adds(v->b, "</div>");
	}
	for (; open > 0; open--)
		buf_adds(v->b, "</li>\n</ul>\n");
}

/* A group and those within it; returns the next after them. */
static size_t
put_group(const struct html_view *v, size_t g, size_t *row)
{
	const struct sheet_group *group = &v->s->groups[g];
	size_t next = g + 1, end = group->first + group->n;

	buf_adds(v->b, "<li><details open>\n<summary>");
	html_group(v, group);
	html_sums(v, group);
	buf_adds(v->b, "</summary>\n");
	if (next < v->s->n_groups && v->s->groups[next].level > group->level &&
	    group->level < DEEPEST) {
		buf_adds(v->b, "<ul>\n");
		while (next < v->s->n_groups && v->s->groups[next].level > group->level)
			next = put_group(v, next, row);
		buf_adds(v->b, "</ul>\n");
	}
	put_rows(v, *row, end);
	*row = *row > end ? *row : end;
	buf_adds(v->b, "</details></li>\n");
	return next;
}

void
html_tree(const struct html_view *v)
{
	size_t row = 0;

	buf_adds(v->b, "<div class=\"tree\">\n");
	if (v->s->n_groups > 0) {
		buf_adds(v->b, "<ul>\n");
		for (size_t g = 0; g < v->s->n_groups;)
			g = put_group(v, g, &row);
		buf_adds(v->b, "</ul>\n");
	}
	put_rows(v, row, v->s->n_rows);
	buf_adds(v->b, "</div>\n");
}
