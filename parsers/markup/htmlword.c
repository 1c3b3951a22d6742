/*
 * htmlword: see htmlword.h.  Trusts nothing: a tag is text when its name is no element's
 * and no vendor's, when it says nothing of an attribute, and when nothing closes it near by.
 */
#include "parsers/markup/htmlword.h"

#include "parsers/base/array.h"
#include "parsers/markup/htmltag.h"

enum {
	WORD_MAX = 300,			/* bytes between the brackets */
	CLOSE_MAX = 64 * 1024,		/* bytes in which an end tag is looked for */
	WORDS_MAX = 200			/* for which one is looked for */
};

/* Elements of HTML, old ones too, by their first letters. */
static const char *const elements[26] = {
	"a abbr acronym address applet area article aside audio",
	"b base basefont bdi bdo bgsound big blink blockquote body br button",
	"canvas caption center cite code col colgroup command comment content",
	"data datalist dd del details dfn dialog dir div dl dt",
	"em embed element",
	"fieldset figcaption figure font footer form frame frameset",
	"", "h1 h2 h3 h4 h5 h6 head header hgroup hr html",
	"i iframe ilayer image img input ins isindex", "", "kbd keygen",
	"label layer legend li link listing",
	"main map mark marquee math menu menuitem meta meter multicol",
	"nav nextid nobr noembed noframes noscript nolayer", "object ol optgroup option output",
	"p param picture plaintext portal pre progress", "q", "rb rbc rp rt rtc ruby",
	("s samp script search section select shadow slot small source spacer span strike strong "
	"style sub summary sup svg"),
	"table tbody td template textarea tfoot th thead time title tr track tt", "u ul",
	"var video", "wbr", "xml xmp", "", "",
};

/* Bodies in which no tag begins. */
static const struct str opaque[] = {
	{ "style", 5 }, { "script", 6 }, { "title", 5 }, { "textarea", 8 }, { "xmp", 3 },
	{ "plaintext", 9 },
};

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static bool
is_element(struct str name)
{
	struct str rest = str_c(elements[(name.p[0] | 0x20) - 'a']), word;

	while (str_split(&rest, ' ', &word))
		if (str_ieq(word, name))
			return true;
	return false;
}

/* "o:p", "st1:place": one colon between two names. */
static bool
is_vendors(struct str name)
{
	size_t colon = str_chr(name, ':', 0);

	if (colon == SIZE_MAX || colon + 1 >= name.n || !is_letter(name.p[colon + 1]))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (i != colon && !is_letter(name.p[i]) && name.p[i] != '-' && name.p[i] != '_' &&
		    (name.p[i] < '0' || name.p[i] > '9'))
			return false;
	return true;
}

/* What may be text: everything between the brackets, or empty. */
static struct str
word_at(struct str html, size_t at)
{
	struct str in = str_sub(html, at + 1, WORD_MAX), name = htmltag_name(in, 0);
	size_t end = str_chr(in, '>', 0);

	if (end == SIZE_MAX || end == 0 || in.p[end - 1] == '/')
		return STR_NONE;
	in = str_sub(in, 0, end);
	if (str_chr(in, '=', 0) != SIZE_MAX || str_chr(in, '<', 0) != SIZE_MAX ||
	    is_element(name) || is_vendors(name))
		return STR_NONE;
	return in;
}

static bool
is_closed(struct arena *a, struct str html, size_t at, struct str word)
{
	struct str name = htmltag_name(word, 0);

	return str_ifind(str_sub(html, at, CLOSE_MAX), str_printf(a, "</%.*s", STR_ARG(name)),
	    0) != SIZE_MAX;
}

/* Behind what begins at `at` and holds no tags; `at` when it does. */
static size_t
skip(struct str html, size_t at)
{
	struct str rest = str_sub(html, at, html.n);
	size_t end;

	if (str_starts(rest, STR("<!--"))) {
		end = str_find(html, STR("-->"), at);
		return end == SIZE_MAX ? html.n : end;
	}
	for (size_t i = 0; i < COUNT(opaque); i++) {
		char close[16] = "</";

		if (!str_ieq(htmltag_name(str_sub(rest, 1, 16), 0), opaque[i]))
			continue;
		memcpy(close + 2, opaque[i].p, opaque[i].n);
		end = str_ifind(html, str_c(close), at);
		return end == SIZE_MAX ? html.n : end;
	}
	return at;
}

struct str
htmlword_keep(struct arena *a, struct str html)
{
	size_t from = 0, at = 0, words = 0, end;
	struct buf b = { .p = NULL };

	while (words < WORDS_MAX && (at = str_chr(html, '<', at)) != SIZE_MAX) {
		struct str word;

		if ((end = skip(html, at)) > at) {
			at = end;
			continue;
		}
		word = at + 1 < html.n && is_letter(html.p[at + 1]) ? word_at(html, at) : STR_NONE;
		words += word.n > 0;
		if (word.n > 0 && !is_closed(a, html, at, word)) {
			if (b.p == NULL)
				buf_init(&b, a);
			buf_add(&b, str_sub(html, from, at - from));
			buf_printf(&b, "&lt;%.*s&gt;", STR_ARG(word));
			from = at + word.n + 2;
		}
		at++;
	}
	if (b.p == NULL)
		return html;
	buf_add(&b, str_sub(html, from, html.n));
	return buf_str(&b);
}
