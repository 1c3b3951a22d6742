#include "parsers/quote/lines.h"

#include "parsers/quote/quotelines.h"
#include "parsers/text/fold.h"

static bool
is_of(char c, const char *set)
{
	while (*set != '\0' && *set != c)
		set++;
	return *set != '\0';
}

struct str
lines_strip(struct str s, const char *set)
{
	while (s.n > 0 && is_of(s.p[0], set))
		s = str_sub(s, 1, s.n);
	while (s.n > 0 && is_of(s.p[s.n - 1], set))
		s.n--;
	return s;
}

bool
lines_are_open(struct str s)
{
	size_t open = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] == '<' || s.p[i] == '[')
			open++;
		else if ((s.p[i] == '>' || s.p[i] == ']') && open > 0)
			open--;
	return open > 0;
}

size_t
lines_words(struct str s)
{
	size_t words = 1;

	for (size_t i = 0; i < s.n; i++)
		words += s.p[i] == ' ';
	return words;
}

/* A folded line for a look: emphasis goes, lines that nobody wraps stay out. */
struct str
lines_look_of(struct str raw, struct str folded)
{
	if (raw.n > LINE_LOOK)
		return STR_NONE;
	return fold_trim(lines_strip(fold_trim(folded), "*_"));
}

struct str
lines_look(struct arena *a, struct str raw)
{
	return lines_look_of(raw, fold(a, raw));
}

struct str
lines_join(const struct lines *t, size_t from, size_t to)
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
