/* numbers: see numbers.h. */
#include "parsers/field/numbers.h"

#include "parsers/base/array.h"

bool
numbers_has(const struct numbers *list, int64_t number)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->v[i] == number)
			return true;
	return false;
}

void
numbers_add(struct arena *a, struct numbers *list, int64_t number)
{
	if (numbers_has(list, number))
		return;
	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = number;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == ',' || c == ';';
}

/* Digits alone: str_i64() takes a sign as well. */
static bool
read_word(struct str word, int64_t *out)
{
	if (str_starts(word, STR("#")))
		word = str_sub(word, 1, word.n);
	return word.n > 0 && word.p[0] >= '0' && word.p[0] <= '9' && str_i64(word, out) &&
	    *out > 0;
}

struct str
numbers_read(struct arena *a, struct str line, struct numbers *out)
{
	size_t at = 0, words = 0;
	int64_t number;

	for (;;) {
		size_t end;
		struct str word;

		while (at < line.n && is_blank(line.p[at]))
			at++;
		for (end = at; end < line.n && !is_blank(line.p[end]); end++)
			;
		if (end == at)
			return words > 0 ? STR_NONE : STR("nothing");
		word = str_sub(line, at, end - at);
		if (!read_word(word, &number) || words++ == NUMBERS_MOST)
			return word;
		numbers_add(a, out, number);
		at = end;
	}
}
