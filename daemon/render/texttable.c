/* texttable: see texttable.h. */
#include "daemon/render/texttable.h"

#include "daemon/render/table.h"
#include "daemon/render/text.h"

enum { DEEPEST = 10, STEP = 2, HANG = 4 };

static bool
has_marks(const struct sheet *s)
{
	for (size_t i = 0; i < s->n_rows; i++)
		if (*textview_sign(s->rows[i].mark) != '\0')
			return true;
	return false;
}

static bool
is_number(enum sheet_kind kind)
{
	return kind == SHEET_TICKET || kind == SHEET_COUNT || kind == SHEET_SHARE;
}

static size_t
indent_of(const struct text_view *v, const struct sheet_row *row)
{
	if (v->s->layout != SHEET_TREE)
		return 0;
	return STEP * (row->depth > DEEPEST ? DEEPEST : row->depth);
}

static struct str
cell(const struct text_view *v, const struct sheet_row *row, size_t c)
{
	struct str s = textview_cell(v, row, c);
	size_t indent = c == v->name ? indent_of(v, row) : 0;

	if (s.n == 0)
		s = STR("-");
	return indent == 0 ? s : str_printf(v->a, "%*s└ %.*s", (int)(indent - STEP), "",
	    STR_ARG(s));
}

/* Signs stand in a column of their own, without a title. */
static struct str
table(const struct text_view *v, bool signs, bool all_give)
{
	const struct sheet *s = v->s;
	struct table_column *columns = ARENA_ARRAY(v->a, s->n_columns + 1, struct table_column);
	struct table t = { .columns = columns };

	if (signs)
		columns[t.n_columns++] = (struct table_column){ .title = "" };
	for (size_t c = 0; c < s->n_columns; c++)
		columns[t.n_columns++] = (struct table_column){
		    .title = text_safe(v->a, s->columns[c].title).p,
		    .right = is_number(s->columns[c].kind),
		    .gives = s->columns[c].gives || (all_give && s->columns[c].kind == SHEET_TEXT) };
	for (size_t i = 0; i < s->n_rows; i++) {
		if (signs)
			strs_add(v->a, &t.cells, str_c(textview_sign(s->rows[i].mark)));
		for (size_t c = 0; c < s->n_columns; c++)
			strs_add(v->a, &t.cells, cell(v, &s->rows[i], c));
	}
	return table_text(v->a, &t, v->room);
}

static bool
fits(const struct text_view *v, struct str text)
{
	struct str line;

	while (v->room > 0 && str_line(&text, &line))
		if (text_width(line) > v->room)
			return false;
	return true;
}

/* Too many columns for the room: each row is a name, and what else is known of it below. */
static struct str
block(const struct text_view *v, const struct sheet_row *row)
{
	size_t indent = indent_of(v, row) < v->room / 4 ? indent_of(v, row) : v->room / 4;
	struct str facts = textview_facts(v, row, true);
	struct buf b;

	buf_init(&b, v->a);
	text_fold(&b, textview_name(v, row), indent, v->room);
	if (facts.n > 0)
		text_fold(&b, facts, indent + HANG, v->room);
	return buf_str(&b);
}

struct text_rows
texttable_rows(const struct text_view *v)
{
	struct text_rows rows = { 0 };
	bool signs = has_marks(v->s);
	struct str text, line;

	if (v->s->n_columns == 0)
		return rows;
	text = table(v, signs, false);
	if (!fits(v, text))
		text = table(v, signs, true);
	if (fits(v, text)) {
		str_line(&text, &rows.head);
		while (str_line(&text, &line))
			strs_add(v->a, &rows.v, str_printf(v->a, "%.*s\n", STR_ARG(line)));
		return rows;
	}
	for (size_t i = 0; i < v->s->n_rows; i++)
		strs_add(v->a, &rows.v, block(v, &v->s->rows[i]));
	return rows;
}

static void
put_rows(const struct text_view *v, void *self, size_t from, size_t until)
{
	const struct text_rows *rows = self;

	for (size_t i = from; i < until && i < rows->v.n; i++)
		buf_add(v->b, rows->v.v[i]);
}

void
texttable_put(const struct text_view *v)
{
	struct text_rows rows = texttable_rows(v);

	if (rows.head.n > 0)
		buf_printf(v->b, "%.*s\n", STR_ARG(rows.head));
	textview_groups(v, put_rows, &rows);
}
