/*
 * Looks at the bytes of tags only.  Gumbo's time grows with the square of how
 * many elements are open at once, and of how many attributes one of them has;
 * mail that real programs write stays far below the limits here.
 */
#include "parsers/markup/htmlguard.h"

#include "parsers/base/array.h"

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

/* The first letters of a tag's name. */
struct tag {
	char	name[8];
};

/* Elements that end by themselves: they do not nest. */
static const struct tag unnested[] = {
	{ "br" }, { "img" }, { "hr" }, { "input" }, { "meta" }, { "link" }, { "area" },
	{ "base" }, { "col" }, { "embed" }, { "param" }, { "source" }, { "wbr" }, { "p" },
	{ "li" }, { "td" }, { "th" }, { "tr" }, { "dt" }, { "dd" }, { "option" }, { "thead" },
	{ "tbody" }, { "tfoot" }, { "html" }, { "body" }, { "head" },
};

static bool
is_same(const struct tag *a, const struct tag *b)
{
	return memcmp(a->name, b->name, sizeof(a->name)) == 0;
}

/* Reads the name at *i; false when there is none. */
static bool
read_tag(struct str html, size_t *i, struct tag *out)
{
	size_t from = *i;

	*out = (struct tag){ "" };
	for (; *i < html.n && html.p[*i] != '>' && html.p[*i] != '/' && !is_space(html.p[*i]); ++*i)
		if (*i - from < sizeof(out->name))
			out->name[*i - from] = (char)(html.p[*i] | 0x20);
	return *i > from && html.p[from] != '!' && html.p[from] != '?';
}

static bool
nests(const struct tag *tag)
{
	for (size_t i = 0; i < COUNT(unnested); i++)
		if (is_same(tag, &unnested[i]))
			return false;
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
	struct tag open[OPEN_MAX], tag;
	size_t depth = 0, i = 0;

	while ((i = str_chr(html, '<', i)) != SIZE_MAX) {
		bool ends = ++i < html.n && html.p[i] == '/';

		if (str_starts(str_sub(html, i, 3), STR("!--"))) {
			if ((i = str_find(html, STR("-->"), i)) == SIZE_MAX)
				return false;
			continue;
		}
		i += ends;
		if (!read_tag(html, &i, &tag))
			continue;
		if (has_many_attributes(html, i))
			return true;
		if (!ends) {
			if (nests(&tag))
				open[depth++] = tag;
			if (depth == OPEN_MAX)
				return true;
			continue;
		}
		for (size_t up = 1; up <= depth && up <= CLOSE_REACH; up++) {
			if (is_same(&open[depth - up], &tag)) {
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
