/* textbars: see textbars.h. */
#include "daemon/render/textbars.h"

#include "daemon/render/sheetcell.h"
#include "daemon/render/table.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"

enum {
	ROOM = 80,			/* where any width would do */
	NAME = 30,			/* of a bar, at most */
	BAR_MIN = 10,
	HANG = 4,
	DATE = 10
};
#define LAST	(INT64_C(7258118400) * 1000000)		/* 2200: beyond, it is no date */

static size_t
room_of(const struct text_view *v)
{
	return v->room == 0 ? ROOM : v->room;
}

static void
put_times(struct buf *b, const char *what, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_adds(b, what);
}

static void
put_padded(const struct text_view *v, struct str s, size_t width)
{
	struct str cut = text_cut(v->a, s, width);

	buf_printf(v->b, "%.*s%*s", STR_ARG(cut), (int)(width - text_width(cut)), "");
}

/* The spaces at the end of what was added since `from`, and a new line. */
static void
end_line(struct buf *b, size_t from)
{
	b->n = from + str_rtrim(str_sub(buf_str(b), from, SIZE_MAX)).n;
	buf_addc(b, '\n');
}

/* --- timeline --------------------------------------------------------------- */

struct scale {
	int64_t	from, until;
	size_t	name, width;		/* characters: of names, of bars */
};

static bool
is_dated(const struct sheet_row *row)
{
	return row->from > 0 && row->until > 0 && row->from < LAST && row->until < LAST;
}

static bool
find_scale(const struct text_view *v, struct scale *sc)
{
	size_t room = room_of(v), name = 0;

	*sc = (struct scale){ .from = INT64_MAX };
	for (size_t i = 0; i < v->s->n_rows; i++) {
		const struct sheet_row *row = &v->s->rows[i];
		size_t width = text_width(textview_name(v, row));

		name = width > name ? width : name;
		if (!is_dated(row))
			continue;
		sc->from = row->from < sc->from ? row->from : sc->from;
		sc->until = row->until > sc->until ? row->until : sc->until;
		sc->until = row->from > sc->until ? row->from : sc->until;
	}
	sc->name = name > NAME ? NAME : name;
	if (sc->name > room * 3 / 8)		/* the scale's dates have room beside it */
		sc->name = room * 3 / 8;
	sc->width = room - sc->name - 2;
	return sc->from != INT64_MAX;
}

static size_t
place(const struct scale *sc, int64_t us)
{
	double share;

	if (us <= sc->from || sc->until == sc->from)
		return 0;
	share = (double)(us - sc->from) / (double)(sc->until - sc->from);
	return share >= 1 ? sc->width - 1 : (size_t)(share * (double)(sc->width - 1) + 0.5);
}

/* Solid: what is over; shaded: what is to come; "|": now. */
static void
put_bar(const struct text_view *v, const struct scale *sc, const struct sheet_row *row)
{
	size_t from = place(sc, row->from), until = place(sc, row->until);
	size_t now = place(sc, v->s->made_at);
	bool has_now = v->s->made_at >= sc->from && v->s->made_at <= sc->until;

	for (size_t i = 0; i < sc->width; i++) {
		if (i >= from && i <= until)
			buf_adds(v->b, row->done_until != 0 && i <= place(sc, row->done_until) &&
			    row->done_until > row->from ? "█" : "░");
		else
			buf_addc(v->b, has_now && i == now ? '|' : ' ');
	}
}

static void
put_scale(const struct text_view *v, const struct scale *sc)
{
	struct str from = str_sub(sheet_value(v->a, v->s, SHEET_AT, sc->from), 0, DATE);
	struct str until = str_sub(sheet_value(v->a, v->s, SHEET_AT, sc->until), 0, DATE);
	size_t width = from.n + until.n + 1;

	buf_printf(v->b, "%*s%.*s%*s%.*s\n", (int)sc->name + 2, "", STR_ARG(from),
	    sc->width > width ? (int)(sc->width - width) + 1 : 1, "", STR_ARG(until));
}

static void
put_lines(const struct text_view *v, void *self, size_t from, size_t until)
{
	const struct scale *sc = self;

	for (size_t i = from; i < until; i++) {
		const struct sheet_row *row = &v->s->rows[i];
		struct str waits = textview_waits(v, row);
		size_t start = v->b->n;

		put_padded(v, textview_name(v, row), sc->name);
		buf_adds(v->b, "  ");
		if (is_dated(row))
			put_bar(v, sc, row);
		else
			buf_adds(v->b, v->w->no_date);
		end_line(v->b, start);
		if (waits.n > 0)
			text_fold(v->b, waits, HANG, v->room);
	}
}

void
textbars_timeline(const struct text_view *v)
{
	struct scale sc;

	if (find_scale(v, &sc))
		put_scale(v, &sc);
	textview_groups(v, put_lines, &sc);
}

/* --- chart ------------------------------------------------------------------- */

static const char *const fills[] = { "█", "▒", "░", "▓", "▚", "▞" };

struct chart {
	const struct sheet_chart *c;
	int64_t			 most;	/* of a bar; at least 1 */
	size_t			 name, value, width;
};

static bool
is_stacked(const struct chart *ch)
{
	return ch->c->kind == CHART_STACKED;
}

static int64_t
sum_at(const struct sheet_chart *c, size_t label)
{
	int64_t sum = 0;

	for (size_t i = 0; i < c->n_series; i++)
		if (c->series[i].values[label] > 0 &&
		    __builtin_add_overflow(sum, c->series[i].values[label], &sum))
			return INT64_MAX;
	return sum;
}

static struct str
value_text(const struct text_view *v, const struct chart *ch, int64_t n)
{
	return sheet_value(v->a, v->s, ch->c->unit, n);
}

static void
measure(const struct text_view *v, struct chart *ch)
{
	size_t room = room_of(v);

	for (size_t k = 0; k < ch->c->labels.n; k++) {
		size_t width = text_width(text_safe(v->a, ch->c->labels.v[k]));

		ch->name = width > ch->name ? width : ch->name;
		if (is_stacked(ch) && sum_at(ch->c, k) > ch->most)
			ch->most = sum_at(ch->c, k);
		for (size_t i = 0; i < ch->c->n_series; i++) {
			int64_t n = ch->c->series[i].values[k];

			width = text_width(value_text(v, ch, n));
			ch->value = width > ch->value ? width : ch->value;
			ch->most = n > ch->most ? n : ch->most;
		}
	}
	if (is_stacked(ch))
		ch->value = text_width(value_text(v, ch, ch->most));
	ch->name = ch->name > NAME ? NAME : ch->name;
	if (ch->name > room * 3 / 8)
		ch->name = room * 3 / 8;
	ch->width = room > ch->name + ch->value + 3 + BAR_MIN ?
	    room - ch->name - ch->value - 3 : 1;
}

static size_t
length(const struct chart *ch, int64_t n)
{
	size_t most = ch->width;

	if (n <= 0)
		return 0;
	most = (size_t)((double)n / (double)ch->most * (double)most + 0.5);
	return most == 0 ? 1 : most > ch->width ? ch->width : most;
}

static void
put_legend(const struct text_view *v, const struct chart *ch)
{
	struct buf b;

	if (ch->c->n_series < 2)
		return;
	buf_init(&b, v->a);
	for (size_t i = 0; i < ch->c->n_series; i++)
		buf_printf(&b, "%s%s %s", i == 0 ? "" : "   ", fills[i % COUNT(fills)],
		    text_safe(v->a, ch->c->series[i].title).p);
	text_fold(v->b, buf_str(&b), 0, v->room);
}

static void
put_label(const struct text_view *v, const struct chart *ch, struct str label)
{
	put_padded(v, text_safe(v->a, label), ch->name);
	buf_adds(v->b, "  ");
}

static void
put_stack(const struct text_view *v, const struct chart *ch, size_t k)
{
	size_t left = ch->width, start = v->b->n;

	put_label(v, ch, ch->c->labels.v[k]);
	for (size_t i = 0; i < ch->c->n_series; i++) {
		size_t n = length(ch, ch->c->series[i].values[k]);

		n = n > left ? left : n;
		put_times(v->b, fills[i % COUNT(fills)], n);
		left -= n;
	}
	buf_printf(v->b, " %s", value_text(v, ch, sum_at(ch->c, k)).p);
	end_line(v->b, start);
}

static void
put_bars(const struct text_view *v, const struct chart *ch, size_t k)
{
	for (size_t i = 0; i < ch->c->n_series; i++) {
		int64_t n = ch->c->series[i].values[k];
		size_t start = v->b->n;

		put_label(v, ch, i == 0 ? ch->c->labels.v[k] : STR_NONE);
		put_times(v->b, fills[i % COUNT(fills)], length(ch, n));
		buf_printf(v->b, " %s", value_text(v, ch, n).p);
		end_line(v->b, start);
	}
}

void
textbars_chart(const struct text_view *v)
{
	struct chart ch = { .c = &v->s->chart, .most = 1 };

	measure(v, &ch);
	put_legend(v, &ch);
	for (size_t k = 0; k < ch.c->labels.n; k++) {
		if (is_stacked(&ch))
			put_stack(v, &ch, k);
		else
			put_bars(v, &ch, k);
	}
}

/* --- numbers ------------------------------------------------------------------ */

void
textbars_numbers(const struct text_view *v)
{
	const struct sheet_chart *c = &v->s->chart;
	struct table_column *columns = ARENA_ARRAY(v->a, c->n_series + 1, struct table_column);
	struct table t = { .columns = columns, .n_columns = c->n_series + 1 };
	struct str text, titles;

	columns[0] = (struct table_column){ .title = "", .gives = true };
	for (size_t i = 0; i < c->n_series; i++)
		columns[i + 1] = (struct table_column){ .right = true,
		    .title = text_safe(v->a, c->series[i].title).p, .gives = true };
	for (size_t k = 0; k < c->labels.n; k++) {
		strs_add(v->a, &t.cells, text_safe(v->a, c->labels.v[k]));
		for (size_t i = 0; i < c->n_series; i++)
			strs_add(v->a, &t.cells, sheet_value(v->a, v->s, c->unit,
			    c->series[i].values[k]));
	}
	text = table_text(v->a, &t, v->room);
	if (c->n_series < 2)			/* its title is the view's */
		str_line(&text, &titles);
	buf_add(v->b, text);
}
