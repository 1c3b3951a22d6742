/* table: see table.h. */
#include "daemon/render/table.h"

#include "daemon/render/text.h"

enum {
	GAP = 2,			/* between two columns */
	NARROWEST = 8			/* no column gives below this */
};

/* The widest of the columns that give and still can, or n. */
static size_t
widest(const struct table *t, const size_t *widths)
{
	size_t found = t->n_columns;

	for (size_t c = 0; c < t->n_columns; c++)
		if (t->columns[c].gives && widths[c] > NARROWEST &&
		    (found == t->n_columns || widths[c] > widths[found]))
			found = c;
	return found;
}

/* Narrows the columns that give until the table fits. */
static void
fit(const struct table *t, size_t *widths, size_t room)
{
	size_t c, sum = GAP * (t->n_columns - 1);

	for (c = 0; c < t->n_columns; c++)
		sum += widths[c];
	for (; room > 0 && sum > room && (c = widest(t, widths)) < t->n_columns; sum--)
		widths[c]--;
}

static size_t *
measure(struct arena *a, const struct table *t)
{
	size_t *widths = ARENA_ARRAY(a, t->n_columns, size_t);

	for (size_t c = 0; c < t->n_columns; c++)
		widths[c] = text_width(str_c(t->columns[c].title));
	for (size_t i = 0; i < t->cells.n; i++) {
		size_t *w = &widths[i % t->n_columns], n = text_width(t->cells.v[i]);

		*w = n > *w ? n : *w;
	}
	return widths;
}

static void
add_cell(struct buf *b, struct str cell, size_t width, bool right)
{
	struct str s = text_cut(b->a, cell, width);
	int pad = (int)(width - text_width(s));

	buf_printf(b, "%*s%.*s%*s", right ? pad : 0, "", STR_ARG(s),
	    right ? GAP : pad + GAP, "");
}

/* The line that began at `from` loses its spaces at the end. */
static void
end_line(struct buf *b, size_t from)
{
	b->n = from + str_rtrim(str_sub(buf_str(b), from, SIZE_MAX)).n;
	buf_addc(b, '\n');
}

struct str
table_text(struct arena *a, const struct table *t, size_t room)
{
	size_t n = t->n_columns, *widths = measure(a, t), line = 0;
	struct buf b;

	buf_init(&b, a);
	fit(t, widths, room);
	for (size_t c = 0; c < n; c++)
		add_cell(&b, str_c(t->columns[c].title), widths[c], t->columns[c].right);
	end_line(&b, line);
	for (size_t i = 0; i < t->cells.n; i++) {
		if (i % n == 0)
			line = b.n;
		add_cell(&b, t->cells.v[i], widths[i % n], t->columns[i % n].right);
		if (i % n + 1 == n)
			end_line(&b, line);
	}
	return buf_str(&b);
}
