/*
 * Each gateway words it in its own way: a word of warning first, then that the
 * mail came from outside, and what not to click.  All of that must be there.
 */
#include "parsers/quote/banner.h"

#include "parsers/base/reason.h"
#include "parsers/base/wordlist.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/signwords.h"
#include "parsers/text/fold.h"

enum {
	BANNER_LINES = 8,
	BANNER_BYTES = 600
};

static const char *const banner_ends[] = { ".", "!", "。", "！", NULL };

static bool
is_banner(struct str f)
{
	return f.n > 0 && f.n <= BANNER_BYTES &&
	    wordlist_starts(lines_strip(f, "*_-[]!# "), banner_starts) &&
	    wordlist_within(f, banner_outside) && wordlist_within(f, banner_mail) &&
	    wordlist_within(f, banner_click);
}

void
lines_cut_banner(struct lines *t)
{
	size_t from = lines_next(t, 0), end = from, next;

	/* The sentence that makes it one ends it: the writer's may stand right below. */
	while (end < t->n && t->v[end].kind == LINE_TEXT && end - from < BANNER_LINES) {
		struct str s = t->v[end++].f;

		if (wordlist_ends(lines_strip(s, "*_-]# "), banner_ends) &&
		    is_banner(fold(t->a, lines_join(t, from, end - 1))))
			break;
	}
	next = lines_next(t, end);
	if (end == from || next == t->n || t->v[next].kind != LINE_TEXT)
		return;
	if (!is_banner(fold(t->a, lines_join(t, from, end - 1))))
		return;
	reason_add(t->a, t->why, "quote", "line %zu, a gateway's banner", from + 1);
	for (; from < end; from++)
		t->v[from].kind = LINE_BANNER;
}
