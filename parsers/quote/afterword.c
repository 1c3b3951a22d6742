/*
 * What people add below their name: told by its first word, a command's '#' or
 * a fact's label.
 */
#include "parsers/quote/afterword.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/signwords.h"
#include "parsers/text/fold.h"

enum { AFTER_LINES = 24 };		/* looked at from the end */

/*
 * "Version: 4.2": no row of a card, as its label is none of those and its value
 * neither a name nor a way to reach somebody.
 */
static bool
is_fact(const struct line *l)
{
	size_t colon = str_chr(l->f, ':', 0);

	return colon != SIZE_MAX && colon + 1 < l->f.n && l->f.p[colon + 1] == ' ' &&
	    wordlist_has(fold_trim(str_sub(l->f, 0, colon)), sign_facts);
}

/* "#close", "#severity high"; a "#sig#" is none. */
static bool
is_command(struct str f)
{
	size_t n = 1;

	while (n < f.n && ((f.p[n] >= 'a' && f.p[n] <= 'z') || f.p[n] == '-'))
		n++;
	return f.p[0] == '#' && n > 1 && (n == f.n || f.p[n] == ' ' || f.p[n] == ':');
}

bool
line_is_afterword(const struct line *l)
{
	struct str f = l->f;

	return l->kind == LINE_TEXT && f.n > 1 && (wordlist_starts(f, sign_postscripts) ||
	    wordlist_has(lines_strip(f, ".: "), sign_postscript_marks) ||
	    is_command(f) || is_fact(l));
}

size_t
lines_afterword(const struct lines *t)
{
	size_t at = t->n, lines = 0;

	for (size_t i = t->n; i-- > 0 && lines <= AFTER_LINES;) {
		if (t->v[i].kind == LINE_QUOTE || t->v[i].kind == LINE_INTRO)
			break;
		lines += t->v[i].kind == LINE_TEXT;
		if (line_is_afterword(&t->v[i]))
			at = i;
	}
	return at;
}
