/*
 * Right below a quoted line that stops in mid-sentence or in the middle of a
 * link, and right above another; an answer begins after a whole sentence.
 */
#include "parsers/quote/tail.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/text/fold.h"

enum { WRAP_COLUMN = 65 };		/* no client wraps shorter lines */

static const char *const sentence_ends[] = {
	".", "?", "!", ":", ";", "…", "。", "？", "！", "：", "؟", NULL
};

/* Latin, Greek and Cyrillic letters; others have no case. */
static bool
begins_small(struct str s)
{
	size_t n = 0;
	uint32_t c = s.n == 0 ? 0 : fold_char(s, &n);

	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c <= 0xff && c != 0xf7) ||
	    (c >= 0x100 && c <= 0x17f && (c & 1) == 1) || (c >= 0x3ac && c <= 0x3ce) ||
	    (c >= 0x430 && c <= 0x45f);
}

/* The last word is a link whose last character is none that a link ends with. */
static bool
is_open_link(struct str s)
{
	size_t from = s.n;

	while (from > 0 && s.p[from - 1] != ' ')
		from--;
	return str_find(str_sub(s, from, s.n), STR("://"), 0) != SIZE_MAX &&
	    str_chr(STR("&=?-_%+/"), s.p[s.n - 1], 0) != SIZE_MAX;
}

/* What goes on with a link has no space before its own marks: "key=88aa01 in …". */
static bool
is_link_tail(struct str s)
{
	struct str word = str_sub(s, 0, str_chr(s, ' ', 0));

	for (size_t i = 0; i < word.n; i++)
		if ((word.p[i] >= '0' && word.p[i] <= '9') ||
		    str_chr(STR("=&/%_#?"), word.p[i], 0) != SIZE_MAX)
			return true;
	return false;
}

static bool
is_tail(struct str before, struct str s)
{
	if (is_open_link(before))
		return is_link_tail(s);
	return before.n >= WRAP_COLUMN && s.n < before.n && begins_small(s) &&
	    !wordlist_ends(before, sentence_ends);
}

void
lines_join_wrapped(struct lines *t)
{
	for (size_t i = 1; i + 1 < t->n; i++) {
		struct str raw = str_rtrim(t->v[i].raw);

		if (t->v[i].kind != LINE_TEXT || t->v[i - 1].kind != LINE_QUOTE ||
		    t->v[i + 1].kind != LINE_QUOTE)
			continue;
		/* One that the next line's '>' was wrapped onto, too. */
		if (str_ends(raw, STR(" >")) || is_tail(str_rtrim(t->v[i - 1].raw), raw))
			t->v[i].kind = LINE_QUOTE;
	}
}
