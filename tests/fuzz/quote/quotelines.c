/* The lines are the text: nothing is lost between them, and each is of a kind. */
#include "parsers/quote/lines.h"
#include "parsers/quote/mark.h"
#include "parsers/quote/quotelines.h"
#include "parsers/text/fold.h"
#include "tests/fuzz/fuzz.h"

static void
check_line(const struct line *l)
{
	bool blank = fold_trim(l->raw).n == 0;

	assert(l->kind <= LINE_QUOTE && (l->kind == LINE_BLANK) == blank);
	assert(!line_is_rule(l) || (l->kind == LINE_TEXT && l->raw.n >= 3));
	assert(lines_strip(l->f, "-_=*> ").n <= l->f.n && lines_words(l->f) <= l->f.n + 1);
	(void)line_is_original_mark(l->f);
	(void)lines_are_open(l->f);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct lines t = { .a = a, .answers = in.n % 2 == 0 };
	struct str rest = in, line;
	size_t k = 0;

	lines_split(&t, in);
	for (; str_line(&rest, &line); k++) {
		assert(k < t.n && t.v[k].raw.n <= line.n && !t.v[k].shared);
		check_line(&t.v[k]);
		while (t.v[k].raw.n < line.n) {
			assert(t.v[k].raw.p == line.p && t.v[k + 1].shared);
			line = str_sub(line, t.v[k++].raw.n, line.n);
			check_line(&t.v[k]);
		}
		assert(str_eq(t.v[k].raw, line) && fuzz_is_within(t.v[k].raw, in));
	}
	assert(k == t.n && lines_next(&t, 0) <= t.n);
	assert(lines_text_before(&t, t.n) || lines_next(&t, 0) == t.n ||
	    t.v[lines_next(&t, 0)].kind == LINE_QUOTE);
}
