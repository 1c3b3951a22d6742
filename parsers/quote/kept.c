#include "parsers/quote/kept.h"

#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/text/fold.h"
#include "parsers/text/hashmark.h"

enum {
	LEFT_MAX = 8,			/* lines */
	LEFT_BYTES = 200
};

static bool
is_part(const struct line *l, bool signature)
{
	return l->kind != LINE_GONE && l->kind != LINE_INTRO && l->kind != LINE_BANNER &&
	    (l->kind == LINE_SIGNATURE) == signature;
}

/* The lines of the signature, or those of the new text. */
static struct str
assemble(const struct lines *t, size_t end, bool signature)
{
	struct buf b;

	buf_init(&b, t->a);
	for (size_t i = 0; i < end; i++) {
		if (!is_part(&t->v[i], signature))
			continue;
		if (i + 1 < end && t->v[i + 1].shared && is_part(&t->v[i + 1], signature)) {
			buf_add(&b, t->v[i].raw);
			continue;
		}
		buf_add(&b, str_rtrim(t->v[i].raw));
		buf_addc(&b, '\n');
	}
	return buf_str(&b);
}

/* Blank lines go at both ends, the first line keeps its indentation. */
static struct str
trim_lines(struct str s)
{
	struct str rest = s, line;

	while (str_line(&rest, &line) && fold_trim(line).n == 0)
		s = rest;
	return str_rtrim(s);
}

size_t
kept_commands(const struct lines *t, struct str in, size_t own)
{
	size_t n = 0;

	while (n < t->n && (t->v[n].kind == LINE_TEXT || t->v[n].kind == LINE_BLANK ||
	    t->v[n].kind == LINE_BANNER) &&
	    (size_t)(t->v[n].raw.p - in.p) < own)
		n++;
	return trim_lines(assemble(t, n, false)).n;
}

size_t
kept_count_cut(const struct lines *t, bool signature)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (lines_strip(fold_trim(t->v[i].raw), "> ").n > 0)
			n += signature ? t->v[i].kind == LINE_SIGNATURE :
			    t->v[i].kind == LINE_GONE || t->v[i].kind == LINE_INTRO ||
			    t->v[i].kind == LINE_BANNER;
	return n;
}

struct str
kept_text(const struct lines *t)
{
	return trim_lines(assemble(t, t->n, false));
}

struct str
kept_signature(const struct lines *t)
{
	return trim_lines(assemble(t, t->n, true));
}

void
kept_note_left(struct lines *t, size_t i)
{
	struct str line = fold_trim(t->v[i].raw);

	if (t->left.n < LEFT_MAX && hashmark(line) > 0)
		strs_add(t->a, &t->left, str_utf8_cut(line, LEFT_BYTES));
}

void
kept_left(struct lines *t, struct str kept, struct strs *out)
{
	size_t last = t->n;
	bool top = hashmark(kept) > 0;

	while (last > 0 && fold_trim(t->v[last - 1].raw).n == 0)
		last--;
	for (size_t i = 0; i < last; i++)
		if (t->v[i].kind == LINE_SIGNATURE || t->v[i].kind == LINE_BANNER ||
		    (!top && i + 1 == last && t->v[i].kind == LINE_GONE))
			kept_note_left(t, i);
	*out = t->left;
}
