/*
 * "yes--- On Monday Jo wrote:", "It works. On Mon, 3 Mar 2025 at 10:00 Jo
 * <jo@acme.example> wrote:", "On Mon, … wrote:   Which lamp?".  Looks at short
 * lines only, and splits only where what stands apart is whole by itself.
 */
#include "parsers/quote/glue.h"

#include "parsers/quote/attribution.h"
#include "parsers/quote/lines.h"
#include "parsers/quote/mark.h"
#include "parsers/quote/quotelines.h"
#include "parsers/text/fold.h"

/* Where a mark in dashes stands behind text. */
static size_t
mark_at(struct arena *a, struct str line)
{
	size_t at = str_find(line, STR("---"), 0);
	struct str f;

	if (at == SIZE_MAX || fold_trim(lines_strip(str_sub(line, 0, at), "->*_ ")).n == 0)
		return 0;
	f = lines_look(a, str_sub(line, at, line.n));
	return line_is_original_mark(f) || attribution_is(fold_trim(lines_strip(f, "-"))) ? at : 0;
}

/* Behind the next colon from `from` on, a wide one too; or SIZE_MAX. */
static size_t
colon_end(struct str line, size_t from)
{
	size_t colon = str_chr(line, ':', from), wide = str_find(line, STR("："), from);

	if (wide < colon)
		return wide + STR("：").n;
	return colon == SIZE_MAX ? SIZE_MAX : colon + 1;
}

/*
 * Whether an attribution may end before `rest`.  A program puts no space there, or
 * several; people who quote in a sentence put one, and hardly an address and a time.
 */
static bool
may_end(struct str before, struct str rest)
{
	if ((rest.p[0] >= '0' && rest.p[0] <= '9') ||
	    str_chr(STR("/:"), rest.p[0], 0) != SIZE_MAX)
		return false;
	return rest.p[0] != ' ' || str_starts(rest, STR("  ")) ||
	    str_chr(before, '@', 0) != SIZE_MAX || str_find(before, STR("＠"), 0) != SIZE_MAX;
}

/* Where an attribution ends before the end of the line. */
static size_t
attribution_end(struct arena *a, struct str line)
{
	for (size_t at = 0; (at = colon_end(line, at)) != SIZE_MAX;) {
		struct str before = str_sub(line, 0, at), rest = str_sub(line, at, line.n), f;

		if (fold_trim(rest).n == 0)
			return 0;
		if (!may_end(before, rest))
			continue;
		f = lines_look(a, before);
		if (attribution_is(f) && attribution_is_dated(f))
			return at;
	}
	return 0;
}

size_t
glue_at(struct arena *a, struct str line, bool answers)
{
	size_t at, end;

	if (line.n > LINE_LOOK || (line.n > 0 && line.p[0] == '>'))
		return 0;
	if ((at = mark_at(a, line)) > 0)
		return at;
	end = answers ? attribution_end(a, line) : 0;
	at = attribution_begins(a, end > 0 ? str_sub(line, 0, end) : line, STR_NONE);
	return at > 0 ? at : end;
}
