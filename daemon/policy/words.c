/* words: see words.h.  Texts may hold what strangers wrote: it is passed on, never matched. */
#include "daemon/policy/words.h"

enum { STARS_MAX = 4 };

struct line {
	struct str	english, theirs;
};

static size_t
stars(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '*';
	return n;
}

/* The next line that says something; false at the end.  A line without " => " is all English. */
static bool
next(struct str *rest, struct line *out, int *number)
{
	struct str line;

	while (str_line(rest, &line)) {
		size_t at;

		++*number;
		line = str_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		at = str_find(line, STR(" => "), 0);
		out->english = str_trim(str_sub(line, 0, at));
		out->theirs = at == SIZE_MAX ? STR_NONE : str_trim(str_sub(line, at + 4, line.n));
		return true;
	}
	return false;
}

void
words_check(struct loader *l, struct str file, struct str source)
{
	struct line line;

	for (int at = 0; next(&source, &line, &at);) {
		size_t n = stars(line.english);

		if (line.english.n == 0 || line.theirs.n == 0)
			conf_fault_at(l, file, at, "the line is not \"English => translation\"");
		else if (n > STARS_MAX || n != stars(line.theirs))
			conf_fault_at(l, file, at, "both sides need the same number of *, "
			    "at most %d", STARS_MAX);
	}
}

/* Whether s is what the pattern says; then what its stars stand for is in `found`. */
static bool
matches(struct str pattern, struct str s, struct str *found)
{
	struct str piece;

	for (size_t n = 0; str_split(&pattern, '*', &piece); n++) {
		bool last = pattern.p == NULL;
		size_t at = n == 0 ? (str_starts(s, piece) ? 0 : SIZE_MAX) :
		    last && str_ends(s, piece) ? s.n - piece.n : str_find(s, piece, 0);

		if (at == SIZE_MAX || (n > 0 && at == 0))
			return false;
		if (n > 0)
			found[n - 1] = str_sub(s, 0, at);
		s = str_sub(s, at + piece.n, s.n);
	}
	return s.n == 0;
}

struct str
words_fill(struct arena *a, struct str text, const struct str *found, size_t n)
{
	struct buf b;
	size_t at = 0;

	buf_init(&b, a);
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] == '*' && at < n)
			buf_add(&b, found[at++]);
		else
			buf_addc(&b, text.p[i]);
	return buf_str(&b);
}

struct str
words_line(struct str source, struct str english)
{
	struct line line;

	for (int at = 0; next(&source, &line, &at);)
		if (str_eq(line.english, english))
			return line.theirs;
	return STR_NONE;
}

/* The line that says most of it by itself: "by *" stands back for "by * of *". */
static bool
closest(struct str source, struct str english, struct line *best)
{
	struct str found[STARS_MAX];
	size_t most = 0;
	struct line line;

	for (int at = 0; next(&source, &line, &at);) {
		size_t fixed = line.english.n - stars(line.english);

		if (fixed <= most || !matches(line.english, english, found))
			continue;
		most = fixed;
		*best = line;
	}
	return most > 0;
}

struct str
words_in(struct arena *a, struct str source, struct str english)
{
	struct str exact = english.n > 0 ? words_line(source, english) : STR_NONE;
	struct str found[STARS_MAX];
	struct line best;

	if (english.n == 0 || exact.n > 0)
		return exact;
	if (!closest(source, english, &best) || !matches(best.english, english, found))
		return english;
	return words_fill(a, best.theirs, found, STARS_MAX);
}
