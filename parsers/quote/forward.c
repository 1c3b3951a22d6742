/*
 * The block is text that somebody's program wrote, in any language, and that
 * anybody may have changed: what is read here is shown and suggested, never
 * believed.
 */
#include "parsers/quote/forward.h"

#include "parsers/base/limits.h"
#include "parsers/base/wordlist.h"
#include "parsers/quote/headblock.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"
#include "parsers/text/prosedate.h"

bool
forward_is_mark(const struct line *l)
{
	struct str inner = lines_strip(l->f, "-_=*> :");

	return inner.n < l->f.n && wordlist_starts(inner, quote_forwarded);
}

/* The folded subject without a list's or a desk's "[…]" before it. */
static struct str
subject_start(struct arena *a, struct str subject)
{
	struct str f = fold_trim(fold(a, str_sub(subject, 0, LINE_LOOK)));
	size_t end;

	while (str_starts(f, STR("[")) && !str_starts(f, STR("[fwd:")) &&
	    (end = str_chr(f, ']', 0)) != SIZE_MAX)
		f = fold_trim(str_sub(f, end + 1, f.n));
	return f;
}

bool
forward_is_subject(struct arena *a, struct str subject)
{
	return wordlist_starts(subject_start(a, subject), quote_subject_forward);
}

struct str
forward_bare_subject(struct arena *a, struct str subject)
{
	size_t colon;

	while (forward_is_subject(a, subject) &&
	    (colon = str_chr(subject, ':', 0)) != SIZE_MAX)
		subject = str_trim(str_sub(subject, colon + 1, subject.n));
	return subject;
}

bool
forward_is_reply_subject(struct arena *a, struct str subject)
{
	return wordlist_starts(subject_start(a, subject), quote_subject_reply);
}

static bool
ends_address(char c)
{
	return (unsigned char)c <= ' ' || str_chr(STR("<>[]()\",;:|"), c, 0) != SIZE_MAX;
}

/*
 * "Jo Smith <jo@x>", "jo@x <mailto:jo@x>", "Jo Smith [mailto:jo@x]", "'jo@x'":
 * the first thing with an '@' is the address, what stands before it the name.
 */
static void
read_from(struct arena *a, struct str s, struct address *out)
{
	size_t at = str_chr(s, '@', 0), from = at, end = at;

	if (at == SIZE_MAX) {
		out->name = str_utf8_cut(lines_strip(s, "\"' "), LIMIT_NAME);
		return;
	}
	while (from > 0 && !ends_address(s.p[from - 1]))
		from--;
	while (end < s.n && !ends_address(s.p[end]))
		end++;
	out->addr = lines_strip(str_sub(s, from, end - from), "'.*");
	at = str_chr(out->addr, '@', 0);
	if (out->addr.n > LIMIT_ADDRESS || at == 0 || at == SIZE_MAX || at + 1 == out->addr.n)
		out->addr = STR_NONE;
	else
		out->addr = str_printf(a, "%.*s%.*s", STR_ARG(str_sub(out->addr, 0, at)),
		    STR_ARG(str_lower(a, str_sub(out->addr, at, out->addr.n))));
	s = str_sub(s, 0, from);
	if (str_ends(s, STR("mailto:")))
		s.n -= 7;
	out->name = str_utf8_cut(fold_trim(lines_strip(s, " \"'<[(*")), LIMIT_NAME);
}

void
forward_read(struct arena *a, const struct headblock *b, struct forward *out)
{
	struct date d;

	*out = (struct forward){ .subject = str_utf8_cut(b->subject, LIMIT_SUBJECT) };
	read_from(a, b->from, &out->from);
	out->date_text = str_utf8_cut(b->date, LIMIT_NAME);
	/* 3/4 is another day in Leeds than in Boston. */
	if (!prosedate_parse(a, b->date, !b->is_english, &d))
		return;
	if (d.has_zone)
		out->date = d.seconds;
	out->date_text = date_text(a, &d);
}
