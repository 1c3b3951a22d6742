/*
 * Each desk words it in its own way: what they share is that a line asks for a
 * reply above itself.  A row of words for each language, that stand in the line
 * in any order; one with "##-" at its ends needs none of them.
 */
#include "parsers/quote/replyabove.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/quotewords.h"

enum {
	MARK_BYTES = 200,
	MARK_WORDS = 18
};

bool
replyabove_within(struct str folded)
{
	return str_find(folded, STR("##-"), 0) != SIZE_MAX ||
	    wordlist_within(folded, quote_above);
}

static bool
has_words(struct str f)
{
	for (const struct quote_above_row *r = quote_above_rows; r->above != NULL; r++)
		if (str_find(f, str_c(r->above), 0) != SIZE_MAX &&
		    str_find(f, str_c(r->reply), 0) != SIZE_MAX &&
		    str_find(f, str_c(r->line), 0) != SIZE_MAX)
			return true;
	return false;
}

/* The writer tells of such a line. */
static bool
is_told(struct str f)
{
	for (size_t i = 0; quote_first_person[i] != NULL; i++)
		if (quote_first_person[i][0] == ' ' &&
		    str_starts(f, str_c(quote_first_person[i] + 1)))
			return true;
	return wordlist_within(f, quote_first_person);
}

bool
replyabove_is_line(const struct line *l, bool answers)
{
	struct str f = l->f, inner = lines_strip(f, "#-=_*~>[]() ");
	bool decorated = inner.n + 2 < f.n &&
	    str_chr(STR("#-=_*~>["), f.p[0], 0) != SIZE_MAX;

	if (l->kind != LINE_TEXT || inner.n == 0 || f.n > MARK_BYTES ||
	    lines_words(inner) > MARK_WORDS || !(answers || decorated))
		return false;
	if (str_starts(f, STR("##-")) && str_ends(f, STR("-##")))
		return true;
	return has_words(f) && (decorated || !is_told(f));
}
