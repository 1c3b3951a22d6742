#include "parsers/quote/mark.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"

enum {
	TITLE_BYTES = 60,
	MANY_DASHES = 5
};

static bool
is_dashes(const char *two)
{
	return two[0] == two[1] && str_chr(STR("-_=*"), two[0], 0) != SIZE_MAX;
}

/* At least two dashes at one side: "- Original" is an item of a list. */
static bool
is_dashed(struct str f)
{
	return f.n >= 2 && (is_dashes(f.p) || is_dashes(f.p + f.n - 2) ||
	    str_starts(f, STR("- -")) || str_ends(f, STR("- -")));
}

/* The bytes that s begins with of c. */
static size_t
run_of(struct str s, char c)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

/*
 * Samsung's "-------- Original message --------From: Jo <jo@acme.example> Date: …":
 * the mark and the header block on one line.  Many dashes on both sides of a
 * title and an address behind them tell it in a language that we do not know.
 */
static bool
is_mark_with_block(struct str f)
{
	size_t before = run_of(f, '-'), at = str_find(f, STR("---"), before), after;
	struct str title, rest;

	if (before < 3 || at == SIZE_MAX || at > TITLE_BYTES)
		return false;
	title = fold_trim(str_sub(f, before, at - before));
	after = run_of(str_sub(f, at, f.n), '-');
	rest = str_sub(f, at + after, f.n);
	return title.n > 0 && str_chr(rest, ':', 0) != SIZE_MAX &&
	    (wordlist_has(title, quote_original) || (before >= MANY_DASHES &&
	    after >= MANY_DASHES && str_chr(rest, '@', 0) != SIZE_MAX &&
	    !wordlist_starts(title, quote_forwarded)));
}

bool
line_is_original_mark(struct str f)
{
	return is_dashed(f) && (is_mark_with_block(f) ||
	    wordlist_has(lines_strip(f, "-_=*> :"), quote_original));
}

/* "Jo Roe ---03/03/2025 10:12:13 AM---Hello", as Notes has it. */
static bool
is_notes_title(struct str f)
{
	size_t at = str_find(f, STR("---"), 0);

	return at != SIZE_MAX && at + 3 < f.n && f.p[at + 3] >= '0' && f.p[at + 3] <= '9' &&
	    str_find(f, STR("---"), at + 3) != SIZE_MAX;
}

bool
line_is_title(const struct line *l)
{
	struct str inner = lines_strip(l->f, "-_=*> :");

	return l->kind == LINE_TEXT && inner.n > 0 && (is_notes_title(l->f) ||
	    wordlist_has(inner, quote_original) ||
	    (is_dashed(l->f) && inner.n + 4 <= l->f.n && inner.n <= TITLE_BYTES));
}

bool
line_is_rule(const struct line *l)
{
	return l->kind == LINE_TEXT && fold_trim(l->raw).n >= 3 &&
	    lines_strip(fold_trim(l->raw), "_-=*#~ ").n == 0;
}
