/*
 * Lines of an operation's letter and a text.  Every visible byte of the texts
 * is written, in order, and nothing but what was asked for stands between.
 */
#include "parsers/markup/htmlwriter.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 4096 };

/* The first byte of `text` that a reader sees, from *i on; false at the end. */
static bool
visible(struct str text, size_t *i)
{
	while (*i < text.n && str_chr(STR(" \t\r\n\f\xc2\xa0"), text.p[*i], 0) != SIZE_MAX)
		++*i;
	return *i < text.n;
}

/* The bytes of `want` in their order. */
static void
check_order(struct str out, struct str want)
{
	size_t k = 0;

	for (size_t i = 0; visible(want, &i); i++) {
		while (k < out.n && out.p[k] != want.p[i])
			k++;
		assert(k++ < out.n);
	}
}

static void
run(struct htmlwriter *w, char what, struct str text)
{
	switch (what) {
	case 'l':
		htmlwriter_lines(w, (unsigned)text.n % 4);
		break;
	case 'b':
		htmlwriter_break(w);
		break;
	case 'h':
		htmlwriter_rule(w);
		break;
	case 'q':
		htmlwriter_quote(w);
		break;
	case 'Q':
		w->quotes -= w->quotes > 0;
		break;
	case 'u':
		htmlwriter_list(w, text, text.n % 2 == 1);
		break;
	case 'U':
		w->lists -= w->lists > 0;
		break;
	case 'i':
		htmlwriter_lines(w, 1);
		htmlwriter_item(w, text);
		break;
	case '^':
		htmlwriter_power(w, text);
		break;
	case 's':
		htmlwriter_strike(w, text);
		break;
	case 'S':
		htmlwriter_unstrike(w);
		break;
	case 'c':
		w->cells++;
		w->bars++;
		break;
	case 'C':
		w->cells -= w->cells > 0;
		break;
	case 'p':
		w->pre = !w->pre;
		break;
	case 'r':
		htmlwriter_raw(w, text);
		break;
	default:
		htmlwriter_text(w, text);
	}
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct str line, out;
	struct htmlwriter w;
	struct buf said;

	buf_init(&said, a);
	htmlwriter_init(&w, a, MAX);
	for (in = str_sub(in, 0, MAX); str_line(&in, &line) && !htmlwriter_is_full(&w);) {
		char what = line.n == 0 ? ' ' : line.p[0];

		run(&w, what, str_sub(line, 1, line.n));
		if (line.n > 0 && strchr("lbhqQuUicCp^sS", what) == NULL)
			buf_add(&said, str_sub(line, 1, line.n));
	}
	out = htmlwriter_str(&w);
	if (out.n < MAX)
		check_order(out, buf_str(&said));
}
