/*
 * Every client and language has its own order of name, address, date and verb;
 * what they share is that at least two of them stand together, and how the
 * line ends.  Looks at few lines of bounded length.
 */
#include "parsers/attribution.h"

#include "parsers/quotewords.h"
#include "parsers/wordlist.h"

enum {
	ATTRIBUTION_LINES = 5,
	NAME_BYTES = 80			/* of "Jo Smith (Acme) wrote:" */
};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A time, a year, or a day by numbers: at least two runs of digits. */
static bool
has_date(struct str s)
{
	size_t runs = 0, longest = 0;

	for (size_t i = 0; i < s.n; i++) {
		size_t from = i;

		while (i < s.n && is_digit(s.p[i]))
			i++;
		runs += i > from;
		longest = i - from > longest ? i - from : longest;
	}
	return runs >= 2 && longest <= 4;
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
			    SIZE_MAX) && (end == s.n || str_chr(STR(" :-("), s.p[end], 0) !=
			    SIZE_MAX)))
				return true;
		}
	}
	return false;
}

bool
attribution_is(struct str s)
{
	bool at = str_chr(s, '@', 0) != SIZE_MAX, date = has_date(s);
	bool colon = str_ends(s, STR(":"));
	size_t open = str_chr(s, '<', 0);

	if (s.n > LINE_LOOK)
		return false;
	if (str_starts(s, STR("--")) && str_ends(s, STR("--")))
		return has_verb(s);
	if (colon && (at || (date && !wordlist_within(s, quote_first_person))) && has_verb(s))
		return true;
	/* "On Wed, 14 Nov 2018 08:14 Name <a@b> wrote", without a colon */
	if (at && date && wordlist_starts(s, quote_leads) && wordlist_ends(s, quote_verbs))
		return true;
	/*
	 * "2011/4/7 Name <a@b>", "Wed, 30 Apr 2025 at 15:19, Name <a@b>:": no
	 * verb, but a date before an address that ends the line.
	 */
	if (!at || open == SIZE_MAX || !has_date(str_sub(s, 0, open)))
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
	if (has_date(s) && ((is_digit(s.p[0]) && str_find(s, STR(" gmt"), 0) != SIZE_MAX) ||
	    (colon && str_chr(s, '@', 0) != SIZE_MAX)))
		return true;
	return colon && (wordlist_starts(s, quote_quoting) ||
	    (wordlist_ends(lines_strip(s, ": "), quote_verbs) && has_verb(s)));
}

/* The lines [from, to] as one, folded. */
static struct str
join(const struct lines *t, size_t from, size_t to)
{
	struct buf b;

	buf_init(&b, t->a);
	for (size_t i = from; i <= to; i++) {
		if (i > from && t->v[i].f.n > 0)
			buf_addc(&b, ' ');
		buf_add(&b, t->v[i].f);
	}
	return buf_str(&b);
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

size_t
attribution_from(const struct lines *t, size_t end)
{
	size_t found = SIZE_MAX, i = end;
	struct str last = t->v[end].f;

	if (t->v[end].kind != LINE_TEXT || lines_strip(last, "-_=*").n == 0 || (str_chr(STR(":>-"),
	    last.p[last.n - 1], 0) == SIZE_MAX && !wordlist_ends(last, quote_verbs)))
		return SIZE_MAX;
	for (size_t n = 0; n < ATTRIBUTION_LINES && i != SIZE_MAX; n++, i = above(t, i)) {
		bool lead = wordlist_starts(t->v[i].f, quote_leads);

		if (t->v[i].f.n == 0)
			break;
		if ((found == SIZE_MAX || lead || lines_are_open(t->v[i].f)) &&
		    attribution_is(join(t, i, end)))
			found = i;
		if (found != SIZE_MAX && lead)
			break;
	}
	return found;
}
