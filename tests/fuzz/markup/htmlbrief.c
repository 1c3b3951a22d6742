/* Gumbo makes the same tree of the brief HTML, with the same text in it. */
#include <assert.h>
#include <gumbo.h>

#include "parsers/base/array.h"
#include "parsers/markup/htmlbrief.h"
#include "parsers/markup/htmlguard.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { DEPTH_MAX = 1000, BYTES_MAX = 8192 };

static void
describe_text(struct buf *b, struct htmlbrief *brief, struct str text)
{
	struct str piece;

	/* Spaces join where a comment was; what they mean they mean together. */
	while (htmlbrief_next(brief, &text, &piece))
		for (size_t i = 0; i < piece.n; i++)
			if (str_chr(STR(" \t\n\r\f"), piece.p[i], 0) == SIZE_MAX)
				buf_addc(b, piece.p[i]);
}

static void
describe(struct buf *b, struct htmlbrief *brief, const GumboNode *node, size_t depth)
{
	static const char *const wanted[] = { "id", "class", "style", "href", "hidden" };
	const GumboElement *e = &node->v.element;

	if (node->type == GUMBO_NODE_TEXT || node->type == GUMBO_NODE_WHITESPACE)
		describe_text(b, brief, str_c(node->v.text.text));
	if ((node->type != GUMBO_NODE_ELEMENT && node->type != GUMBO_NODE_TEMPLATE) ||
	    depth == DEPTH_MAX)
		return;
	buf_printf(b, "<%u", (unsigned)e->tag);
	for (size_t i = 0; i < COUNT(wanted); i++) {
		const GumboAttribute *at = gumbo_get_attribute(&e->attributes, wanted[i]);

		if (at != NULL)
			buf_printf(b, " %s=%s", wanted[i], at->value);
	}
	if (e->tag != GUMBO_TAG_STYLE && e->tag != GUMBO_TAG_SCRIPT)
		for (unsigned i = 0; i < e->children.length; i++)
			describe(b, brief, e->children.data[i], depth + 1);
	buf_addc(b, '>');
}

/* `from` is what `html` was made of, or no more than itself. */
static struct str
tree_of(struct arena *a, struct str html, struct htmlbrief *from)
{
	GumboOutput *tree = gumbo_parse_with_options(&kGumboDefaultOptions, html.p, html.n);
	struct buf b;

	buf_init(&b, a);
	describe(&b, from, tree->root, 0);
	gumbo_destroy_output(&kGumboDefaultOptions, tree);
	return buf_str(&b);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct htmlbrief brief, none = { .html = STR_NONE };
	struct str html, whole;

	charset_init();
	html = charset_clean(a, charset_text(a, STR_NONE, STR_NONE, str_sub(in, 0, BYTES_MAX)));
	htmlbrief_make(a, html, SIZE_MAX, &brief);
	assert(brief.html.n <= html.n + html.n / 4);
	whole = htmlguard_is_too_much(html) ? STR_NONE : tree_of(a, html, &none);
	/*
	 * A number may make what stands for a run, or a NUL that ends a text of gumbo's;
	 * and gumbo writes U+FFFD for U+FFFF and its like, which stay in a run.
	 */
	if (whole.n > 0 && str_find(html, STR("&#"), 0) == SIZE_MAX &&
	    str_find(whole, STR("\xef\xbf\xbd"), 0) == SIZE_MAX)
		assert(str_eq(whole, tree_of(a, brief.html, &brief)));
}
