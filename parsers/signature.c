/*
 * The signature at the end of a text: what a client's mark opens, what devices
 * and lists add, and a closing phrase with a name below it.  Never takes the
 * only text there is, and nothing that reads on as a sentence.
 */
#include "parsers/fold.h"
#include "parsers/quotelines.h"
#include "parsers/quotewords.h"
#include "parsers/wordlist.h"

enum {
	SIGNATURE_LINES = 14,		/* below a client's mark */
	CLOSING_LINES = 6,		/* below a closing phrase, without any mark */
	NAME_BYTES = 40,
	NAME_WORDS = 4
};

static bool
is_signature_mark(const struct line *l)
{
	struct str s = fold_trim(l->raw);

	return l->kind == LINE_TEXT && (str_eq(s, STR("--")) ||
	    str_eq(s, STR("\xe2\x80\x94")) || str_eq(s, STR("\xe2\x80\x93")) ||
	    str_eq(s, STR("__")) || str_eq(s, STR("---")));
}

/* "Sent from my phone"; but "Sent from my desk, this looks different" is text. */
static bool
is_device_line(const struct line *l)
{
	struct str f = lines_strip(l->f, "-_*[]( \"");
	size_t words = 1;

	for (size_t i = 0; i < f.n; i++)
		words += f.p[i] == ' ';
	return l->kind == LINE_TEXT && f.n <= 120 && wordlist_starts(f, quote_device) &&
	    (words <= 8 || str_chr(f, ',', 0) == SIZE_MAX);
}

/* "-Jo Smith": a name right behind a dash, and no list of such lines. */
static bool
is_dashed_name(const struct lines *t, size_t i)
{
	struct str s = fold_trim(t->v[i].raw);
	size_t words = 1;

	if (t->v[i].kind != LINE_TEXT || s.n < 3 || s.n > 40 || s.p[0] != '-' ||
	    s.p[1] == '-' || str_chr(STR(" 0123456789"), s.p[1], 0) != SIZE_MAX)
		return false;
	for (size_t k = 0; k < s.n; k++)
		words += s.p[k] == ' ';
	for (size_t k = 0; k < t->n; k++)
		if (k != i && t->v[k].kind == LINE_TEXT &&
		    str_starts(fold_trim(t->v[k].raw), STR("-")))
			return false;
	return words <= 3;
}

/* What a list's server puts below each mail. */
static bool
is_list_footer(const struct lines *t, size_t i)
{
	return line_is_rule(&t->v[i]) && i + 1 < t->n && t->v[i + 1].kind == LINE_TEXT &&
	    str_find(t->v[i + 1].f, STR("mailing list"), 0) != SIZE_MAX;
}

/* "Thanks!", "Mit freundlichen Grüßen", alone on its line. */
static bool
is_closing(const struct line *l)
{
	struct str f = lines_strip(l->f, ",.!;: -");

	return l->kind == LINE_TEXT && f.n > 0 && wordlist_has(f, quote_closings);
}

/* One to four words that each begin with a capital: a name, or a company's. */
static bool
is_name(const struct line *l)
{
	struct str rest = lines_strip(fold_trim(l->raw), ",/*_- "), word;
	size_t words = 0;

	if (l->kind != LINE_TEXT || rest.n == 0 || rest.n > NAME_BYTES ||
	    str_chr(STR(".?!:;"), rest.p[rest.n - 1], 0) != SIZE_MAX)
		return false;
	while (str_split(&rest, ' ', &word)) {
		if (word.n == 0 || (word.p[0] >= 'a' && word.p[0] <= 'z') ||
		    (word.p[0] >= '0' && word.p[0] <= '9'))
			return false;
		words++;
	}
	return words <= NAME_WORDS;
}

/* A sentence among the lines from i on: more was written below the closing. */
static bool
reads_on(const struct lines *t, size_t i)
{
	for (; i < t->n; i++) {
		struct str s = fold_trim(t->v[i].raw);

		if (t->v[i].kind == LINE_TEXT && s.n > 0 && (s.n > 2 * NAME_BYTES ||
		    s.p[s.n - 1] == '?' || (s.p[s.n - 1] == '.' && s.n > NAME_BYTES)))
			return true;
	}
	return false;
}

/* A closing phrase at i, a name right below it, and only a few short lines more. */
static bool
is_signed_closing(const struct lines *t, size_t i)
{
	size_t name = lines_next(t, i + 1);

	return is_closing(&t->v[i]) && name < t->n && is_name(&t->v[name]) &&
	    !reads_on(t, name);
}

/* Whether a signature opens at i, `lines` lines before the end; the best so far is `at`. */
static bool
opens_signature(const struct lines *t, size_t i, size_t lines, size_t at)
{
	const struct line *l = &t->v[i];
	bool last = lines == 1, above = at < t->n && at == lines_next(t, i + 1);

	return is_signature_mark(l) || is_list_footer(t, i) ||
	    (is_device_line(l) && lines <= 3) ||
	    (is_dashed_name(t, i) && (last || above)) ||
	    (lines <= CLOSING_LINES && is_signed_closing(t, i)) ||
	    (above && is_device_line(&t->v[at]) && i > 0 && t->v[i - 1].kind == LINE_BLANK &&
	    is_name(l));
}

/* A short end that a mark opens; when nothing stands above, it is the text. */
void
lines_cut_signature(struct lines *t)
{
	size_t lines = 0, at = t->n;

	for (size_t i = t->n; i-- > 0 && lines <= SIGNATURE_LINES;) {
		if (t->v[i].kind == LINE_QUOTE || t->v[i].kind == LINE_INTRO)
			break;
		if (t->v[i].kind == LINE_TEXT && opens_signature(t, i, ++lines, at))
			at = i;
	}
	if (at == t->n || !lines_text_before(t, at))
		return;
	for (size_t i = at; i < t->n; i++)
		if (t->v[i].kind != LINE_GONE)
			t->v[i].kind = LINE_SIGNATURE;
}
