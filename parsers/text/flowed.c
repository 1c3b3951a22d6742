/* Trusts nothing; linear.  RFC 3676 section 4. */
#include "parsers/text/flowed.h"

/* Takes the quote marks off; their number. */
static size_t
cut_quotes(struct str *line)
{
	size_t n = 0;

	while (n < line->n && line->p[n] == '>')
		n++;
	*line = str_sub(*line, n, line->n);
	return n;
}

static void
add_quotes(struct buf *b, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_addc(b, '>');
	if (depth > 0)
		buf_addc(b, ' ');
}

struct str
flowed_text(struct arena *a, struct str text, bool delsp)
{
	struct str rest = text, line;
	size_t depth = 0;
	bool flows = false;			/* the line before goes on */
	struct buf b;

	buf_init(&b, a);
	while (str_line(&rest, &line)) {
		size_t quotes = cut_quotes(&line);
		bool signature;

		if (str_starts(line, STR(" ")))		/* space-stuffed */
			line = str_sub(line, 1, line.n);
		signature = str_eq(line, STR("-- "));
		if (flows && (quotes != depth || signature)) {
			buf_addc(&b, '\n');
			flows = false;
		}
		if (!flows)
			add_quotes(&b, quotes);
		depth = quotes;
		flows = str_ends(line, STR(" ")) && !signature;
		if (flows && delsp)
			line.n--;
		buf_add(&b, line);
		if (!flows)
			buf_addc(&b, '\n');
	}
	return buf_str(&b);
}
