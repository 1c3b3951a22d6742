#include "parsers/markup/htmlwriter.h"

enum {
	BREAKS_MAX = 3,			/* two empty lines say what ten say */
	ALT_MAX = 1000,
	SPAN_MAX = 4096			/* bytes written before it is asked whether it is full */
};

void
htmlwriter_init(struct htmlwriter *w, struct arena *a, size_t max)
{
	*w = (struct htmlwriter){ .max = max, .line_empty = true, .rule_end = SIZE_MAX };
	buf_init(&w->out, a);
}

bool
htmlwriter_is_full(const struct htmlwriter *w)
{
	return w->out.n >= w->max;
}

void
htmlwriter_lines(struct htmlwriter *w, unsigned n)
{
	if (n == 0)
		return;
	w->space = w->cells > 0;
	if (w->cells == 0 && w->lines < n)
		w->lines = n;
}

void
htmlwriter_break(struct htmlwriter *w)
{
	if (w->lines < BREAKS_MAX)
		htmlwriter_lines(w, w->lines + 1);
}

static void
begin_line(struct htmlwriter *w)
{
	for (unsigned i = 0; i < w->quotes && i < HTMLWRITER_LISTS; i++)
		buf_addc(&w->out, '>');
	if (w->quotes > 0)
		buf_addc(&w->out, ' ');
	w->line_empty = true;
}

static void
end_line(struct htmlwriter *w)
{
	buf_addc(&w->out, '\n');
	begin_line(w);
}

static void
write_marker(struct htmlwriter *w)
{
	unsigned depth = w->lists < HTMLWRITER_LISTS ? w->lists : HTMLWRITER_LISTS;

	w->marker = false;
	for (unsigned i = 1; i < depth; i++)
		buf_adds(&w->out, "  ");
	if (depth > 0 && w->number[depth - 1] > 0)
		buf_printf(&w->out, "%u. ", w->number[depth - 1]++);
	else
		buf_adds(&w->out, "- ");
}

static void
write_bars(struct htmlwriter *w)
{
	for (; w->bars > 0; w->bars--) {
		buf_adds(&w->out, w->line_empty ? "|" : " |");
		w->line_empty = false;
	}
	buf_addc(&w->out, ' ');
}

/* Before anything visible. */
static void
settle(struct htmlwriter *w)
{
	if (w->rule)
		htmlwriter_rule(w);
	if (w->out.n == 0)
		begin_line(w);
	else
		for (; w->lines > 0; w->lines--)
			end_line(w);
	w->lines = 0;
	if (w->marker)
		write_marker(w);
	else if (w->bars > 0)
		write_bars(w);
	else if (w->space && !w->line_empty)
		buf_addc(&w->out, ' ');
	w->space = false;
	w->line_empty = false;
}

static void
write_pre(struct htmlwriter *w, struct str text)
{
	struct str line;

	for (bool first = true; str_split(&text, '\n', &line); first = false) {
		if (!first)
			w->lines++;
		if (line.n > 0) {
			settle(w);
			buf_add(&w->out, line);
		}
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
is_no_break_space(struct str text, size_t i)
{
	return text.p[i] == '\xc2' && i + 1 < text.n && text.p[i + 1] == '\xa0';
}

/* One space between two words is written as it stands. */
static bool
is_gap(struct str text, size_t i)
{
	if (text.p[i] == ' ')
		return i + 1 == text.n || is_space(text.p[i + 1]) ||
		    is_no_break_space(text, i + 1);
	return is_space(text.p[i]) || is_no_break_space(text, i);
}

void
htmlwriter_text(struct htmlwriter *w, struct str text)
{
	size_t i = 0, from;

	if (w->unseen)
		return;
	if (w->pre) {
		write_pre(w, text);
		return;
	}
	while (i < text.n && !htmlwriter_is_full(w)) {
		if (is_space(text.p[i])) {
			w->space = true;
			i++;
			continue;
		}
		/* No-break spaces are for the look; here they are spaces. */
		if (is_no_break_space(text, i)) {
			w->space = true;
			w->blank = true;
			i += 2;
			continue;
		}
		for (from = i++; i < text.n && i - from < SPAN_MAX && !is_gap(text, i);)
			i++;
		settle(w);
		buf_add(&w->out, str_sub(text, from, i - from));
	}
}

void
htmlwriter_raw(struct htmlwriter *w, struct str text)
{
	settle(w);
	buf_add(&w->out, text);
}

void
htmlwriter_rule(struct htmlwriter *w)
{
	w->rule = false;
	htmlwriter_lines(w, 1);
	if (w->rule_end == w->out.n)
		return;
	htmlwriter_raw(w, STR("________________________________"));
	w->rule_end = w->out.n;
	htmlwriter_lines(w, 1);
}

void
htmlwriter_signature(struct htmlwriter *w, struct str text)
{
	if (text.n == 0 || str_starts(text, STR("--")) || w->quotes > 0 ||
	    str_ends(str_rtrim(buf_str(&w->out)), STR("\n--")))
		return;
	htmlwriter_lines(w, 1);
	htmlwriter_raw(w, STR("-- "));
	htmlwriter_lines(w, 1);
}

void
htmlwriter_image(struct htmlwriter *w, struct str alt)
{
	alt = str_trim(alt);
	if (alt.n == 0)
		return;
	htmlwriter_raw(w, STR("["));
	htmlwriter_text(w, str_utf8_cut(alt, ALT_MAX));
	htmlwriter_raw(w, STR("]"));
}

/* Empty lines above the quote are not part of it. */
void
htmlwriter_quote(struct htmlwriter *w)
{
	htmlwriter_lines(w, 1);
	for (; w->out.n > 0 && w->lines > 1; w->lines--)
		end_line(w);
	w->quotes++;
}

static unsigned
number_of(struct str s, unsigned otherwise)
{
	uint64_t n;

	return str_u64(str_trim(s), &n) && n > 0 && n < UINT32_MAX ? (unsigned)n : otherwise;
}

void
htmlwriter_list(struct htmlwriter *w, struct str start, bool numbered)
{
	if (w->lists < HTMLWRITER_LISTS)
		w->number[w->lists] = numbered ? number_of(start, 1) : 0;
	w->lists++;
}

void
htmlwriter_item(struct htmlwriter *w, struct str number)
{
	unsigned *n = w->lists == 0 || w->lists > HTMLWRITER_LISTS ? NULL :
	    &w->number[w->lists - 1];

	w->marker = true;
	if (n != NULL && *n > 0)
		*n = number_of(number, *n);
}

/* Raised letters are an ending ("9th") or a mark, a raised number is a power. */
void
htmlwriter_power(struct htmlwriter *w, struct str text)
{
	bool number = text.n > 0 && ((text.p[0] >= '0' && text.p[0] <= '9') ||
	    text.p[0] == '-' || text.p[0] == '+' || str_starts(text, STR("\xe2\x88\x92")));

	if (number && w->out.n > 0 && !w->space && w->lines == 0 && !w->line_empty && !w->unseen)
		buf_addc(&w->out, '^');
}

bool
htmlwriter_strike(struct htmlwriter *w, struct str text)
{
	if (w->struck || w->unseen || str_trim(text).n == 0)
		return false;
	w->struck = true;
	htmlwriter_raw(w, STR("~~"));
	return true;
}

/* Right behind the text, whatever is due after it. */
void
htmlwriter_unstrike(struct htmlwriter *w)
{
	w->struck = false;
	if (!htmlwriter_is_full(w))
		buf_adds(&w->out, "~~");
}

void
htmlwriter_table(struct htmlwriter *w, bool data)
{
	w->in_data = w->cells > 0 || data;
	htmlwriter_lines(w, 1 + w->in_data);
}

void
htmlwriter_row(struct htmlwriter *w)
{
	if (w->cells == 0)
		w->row_cells = 0;
}

void
htmlwriter_cell(struct htmlwriter *w)
{
	if (!w->in_data || w->cells > 0)
		w->space = true;
	else if (w->row_cells++ > 0)
		w->bars++;
	w->cells += w->in_data;
}

void
htmlwriter_table_end(struct htmlwriter *w, bool in_data)
{
	htmlwriter_lines(w, 1 + w->in_data);
	w->in_data = in_data;
}

struct str
htmlwriter_str(struct htmlwriter *w)
{
	return buf_str(&w->out);
}
