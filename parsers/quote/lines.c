#include "parsers/quote/lines.h"

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
