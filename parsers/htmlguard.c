/*
 * Looks at the bytes of tags only.  Gumbo's time grows with the square of how
 * many elements are open at once, and of how many attributes one of them has;
 * mail that real programs write stays far below the limits here.
 */
#include "parsers/htmlguard.h"

enum {
	OPEN_MAX = 200,			/* of open elements in the source */
	CLOSE_REACH = 16,		/* how far up an end tag may find its start */
	WORDS_MAX = 200			/* what may be attributes, of one tag */
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* Of the tag behind whose name i stands; values with spaces count as several. */
static bool
has_many_attributes(struct str html, size_t i)
{
	size_t words = 0;

	for (; i < html.n && html.p[i] != '>' && html.p[i] != '<' && words < WORDS_MAX; i++)
		words += is_space(html.p[i]) || html.p[i] == '/' || html.p[i] == '"';
	return words == WORDS_MAX;
}

/* Elements that end by themselves: they do not nest. */
static const char unnested[] =
    " br img hr input meta link area base col embed param source wbr p li td th tr dt dd "
    "option thead tbody tfoot html body head ";

/* The tag's name as a number: its first 8 letters. */
static uint64_t
tag_key(struct str html, size_t *i)
{
	uint64_t key = 0;

	for (; *i < html.n && html.p[*i] != '>' && html.p[*i] != '/' && !is_space(html.p[*i]); ++*i)
		key = key << 8 | (unsigned char)(html.p[*i] | 0x20);
	return key;
}

static bool
nests(struct str name)
{
	struct str list = str_c(unnested);
	size_t at = 0;

	while ((at = str_ifind(list, name, at)) != SIZE_MAX) {
		if (list.p[at - 1] == ' ' && list.p[at + name.n] == ' ')
			return false;
		at++;
	}
	return true;
}

/*
 * True when more than OPEN_MAX elements may be open at once, or one has too
 * many attributes.  Counts too high rather than too low: an end tag closes only
 * what it finds near by.
 */
bool
htmlguard_is_too_much(struct str html)
{
	uint64_t open[OPEN_MAX], key;
	size_t depth = 0, i = 0, from;
	struct str name;

	while ((i = str_chr(html, '<', i)) != SIZE_MAX) {
		bool ends = ++i < html.n && html.p[i] == '/';

		if (str_starts(str_sub(html, i, 3), STR("!--"))) {
			if ((i = str_find(html, STR("-->"), i)) == SIZE_MAX)
				return false;
			continue;
		}
		from = i += ends;
		key = tag_key(html, &i);
		if (key == 0 || html.p[from] == '!' || html.p[from] == '?')
			continue;
		name = str_sub(html, from, i - from);
		if (has_many_attributes(html, i))
			return true;
		if (!ends) {
			if (name.n > 8 || nests(name))
				open[depth++] = key;
			if (depth == OPEN_MAX)
				return true;
			continue;
		}
		for (size_t up = 1; up <= depth && up <= CLOSE_REACH; up++) {
			if (open[depth - up] == key) {
				depth -= up;
				break;
			}
		}
	}
	return false;
}

bool
htmlguard_next(struct str *html, struct str *text)
{
	size_t open = str_chr(*html, '<', 0), close;

	if (html->n == 0)
		return false;
	*text = str_sub(*html, 0, open);
	close = open == SIZE_MAX ? SIZE_MAX : str_chr(*html, '>', open);
	*html = close == SIZE_MAX ? STR_NONE : str_sub(*html, close + 1, html->n);
	return true;
}
