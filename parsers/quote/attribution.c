/*
 * Every client and language has its own order of name, address, date and verb;
 * what they share is that at least two of them stand together, and how the
 * line ends.  Looks at few lines of bounded length.
 */
#include "parsers/quote/attribution.h"

#include "parsers/base/wordlist.h"
#include "parsers/quote/daytime.h"
#include "parsers/quote/headblock.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/nobody.h"
#include "parsers/quote/quotewords.h"
#include "parsers/text/fold.h"

enum {
	ATTRIBUTION_LINES = 5,
	NAME_BYTES = 80,		/* of "Jo Smith (Acme) wrote:" */
	HEAD_BYTES = 40,		/* before the first digit of a date: a weekday … */
	HEAD_WORDS = 4,
	NAME_WORDS = 8,
	DATED_WORDS = 2,		/* between a date and an address: "by", "PM by" */
	VERB_WORDS = 4,			/* with the address before it */
	ABBREVIATION_BYTES = 6,
	UNMARKED_LINES = 2,
	SENTENCE_WORDS = 3
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
has_verb(struct str s)
{
	for (size_t i = 0; quote_verbs[i] != NULL; i++) {
		struct str verb = str_c(quote_verbs[i]);
		size_t at = str_find(s, verb, 0);

		for (; at != SIZE_MAX; at = str_find(s, verb, at + 1)) {
			size_t end = at + verb.n;
			bool ascii = (unsigned char)verb.p[0] < 0x80;

			if (!ascii || ((at == 0 || str_chr(STR(" >)\"'"), s.p[at - 1], 0) !=
			    SIZE_MAX) && (end == s.n || str_chr(STR(" -("), s.p[end], 0) !=
			    SIZE_MAX || lines_strip(str_sub(s, end, s.n), ":- ").n == 0)))
				return true;
		}
	}
	return false;
}

/* "<jo@acme.example>", "(jo@acme.example)", "< jo@acme.example >" */
static bool
has_bracketed_address(struct str s)
{
	size_t at = str_chr(s, '@', 0);

	for (size_t i = at == SIZE_MAX ? 0 : at; i > 0; i--)
		if (s.p[i - 1] == '<' || s.p[i - 1] == '(')
			return true;
		else if (s.p[i - 1] == ' ')
			return i > 1 && s.p[i - 2] == '<';
	return false;
}

/* "Mar 3, 2025, 10:12 by jo@acme.example:": a date, a small word, an address, no more. */
static bool
is_dated_address(struct str s)
{
	size_t at = str_chr(s, '@', 0), from = at, digit = 0, words = 0;
	size_t end = str_chr(s, ' ', at);

	while (digit < s.n && !is_digit(s.p[digit]))
		digit++;
	while (from != SIZE_MAX && from > 0 && s.p[from - 1] != ' ')
		from--;
	if (at == SIZE_MAX || digit >= from || digit > HEAD_BYTES ||
	    (end != SIZE_MAX && end + 2 != s.n))
		return false;
	for (size_t i = digit; i < from; i++)
		words = is_digit(s.p[i]) ? 0 : words + (s.p[i] == ' ');
	return words <= DATED_WORDS && daytime_has_date(str_sub(s, 0, from));
}

/* "anna@acme.example wrote:" */
static bool
is_address_and_verb(struct str s)
{
	size_t space = str_chr(s, ' ', 0), at = str_chr(s, '@', 0);

	return at > 0 && at < space && space != SIZE_MAX && lines_words(s) <= VERB_WORDS &&
	    str_ends(s, STR(":")) && wordlist_ends(lines_strip(s, ": "), quote_verbs);
}

bool
attribution_is(struct str s)
{
	bool at = str_chr(s, '@', 0) != SIZE_MAX, date = daytime_has_date(s);
	bool colon = str_ends(s, STR(":"));
	size_t open = str_chr(s, '<', 0);

	if (s.n > LINE_LOOK)
		return false;
	/* Zoho's "---- On … wrote ---", GroupWise's ">>> Jo 3/3/2025 10:12 AM >>>" */
	if (str_starts(s, STR("--")) && str_ends(s, STR("--")))
		return has_verb(s);
	if (str_starts(s, STR(">>>")) && str_ends(s, STR(">>>")))
		return at || date;
	if (colon && (has_bracketed_address(s) || (date && !nobody_is_named(s))) && has_verb(s))
		return true;
	/* "Quoting Jo <jo@acme.example>:", "* Jo <jo@acme.example> [2025-03-03 10:12]:" */
	if (colon && (at || date) && wordlist_starts(s, quote_quoting))
		return true;
	if (colon && at && date && str_ends(s, STR("]:")))
		return true;
	/* "On Wed, 14 Nov 2018 08:14 Name <a@b> wrote", without a colon */
	if (at && date && wordlist_starts(s, quote_leads) && wordlist_ends(s, quote_verbs))
		return true;
	if (colon && (is_dated_address(s) || is_address_and_verb(s)))
		return true;
	/*
	 * "2011/4/7 Name <a@b>", "Wed, 30 Apr 2025 at 15:19, Name <a@b>:": no
	 * verb, but a date before an address that ends the line.
	 */
	if (!at || open == SIZE_MAX || !daytime_has_date(str_sub(s, 0, open)))
		return false;
	return str_ends(s, STR(">:")) || (str_ends(s, STR(">")) &&
	    (is_digit(s.p[0]) || str_find(s, STR(", "), 0) < 6));
}

bool
attribution_is_weak(struct str s)
{
	bool colon = str_ends(s, STR(":"));

	if (s.n == 0 || s.n > NAME_BYTES)
		return false;
	if (daytime_has_date(s) && ((is_digit(s.p[0]) && str_find(s, STR(" gmt"), 0) != SIZE_MAX) ||
	    (colon && str_chr(s, '@', 0) != SIZE_MAX)))
		return true;
	return colon && (wordlist_starts(s, quote_quoting) ||
	    (wordlist_ends(lines_strip(s, ": "), quote_verbs) && has_verb(s)));
}

/* The line above i that may belong to the same attribution, or SIZE_MAX. */
static size_t
above(const struct lines *t, size_t i)
{
	if (i == 0)
		return SIZE_MAX;
	if (t->v[i - 1].kind == LINE_TEXT)
		return i - 1;
	/* An address on lines of its own, with a gap before it. */
	if (t->v[i - 1].kind == LINE_BLANK && i > 1 && t->v[i - 2].kind == LINE_TEXT &&
	    str_starts(t->v[i].f, STR("<")))
		return i - 2;
	return SIZE_MAX;
}

bool
attribution_is_certain(const struct lines *t, size_t from, size_t end)
{
	struct str s = lines_join(t, from, end);

	return str_chr(s, '@', 0) != SIZE_MAX || (daytime_has_year(s) && !nobody_in_small(t, from, end));
}

/* Stops as a sentence does; "a las 10:12 a.m." and "3 mar." do not. */
static bool
ends_sentence(struct str s)
{
	size_t word = s.n;

	while (word > 0 && s.p[word - 1] != ' ')
		word--;
	return str_chr(STR("?!:;"), s.p[s.n - 1], 0) != SIZE_MAX ||
	    (s.p[s.n - 1] == '.' && s.n - word > ABBREVIATION_BYTES);
}

/* Begins with a day, or with a name and its address. */
static bool
begins_as_head(struct str s)
{
	size_t i = 0, words = 0;

	for (; i < s.n && !is_digit(s.p[i]) && s.p[i] != '@'; i++)
		words += s.p[i] == ' ';
	if (i < s.n && s.p[i] == '@')
		return words <= NAME_WORDS && has_bracketed_address(s);
	return i < s.n && words <= HEAD_WORDS && i <= HEAD_BYTES;
}

/* "Dr. Jo van Roe (Acme Ltd)": more than one word, hardly one in small letters. */
static bool
is_name(struct str raw)
{
	struct str rest = fold_trim(raw), word;
	size_t words = 0, small = 0;

	if (rest.n == 0 || rest.n > NAME_BYTES)
		return false;
	while (str_split(&rest, ' ', &word)) {
		words++;
		small += word.n == 0 || is_digit(word.p[0]) ||
		    (word.p[0] >= 'a' && word.p[0] <= 'z');
	}
	return words > 1 && words <= NAME_WORDS && small <= words / 3;
}

bool
attribution_is_dated(struct str s)
{
	return daytime_has_time(s) && (daytime_has_year(s) || str_chr(s, '@', 0) != SIZE_MAX);
}

/* A sentence may end right before i; or the line end was lost: "closeOn Monday". */
static bool
may_begin(struct str raw, size_t i)
{
	static const char *const ends[] = { "。", "！", "？", "…", NULL };
	struct str before = str_rtrim(str_sub(raw, 0, i));

	if (before.n == 0 || wordlist_ends(before, ends))
		return before.n > 0;
	if (before.n < i)
		return str_chr(STR(".!?:)"), before.p[before.n - 1], 0) != SIZE_MAX;
	return raw.p[i] >= 'A' && raw.p[i] <= 'Z' &&
	    !(raw.p[i - 1] >= 'A' && raw.p[i - 1] <= 'Z') &&
	    str_chr(STR("-/_'<(\"@"), raw.p[i - 1], 0) == SIZE_MAX;
}

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.p[i]))
			return true;
	return false;
}

static const char *const wide_ends[] = { "。", "！", "？", NULL };

/* No sentence ends before the first digit. */
static bool
is_one_head(struct str s)
{
	for (size_t i = 0; i + 1 < s.n && !is_digit(s.p[i]) && s.p[i] != '@'; i++)
		if ((s.p[i + 1] == ' ' && ends_sentence(str_sub(s, 0, i + 1))) ||
		    wordlist_starts(str_sub(s, i, s.n), wide_ends))
			return false;
	return begins_as_head(s);
}

/* It may be an attribution from here on. */
static bool
begins_one(struct str f)
{
	return wordlist_starts(f, quote_leads) || is_one_head(f);
}

/*
 * "It helps. On 3 March": a short word before the full stop, which might be cut
 * short as "Le mar. 3 mars" is, ends a sentence all the same.
 */
static bool
is_apart(struct str before, struct str tail)
{
	if (ends_sentence(before))
		return true;
	return str_ends(before, STR(".")) && !wordlist_starts(before, quote_leads) &&
	    (wordlist_starts(tail, quote_leads) || lines_words(before) >= SENTENCE_WORDS);
}

size_t
attribution_begins(struct arena *a, struct str raw, struct str more)
{
	struct str f = lines_look(a, raw);
	bool whole;

	if (raw.n > LINE_LOOK || !daytime_has_date(f) ||
	    (more.n == 0 && (!daytime_has_time(f) || str_chr(STR(":>-"), f.p[f.n - 1], 0) == SIZE_MAX)))
		return 0;
	whole = begins_one(f);
	for (size_t i = 1; i < raw.n; i++) {
		struct str tail;

		if (raw.p[i] == ' ' || ((unsigned char)raw.p[i] & 0xc0) == 0x80 || !may_begin(raw, i))
			continue;
		/* "Le lun. 3 mars" is no sentence and its attribution. */
		tail = lines_look(a, str_sub(raw, i, raw.n));
		if (whole && (has_digit(str_sub(raw, 0, i)) || (raw.p[i - 1] == ' ' &&
		    !is_apart(lines_look(a, str_sub(raw, 0, i)), tail))))
			continue;
		if (!begins_one(tail))
			continue;
		if (more.n > 0)
			tail = str_printf(a, "%.*s %.*s", STR_ARG(tail), STR_ARG(more));
		if (attribution_is(tail) && attribution_is_dated(tail))
			return i;
	}
	return 0;
}

/*
 * The first line of the attribution of which [found, end] is all that it takes
 * to know it: what was wrapped off stands above, with the day or the address.
 */
static size_t
head_of(const struct lines *t, size_t found, size_t end)
{
	struct str tail = lines_join(t, found, end);
	bool date = daytime_has_date(tail), at = str_chr(tail, '@', 0) != SIZE_MAX;

	for (size_t i = found; i-- > 0 && t->v[i].kind == LINE_TEXT &&
	    end - i < ATTRIBUTION_LINES;) {
		bool first = i == 0 || t->v[i - 1].kind != LINE_TEXT;
		struct str head = lines_join(t, i, found - 1);

		if (t->v[i].f.n == 0 || head.n > LINE_LOOK || ends_sentence(t->v[i].f))
			return found;
		if (wordlist_starts(head, quote_leads) && daytime_has_date(head) && !daytime_has_year(tail))
			return i;
		if (first && i + 1 == found && str_starts(tail, STR("<")) && is_name(t->v[i].raw))
			return i;
		if (i + 1 == found && !daytime_has_year(tail) &&
		    attribution_begins(t->a, t->v[i].raw, tail) > 0)
			return i;
		if (first && begins_as_head(head) && ((!date && daytime_has_date(head)) ||
		    (!at && str_chr(head, '@', 0) != SIZE_MAX)))
			return i;
	}
	return found;
}

/* "… Jo <jo@acme.example> wrote": what has no mark at its end has an address. */
static bool
may_end_unmarked(const struct lines *t, size_t end)
{
	bool address = false;

	for (size_t i = end, n = 0; n < ATTRIBUTION_LINES && i != SIZE_MAX && !address;
	    n++, i = above(t, i))
		address = str_chr(t->v[i].f, '@', 0) != SIZE_MAX;
	return address && wordlist_ends(t->v[end].f, quote_verbs);
}

/* Quoted lines or a header block come next. */
static bool
is_above_history(const struct lines *t, size_t end)
{
	size_t next = end + 1;

	while (next < t->n && t->v[next].kind == LINE_BLANK)
		next++;
	return next < t->n && (t->v[next].kind == LINE_QUOTE ||
	    (t->v[next].kind == LINE_TEXT && headblock_has_label(t, next)));
}

/* Words behind the last verb of a folded attribution. */
static size_t
words_behind_verb(struct str s)
{
	size_t behind = 0;

	for (size_t i = 0; quote_verbs[i] != NULL; i++) {
		struct str verb = str_c(quote_verbs[i]);
		size_t at = str_find(s, verb, 0), end = 0;

		for (; at != SIZE_MAX; at = str_find(s, verb, at + 1))
			if ((at == 0 || s.p[at - 1] == ' ') && (at + verb.n == s.n ||
			    s.p[at + verb.n] == ' '))
				end = at + verb.n;
		behind = end > behind ? end : behind;
	}
	s = fold_trim(str_sub(s, behind, s.n));
	return behind == 0 || s.n == 0 ? 0 : lines_words(s);
}

/* The last words of a line are written as a name is, or as an address. */
static bool
ends_in_name(struct str raw, size_t words)
{
	size_t small = 0, from = (raw = str_rtrim(raw)).n;

	for (size_t n = 0; n < words && from > 0; n++) {
		while (from > 0 && raw.p[from - 1] == ' ')
			from--;
		while (from > 0 && raw.p[from - 1] != ' ')
			from--;
		small += raw.p[from] >= 'a' && raw.p[from] <= 'z';
	}
	return words <= NAME_WORDS && small <= words / 3;
}

/*
 * "Am 12.03.24 um 10:15 schrieb Jo Smith" right above history: a day, a time and
 * a verb with nothing but a name behind it need no colon.
 */
static bool
is_unmarked(const struct lines *t, size_t from, size_t end)
{
	struct str f = lines_join(t, from, end);
	struct str s = str_printf(t->a, "%.*s:", STR_ARG(f));

	if (!attribution_is(s) || !daytime_has_time(s) || !daytime_has_year(s) || !begins_one(s))
		return false;
	for (size_t i = from; i <= end; i++)
		if (headblock_has_label(t, i))
			return false;
	return ends_in_name(t->v[end].raw, words_behind_verb(f));
}

/* The first line of such a one that ends at `end`, or SIZE_MAX. */
static size_t
unmarked_from(const struct lines *t, size_t end)
{
	size_t i = end;

	if (!is_above_history(t, end))
		return SIZE_MAX;
	for (size_t n = 0; n < UNMARKED_LINES && i != SIZE_MAX; n++, i = above(t, i))
		if (is_unmarked(t, i, end))
			return i;
	return SIZE_MAX;
}

/* Begins with its day, or a name, and says the year: nothing of it stands above. */
static bool
is_complete(struct str s)
{
	size_t digits = 0;

	while (digits < s.n && is_digit(s.p[digits]))
		digits++;
	if (!daytime_has_year(s) || str_starts(s, STR("<")) ||
	    (digits == 4 && str_starts(str_sub(s, digits, s.n), STR(" "))))
		return false;
	/* In Chinese the name and the address stand before the small word. */
	if (wordlist_starts(s, quote_leads))
		return (unsigned char)s.p[0] < 0x80 || has_bracketed_address(s);
	return begins_as_head(s) && (has_bracketed_address(s) ||
	    (digits > 0 && str_chr(s, '@', 0) == SIZE_MAX));
}

size_t
attribution_from(const struct lines *t, size_t end)
{
	size_t found = SIZE_MAX, i = end;
	struct str last = t->v[end].f, s;

	if (t->v[end].kind != LINE_TEXT || last.n == 0)
		return SIZE_MAX;
	if (str_chr(STR(":>-"), last.p[last.n - 1], 0) == SIZE_MAX && !may_end_unmarked(t, end))
		return unmarked_from(t, end);
	for (size_t n = 0; n < ATTRIBUTION_LINES && i != SIZE_MAX; n++, i = above(t, i)) {
		bool lead = wordlist_starts(t->v[i].f, quote_leads);

		if (t->v[i].f.n == 0 || (found != SIZE_MAX && ends_sentence(t->v[i].f)))
			break;
		s = lines_join(t, i, end);
		if ((found == SIZE_MAX || lead || lines_are_open(t->v[i].f)) && attribution_is(s))
			found = i;
		if (found != SIZE_MAX && (lead || (found == i && is_complete(s))))
			break;
	}
	if (found == SIZE_MAX)
		return unmarked_from(t, end);
	return is_complete(lines_join(t, found, end)) ? found : head_of(t, found, end);
}
