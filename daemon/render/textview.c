/* textview: see textview.h. */
#include "daemon/render/textview.h"

#include <inttypes.h>

#include "daemon/render/sheetcell.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"

struct str
textview_cell(const struct text_view *v, const struct sheet_row *row, size_t column)
{
	return text_safe(v->a, sheet_cell_text(v->a, v->s, row, column));
}

const char *
textview_sign(enum sheet_mark mark)
{
	static const char *const signs[] = { [SHEET_PLAIN] = "", [SHEET_AT_RISK] = "!",
		[SHEET_LATE] = "!!", [SHEET_DONE] = "✓" };

	return (size_t)mark < COUNT(signs) ? signs[mark] : "";
}

struct str
textview_name(const struct text_view *v, const struct sheet_row *row)
{
	const char *sign = textview_sign(row->mark);
	struct str name = v->name < v->s->n_columns ? textview_cell(v, row, v->name) : STR_NONE;
	struct buf b;

	buf_init(&b, v->a);
	if (*sign != '\0')
		buf_printf(&b, "%s ", sign);
	if (row->ticket != 0)
		buf_printf(&b, "#%" PRId64 "%s", row->ticket, name.n > 0 ? " " : "");
	else if (name.n == 0)
		buf_adds(&b, "-");
	buf_add(&b, name);
	return buf_str(&b);
}

/* A calendar's rows stand under it. */
static bool
is_told(const struct text_view *v, const struct sheet_row *row, size_t c)
{
	return c == v->name || c == v->number || (v->s->layout == SHEET_CALENDAR &&
	    v->s->columns[c].kind == SHEET_AT && row->cells[c].n == row->until);
}

struct str
textview_facts(const struct text_view *v, const struct sheet_row *row, bool titled)
{
	struct buf b;

	buf_init(&b, v->a);
	for (size_t c = 0; c < v->s->n_columns; c++) {
		struct str value = textview_cell(v, row, c);

		if (is_told(v, row, c) || value.n == 0)
			continue;
		if (b.n > 0)
			buf_adds(&b, " · ");
		if (titled)
			buf_printf(&b, "%s: ", text_safe(v->a, v->s->columns[c].title).p);
		buf_add(&b, value);
	}
	return buf_str(&b);
}

struct str
textview_waits(const struct text_view *v, const struct sheet_row *row)
{
	struct buf b;

	buf_init(&b, v->a);
	for (size_t i = 0; i < row->n_waits_for; i++)
		buf_printf(&b, "%s #%" PRId64, i == 0 ? v->w->waits_for : ",",
		    row->waits_for[i]);
	return buf_str(&b);
}

static void
add_sum(struct buf *b, struct str word, struct str value)
{
	buf_printf(b, "%s%.*s %.*s", b->n == 0 ? "" : " · ", STR_ARG(word), STR_ARG(value));
}

struct str
textview_sums(const struct text_view *v, const struct sheet_group *g)
{
	const struct sheet_words *w = &v->s->words;
	struct buf b;

	buf_init(&b, v->a);
	add_sum(&b, w->count, text_number(v->a, g->count));
	if (g->late > 0)
		add_sum(&b, w->late, text_number(v->a, g->late));
	if (g->at_risk > 0)
		add_sum(&b, w->at_risk, text_number(v->a, g->at_risk));
	if (g->seconds > 0)
		add_sum(&b, w->booked, sheet_value(v->a, v->s, SHEET_SPAN, g->seconds));
	if (g->oldest != 0)
		add_sum(&b, w->oldest, str_sub(sheet_value(v->a, v->s, SHEET_AT, g->oldest), 0, 10));
	return buf_str(&b);
}

void
textview_more(const struct text_view *v, size_t indent, int64_t hidden)
{
	if (hidden > 0)
		buf_printf(v->b, "%*s… %" PRId64 " %.*s\n", (int)indent, "", hidden,
		    STR_ARG(v->s->words.more));
}

static void
put_head(const struct text_view *v, const struct sheet_group *g)
{
	size_t indent = 2 * g->level;
	struct str value = g->value.n == 0 ? STR("–") : text_safe(v->a, g->value);

	if (g->level == 0)
		buf_addc(v->b, '\n');
	text_fold(v->b, str_printf(v->a, "%.*s: %.*s (%s)", STR_ARG(text_safe(v->a, g->title)),
	    STR_ARG(value), textview_sums(v, g).p), indent, v->room);
}

static bool
holds_groups(const struct sheet *s, size_t g)
{
	return g + 1 < s->n_groups && s->groups[g + 1].level > s->groups[g].level;
}

void
textview_groups(const struct text_view *v,
    void (*put)(const struct text_view *, void *self, size_t from, size_t until), void *self)
{
	const struct sheet *s = v->s;
	size_t done = 0;

	for (size_t i = 0; i < s->n_groups; i++) {
		const struct sheet_group *g = &s->groups[i];
		size_t until = g->first + g->n < s->n_rows ? g->first + g->n : s->n_rows;

		if (g->first > done && g->first <= s->n_rows) {
			put(v, self, done, g->first);
			done = g->first;
		}
		put_head(v, g);
		if (holds_groups(s, i))
			continue;
		if (until > done)
			put(v, self, done, until);
		done = until > done ? until : done;
		textview_more(v, 2 * g->level + 2, sheet_hidden(g));
	}
	if (done < s->n_rows)
		put(v, self, done, s->n_rows);
}
