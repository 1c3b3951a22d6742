/* textboard: see textboard.h. */
#include "daemon/render/textboard.h"

#include <inttypes.h>

#include "daemon/render/text.h"
#include "daemon/render/texttable.h"

enum {
	GAP = 2,
	NARROWEST = 18,			/* a lane beside another */
	WIDEST = 38,
	NAME_LINES = 2			/* of a card */
};

struct board {
	struct text_rows	rows;	/* of lanes below each other */
	size_t			width;	/* of a lane; 0: they stand below each other */
};

static struct str
lane_head(const struct text_view *v, const struct sheet_lane *l)
{
	struct str title = text_safe(v->a, l->title);

	if (l->limit <= 0)
		return str_printf(v->a, "%.*s (%" PRId64 ")", STR_ARG(title), l->count);
	return str_printf(v->a, "%.*s (%" PRId64 "/%" PRId64 "%s%s)", STR_ARG(title), l->count,
	    l->limit, l->count > l->limit ? ", " : "", l->count > l->limit ? v->w->over : "");
}

/* The first lines of what is folded; the last is cut when there were more. */
static void
add_folded(const struct text_view *v, struct strs *lines, struct str text, size_t width,
    size_t most)
{
	struct buf b;
	struct str rest, line;

	buf_init(&b, v->a);
	text_fold(&b, text, 0, width);
	rest = buf_str(&b);
	for (size_t i = 0; i < most && str_line(&rest, &line); i++)
		strs_add(v->a, lines, text_cut(v->a, i + 1 == most && rest.n > 0 ?
		    str_printf(v->a, "%.*s…", STR_ARG(line)) : line, width));
}

static void
add_card(const struct text_view *v, struct strs *lines, const struct sheet_row *row,
    size_t width)
{
	struct str facts = textview_facts(v, row, false);

	add_folded(v, lines, textview_name(v, row), width, NAME_LINES);
	if (facts.n > 0)
		strs_add(v->a, lines, text_cut(v->a, str_printf(v->a, "  %.*s", STR_ARG(facts)),
		    width));
}

static struct strs *
lanes_of(const struct text_view *v, size_t width, size_t from, size_t until, size_t *most)
{
	struct strs *lanes = ARENA_ARRAY(v->a, v->s->n_lanes, struct strs);

	*most = 0;
	for (size_t i = from; i < until; i++) {
		const struct sheet_row *row = &v->s->rows[i];

		if (row->lane < v->s->n_lanes)
			add_card(v, &lanes[row->lane], row, width);
	}
	for (size_t l = 0; l < v->s->n_lanes; l++)
		*most = lanes[l].n > *most ? lanes[l].n : *most;
	return lanes;
}

static void
put_line(const struct text_view *v, const struct strs *lanes, size_t line, size_t width)
{
	size_t blank = 0;

	for (size_t l = 0; l < v->s->n_lanes; l++) {
		struct str s = line < lanes[l].n ? lanes[l].v[line] : STR_NONE;

		if (s.n > 0) {
			buf_printf(v->b, "%*s%.*s", (int)blank, "", STR_ARG(s));
			blank = 0;
		}
		blank += width + GAP - (s.n > 0 ? text_width(s) : 0);
	}
	buf_addc(v->b, '\n');
}

static void
put_heads(const struct text_view *v, size_t width)
{
	struct strs *heads = ARENA_ARRAY(v->a, v->s->n_lanes, struct strs);
	size_t most = 0;

	for (size_t l = 0; l < v->s->n_lanes; l++) {
		struct str rule = STR_NONE;

		add_folded(v, &heads[l], lane_head(v, &v->s->lanes[l]), width, 2);
		most = heads[l].n > most ? heads[l].n : most;
		for (size_t i = 0; i < width; i++)
			rule = str_printf(v->a, "%.*s─", STR_ARG(rule));
		strs_add(v->a, &heads[l], rule);
	}
	for (size_t l = 0; l < v->s->n_lanes; l++) {	/* all rules in one line */
		struct str rule = heads[l].v[heads[l].n - 1];

		heads[l].v[heads[l].n - 1] = STR_NONE;
		while (heads[l].n < most + 1)
			strs_add(v->a, &heads[l], STR_NONE);
		heads[l].v[most] = rule;
	}
	for (size_t i = 0; i <= most; i++)
		put_line(v, heads, i, width);
}

static void
put_beside(const struct text_view *v, size_t width, size_t from, size_t until)
{
	size_t most;
	struct strs *lanes = lanes_of(v, width, from, until, &most);

	for (size_t i = 0; i < most; i++)
		put_line(v, lanes, i, width);
}

static void
put_below(const struct text_view *v, const struct text_rows *rows, size_t from, size_t until)
{
	for (size_t l = 0; l < v->s->n_lanes; l++) {
		bool any = false;

		for (size_t i = from; i < until && i < rows->v.n; i++) {
			if (v->s->rows[i].lane != l)
				continue;
			if (!any)
				text_fold(v->b, str_printf(v->a, "[%s]",
				    text_safe(v->a, v->s->lanes[l].title).p), 0, v->room);
			any = true;
			buf_add(v->b, rows->v.v[i]);
		}
	}
}

static void
put_rows(const struct text_view *v, void *self, size_t from, size_t until)
{
	struct board *b = self;

	if (b->width > 0)
		put_beside(v, b->width, from, until);
	else
		put_below(v, &b->rows, from, until);
}

static size_t
lane_width(const struct text_view *v)
{
	size_t n = v->s->n_lanes, width = WIDEST;

	if (v->room > 0)
		width = v->room > GAP * (n - 1) ? (v->room - GAP * (n - 1)) / n : 0;
	return width < NARROWEST ? 0 : width > WIDEST ? WIDEST : width;
}

void
textboard_put(const struct text_view *v)
{
	struct board b = { 0 };

	if (v->s->n_lanes == 0) {
		texttable_put(v);
		return;
	}
	b.width = lane_width(v);
	if (b.width > 0)
		put_heads(v, b.width);
	else {
		b.rows = texttable_rows(v);
		for (size_t l = 0; l < v->s->n_lanes; l++)
			text_fold(v->b, lane_head(v, &v->s->lanes[l]), 0, v->room);
		buf_addc(v->b, '\n');
		if (b.rows.head.n > 0)
			buf_printf(v->b, "%.*s\n", STR_ARG(b.rows.head));
	}
	textview_groups(v, put_rows, &b);
}
