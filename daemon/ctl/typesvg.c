/* typesvg: see typesvg.h. */
#include "daemon/ctl/typesvg.h"

#include "daemon/out/plainhtml.h"
#include "parsers/base/array.h"

enum {
	ROW = 76, BOX_W = 210, BOX_H = 46, TOP = 64, EDGE = 24,
	BULGE = 26,			/* of a curve, for each row that it passes */
	NOTE = 20
};

static const char style[] =
	"<style>"
	"svg{color-scheme:light dark;--ink:#1c2733;--dim:#5b6875;--line:#7c8894;--paper:#ffffff;"
	"--box:#f3f6f9;--done:#e4f2e7;--wait:#fdf1d8;--new:#e3edfb}"
	"@media(prefers-color-scheme:dark){svg{--ink:#e8edf2;--dim:#a9b4bf;--line:#8b97a3;"
	"--paper:#161b21;--box:#232b34;--done:#1f3a29;--wait:#41351a;--new:#1d324d}}"
	"text{font-family:system-ui,sans-serif;fill:var(--ink)}"
	".title{font-size:18px;font-weight:600}.name{font-size:15px;font-weight:600}"
	".dim{font-size:12px;fill:var(--dim)}"
	"path.way{fill:none;stroke:var(--line);stroke-width:1.5}path.asks{stroke-dasharray:5 4}"
	"</style>";

struct str
type_terms(struct arena *a, const struct transition *way)
{
	static const char *const whose[] = { "agents", "leads", "admins", "customers" };
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; way->who != WAY_USUAL && i < COUNT(whose); i++)
		if ((way->who & 1U << i) != 0)
			buf_printf(&b, "%s%s", b.n > 0 ? ", " : "by ", whose[i]);
	for (size_t i = 0; i < way->needs.n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : b.n > 0 ? "; needs " : "needs ",
		    STR_ARG(way->needs.v[i]));
	if (way->when.n > 0)
		buf_printf(&b, "%sunder conditions (line %d)", b.n > 0 ? "; " : "", way->line);
	return buf_str(&b);
}

static size_t
column(const struct type *t)
{
	return EDGE + 20 + BULGE * t->n_statuses * 3 / 4;
}

static const char *
paint(enum category c)
{
	static const char *const names[CATEGORIES] = {
		[CATEGORY_NEW] = "new", [CATEGORY_OPEN] = "box", [CATEGORY_WAITING] = "wait",
		[CATEGORY_ON_HOLD] = "wait", [CATEGORY_RESOLVED] = "done",
		[CATEGORY_CLOSED] = "done",
	};

	return names[c];
}

static void
put_box(struct buf *b, const struct type *t, size_t i)
{
	const struct status *s = &t->statuses[i];
	size_t x = column(t), y = TOP + i * ROW;
	bool first = str_eq(s->name, t->initial);

	buf_printf(b, "<rect x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\" rx=\"8\" style=\"fill:"
	    "var(--%s);stroke:var(--line);stroke-width:%s\"/>", x, y, BOX_W, BOX_H,
	    paint(s->category), first ? "2.5" : "1");
	buf_printf(b, "<text class=\"name\" x=\"%zu\" y=\"%zu\" text-anchor=\"middle\">",
	    x + BOX_W / 2, y + 20);
	plainhtml_escape(b, s->name);
	buf_printf(b, "</text><text class=\"dim\" x=\"%zu\" y=\"%zu\" text-anchor=\"middle\">%s%s",
	    x + BOX_W / 2, y + 37, category_words[s->category], first ? ", begins here" : "");
	buf_adds(b, "</text>\n");
}

/* Ends are spread along the box's side, so that no two ways meet before they must. */
static size_t
port(size_t row, size_t far, size_t n, bool leaves, bool down)
{
	size_t middle = TOP + row * ROW + BOX_H / 2, off = 4 + 15 * far / (n > 1 ? n : 1);

	return leaves == down ? middle + off : middle - off;
}

static void
put_way(struct buf *b, const struct type *t, size_t from, size_t to, bool asks)
{
	bool down = to > from;
	size_t far = down ? to - from : from - to, x = column(t) + (down ? BOX_W : 0);
	size_t bulge = 18 + BULGE * far, bend = down ? x + bulge : x > bulge ? x - bulge : 0;
	size_t y1 = port(from, far, t->n_statuses, true, down);
	size_t y2 = port(to, far, t->n_statuses, false, down);

	buf_printf(b, "<path class=\"way%s\" marker-end=\"url(#to)\" d=\"M%zu %zuC%zu %zu %zu %zu "
	    "%zu %zu\"><title>", asks ? " asks" : "", x, y1, bend, y1, bend, y2,
	    down ? x + 3 : x - 3, y2);
	plainhtml_escape(b, t->statuses[from].name);
	buf_adds(b, " to ");
	plainhtml_escape(b, t->statuses[to].name);
	buf_adds(b, "</title></path>\n");
}

/* Below the picture: what the dashed ways ask.  Returns how many. */
static size_t
put_notes(struct arena *a, struct buf *b, const struct type *t, size_t y)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n_ways; i++) {
		const struct transition *way = &t->ways[i];
		struct str terms = type_terms(a, way);

		if (terms.n == 0)
			continue;
		buf_printf(b, "<text class=\"dim\" x=\"%d\" y=\"%zu\">", EDGE, y + NOTE * n++);
		buf_adds(b, "to ");
		plainhtml_escape(b, way->to);
		for (size_t k = 0; k < way->from.n; k++) {
			buf_adds(b, k == 0 ? " from " : ", ");
			plainhtml_escape(b, way->from.v[k]);
		}
		buf_adds(b, ": ");
		plainhtml_escape(b, terms);
		buf_adds(b, "</text>\n");
	}
	return n;
}

/* 0: no way; 1: one that asks nothing; 2: each asks something. */
static int
leads(struct arena *a, const struct type *t, size_t from, size_t to)
{
	int found = 0;

	for (size_t i = 0; i < t->n_ways; i++)
		if (way_leads(&t->ways[i], t->statuses[from].name, t->statuses[to].name))
			found = found == 1 || type_terms(a, &t->ways[i]).n == 0 ? 1 : 2;
	return found;
}

struct str
type_svg(struct arena *a, const struct type *t)
{
	size_t n = t->n_statuses, width = 2 * column(t) + BOX_W, notes = TOP + n * ROW + 8, k;
	struct buf b, body;
	int way;

	buf_init(&body, a);
	for (size_t i = 0; i < n; i++)
		for (k = 0; k < n; k++)
			if ((way = leads(a, t, i, k)) != 0)
				put_way(&body, t, i, k, way == 2);
	for (size_t i = 0; i < n; i++)
		put_box(&body, t, i);
	k = put_notes(a, &body, t, notes + NOTE);
	if (width < 560)
		width = 560;
	buf_init(&b, a);
	buf_printf(&b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%zu\" height=\"%zu\" "
	    "viewBox=\"0 0 %zu %zu\">%s\n", width, notes + NOTE * (k + 1), width,
	    notes + NOTE * (k + 1), style);
	buf_adds(&b, "<defs><marker id=\"to\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" "
	    "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" "
	    "style=\"fill:var(--line)\"/></marker></defs>\n"
	    "<rect width=\"100%\" height=\"100%\" style=\"fill:var(--paper)\"/>\n");
	buf_printf(&b, "<text class=\"title\" x=\"%d\" y=\"36\">", EDGE);
	plainhtml_escape(&b, t->name);
	buf_adds(&b, "</text>\n");
	buf_add(&b, buf_str(&body));
	buf_adds(&b, "</svg>\n");
	return buf_str(&b);
}
