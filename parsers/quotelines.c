#include "parsers/quotelines.h"

#include "parsers/fold.h"

struct str
lines_strip(struct str s, const char *set)
{
	while (s.n > 0 && str_chr(str_c(set), s.p[0], 0) != SIZE_MAX)
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && str_chr(str_c(set), s.p[s.n - 1], 0) != SIZE_MAX)
		s.n--;
	return s;
}

bool
lines_are_open(struct str s)
{
	size_t open = SIZE_MAX;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '<')
			open = i;
		else if (s.p[i] == '>')
			open = SIZE_MAX;
	return open != SIZE_MAX;
}

/* A line that begins with the '>' of an address above it is no quote. */
static enum line_kind
kind_of(const struct lines *t, struct str line)
{
	const struct line *last = t->n > 0 ? &t->v[t->n - 1] : NULL;

	if (line.n == 0)
		return LINE_BLANK;
	if (line.p[0] != '>')
		return LINE_TEXT;
	return last != NULL && last->kind == LINE_TEXT && lines_are_open(last->f) ? LINE_TEXT :
	    LINE_QUOTE;
}

void
lines_split(struct lines *t, struct str in)
{
	struct str rest = in, line;
	size_t n = 0;

	while (str_line(&rest, &line))
		n++;
	t->v = ARENA_ARRAY(t->a, n + 1, struct line);
	for (rest = in; str_line(&rest, &line);) {
		struct line *l = &t->v[t->n];

		l->raw = line;
		if (line.n <= LINE_LOOK)
			l->f = fold_trim(lines_strip(fold(t->a, fold_trim(line)), "*_"));
		l->kind = kind_of(t, fold_trim(line));
		t->n++;
	}
}

size_t
lines_next(const struct lines *t, size_t i)
{
	while (i < t->n && (t->v[i].kind == LINE_BLANK || t->v[i].kind == LINE_GONE))
		i++;
	return i;
}

bool
lines_text_before(const struct lines *t, size_t end)
{
	for (size_t i = 0; i < end; i++)
		if (t->v[i].kind == LINE_TEXT)
			return true;
	return false;
}

bool
line_is_rule(const struct line *l)
{
	return l->kind == LINE_TEXT && fold_trim(l->raw).n >= 3 &&
	    lines_strip(fold_trim(l->raw), "_-=* ").n == 0;
}
