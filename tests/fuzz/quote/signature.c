/*
 * The first line is the writer's name, the rest the text.  Only a signature is
 * marked, it ends the text or is followed by an afterword, and it never takes the
 * only text there is.
 */
#include "parsers/base/limits.h"
#include "parsers/quote/quotelines.h"
#include "parsers/quote/afterword.h"
#include "parsers/quote/signature.h"
#include "parsers/text/fold.h"
#include "tests/fuzz/fuzz.h"

static size_t
count(const struct lines *t, enum line_kind kind)
{
	size_t n = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->v[i].kind == kind;
	return n;
}

static void
check(struct arena *a, const struct lines *t, struct str in)
{
	struct lines before = { .a = a };
	size_t first = 0;
	bool below = false;

	lines_split(&before, in);
	assert(before.n == t->n);
	for (size_t i = 0; i < t->n; i++)
		assert(t->v[i].kind == before.v[i].kind || t->v[i].kind == LINE_SIGNATURE);
	assert(count(&before, LINE_TEXT) == 0 || count(t, LINE_TEXT) > 0);
	while (first < t->n && t->v[first].kind != LINE_SIGNATURE)
		first++;
	/* History and blank lines apart, nothing stands below it but what an afterword begins. */
	for (size_t i = first; i < t->n; i++) {
		assert(t->v[i].kind != LINE_QUOTE);
		assert(t->v[i].kind != LINE_TEXT || below || line_is_afterword(&t->v[i]));
		below = t->v[i].kind == LINE_TEXT ||
		    (below && t->v[i].kind != LINE_SIGNATURE);
	}
	assert((t->why->n > 0) == (first < t->n));
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct reasons why = { .wanted = true };
	struct lines t = { .a = a, .why = &why };
	struct str rest = fold(a, fuzz_line(&in)), word;

	t.address = str_dup(a, str_sub(rest, 0, LIMIT_ADDRESS));
	rest = str_sub(rest, 0, LIMIT_NAME);
	while (str_split(&rest, ' ', &word))
		if (word.n >= 3)
			strs_add(a, &t.sender, word);
	lines_split(&t, in);
	lines_cut_signature(&t);
	check(a, &t, in);
}
