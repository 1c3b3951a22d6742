/*
 * Gumbo builds the tree, a loop without recursion writes it down.  Trusts
 * nothing: gumbo takes its memory from an arena of its own with a budget (some
 * inputs make it clone elements without end, and its own clean-up recurses),
 * and is not asked at all about nesting that would make it quadratic.  Such
 * mail is given to it flat, piece by piece.
 *
 * What a program marks as quoted, as signature or as the head of an older mail
 * is written as the same programs write it in plain text ("> ", "-- ", a rule),
 * so that quote.c needs to know one language only.
 */
#include "parsers/markup/html.h"

#include <gumbo.h>
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/markup/htmlbrief.h"
#include "parsers/markup/htmlflat.h"
#include "parsers/markup/htmlguard.h"
#include "parsers/markup/htmllink.h"
#include "parsers/markup/htmlmark.h"
#include "parsers/markup/htmlmemory.h"
#include "parsers/markup/htmlpair.h"
#include "parsers/markup/htmltag.h"
#include "parsers/markup/htmlword.h"
#include "parsers/markup/htmlwriter.h"
#include "parsers/text/charset.h"

enum {
	DEPTH_MAX = 400,		/* of the tree; deeper elements are left out */
	LOOK_MAX = 64			/* nodes looked at for an element's first text */
};

/* --- what elements do --- */

enum flag { SKIP = 1, PRE = 2, STRUCK = 4 };	/* SKIP: nothing of it is text */

#define TAG(name)	[GUMBO_TAG_##name]
#define BLOCK(name)	TAG(name) = { 1, 0 }
#define SKIPPED(name)	TAG(name) = { 0, SKIP }

/* Line ends before and after; 2 makes an empty line. */
static const struct { unsigned char lines, flags; } rules[GUMBO_TAG_LAST] = {
	SKIPPED(HEAD), SKIPPED(SCRIPT), SKIPPED(STYLE), SKIPPED(TITLE), SKIPPED(TEMPLATE),
	SKIPPED(NOSCRIPT), SKIPPED(OBJECT), SKIPPED(IFRAME), SKIPPED(SVG), SKIPPED(MATH),
	SKIPPED(AUDIO), SKIPPED(VIDEO), SKIPPED(CANVAS), SKIPPED(MAP), TAG(P) = { 2, 0 },
	TAG(H1) = { 2, 0 }, TAG(H2) = { 2, 0 }, TAG(H3) = { 2, 0 }, TAG(H4) = { 2, 0 },
	TAG(H5) = { 2, 0 }, TAG(H6) = { 2, 0 }, BLOCK(BLOCKQUOTE), TAG(PRE) = { 2, PRE },
	TAG(LISTING) = { 1, PRE }, TAG(PLAINTEXT) = { 1, PRE }, TAG(XMP) = { 1, PRE },
	TAG(TEXTAREA) = { 1, PRE }, TAG(UL) = { 2, 0 }, TAG(OL) = { 2, 0 }, TAG(DL) = { 2, 0 },
	BLOCK(LI), BLOCK(DT), BLOCK(DD), BLOCK(TABLE), BLOCK(TR), BLOCK(CAPTION), BLOCK(DIV),
	BLOCK(SECTION), BLOCK(ARTICLE), BLOCK(HEADER), BLOCK(FOOTER), BLOCK(ASIDE), BLOCK(MAIN),
	BLOCK(NAV), BLOCK(ADDRESS), BLOCK(CENTER), BLOCK(FIELDSET), BLOCK(FORM), BLOCK(FIGURE),
	BLOCK(FIGCAPTION), BLOCK(DETAILS), BLOCK(SUMMARY), TAG(S) = { 0, STRUCK },
	TAG(STRIKE) = { 0, STRUCK }, TAG(DEL) = { 0, STRUCK },
};

/* --- elements --- */

/* What an element changes, to be put back where it ends. */
struct frame {
	const GumboElement	*e;
	unsigned		 next;		/* child */
	unsigned		 lines;		/* around it */
	bool			 quoted;	/* it is a quote */
	bool			 struck;	/* its text is crossed out */
	bool			 pre, unseen, in_data;	/* as they were before it */
	size_t			 from;		/* where its text begins */
	unsigned		 due;		/* the lines due there */
};

struct walk {
	struct htmlwriter	 w;
	struct htmlbrief	 brief;		/* what the tree was made of */
	struct arena		*scratch;	/* ends with the HTML */
	size_t			 link_from;	/* where the open link's text begins */
	size_t			 depth;
	struct frame		 stack[DEPTH_MAX];
};

static struct str
attribute(const GumboElement *e, const char *name)
{
	const GumboAttribute *at = gumbo_get_attribute(&e->attributes, name);

	return at == NULL ? STR_NONE : str_c(at->value);
}

static struct htmlattrs
attributes(const GumboElement *e)
{
	struct htmlattrs out = { .id = STR_NONE };

	for (unsigned i = 0; i < e->attributes.length; i++) {
		const GumboAttribute *at = e->attributes.data[i];

		htmltag_heed(&out, str_c(at->name), str_c(at->value));
	}
	return out;
}

static bool
is_skipped(const GumboElement *e)
{
	/* Office's settings, where no conditional comment hides them. */
	return (rules[e->tag].flags & SKIP) != 0 ||
	    gumbo_get_attribute(&e->attributes, "hidden") != NULL ||
	    (e->tag == GUMBO_TAG_UNKNOWN && e->original_tag.length > 4 &&
	    str_istarts((struct str){ e->original_tag.data, e->original_tag.length },
	    STR("<xml")));
}

/* The first text in an element, with spaces cut off; empty when it has none near by. */
static struct str
first_text(const struct walk *k, const GumboElement *top)
{
	const GumboElement *e = top;
	unsigned next = 0;

	for (unsigned n = 0; n < LOOK_MAX; n++) {
		const GumboNode *child;
		struct str text = STR_NONE;

		if (next == e->children.length)
			return STR_NONE;
		child = e->children.data[next];
		if (child->type == GUMBO_NODE_TEXT)
			text = htmlbrief_start(&k->brief, str_c(child->v.text.text));
		if (text.n > 0)
			return text;
		/* Only first children are gone into: what is empty before them is passed over. */
		if (child->type == GUMBO_NODE_ELEMENT && child->v.element.children.length > 0 &&
		    !is_skipped(&child->v.element)) {
			e = &child->v.element;
			next = 0;
		} else {
			next++;
		}
	}
	return STR_NONE;
}

/* The next thing behind an element, but line breaks, is a quote. */
static bool
is_before_quote(const GumboNode *node)
{
	const GumboVector *all = node->parent->type == GUMBO_NODE_ELEMENT ?
	    &node->parent->v.element.children : NULL;

	for (size_t i = node->index_within_parent + 1, n = 0; all != NULL && i < all->length &&
	    n < LOOK_MAX; i++, n++) {
		const GumboNode *next = all->data[i];

		if (next->type == GUMBO_NODE_ELEMENT && next->v.element.tag != GUMBO_TAG_BR)
			return next->v.element.tag == GUMBO_TAG_BLOCKQUOTE;
		if (next->type == GUMBO_NODE_TEXT)
			return false;
	}
	return false;
}

static const GumboElement *
child_with(const GumboElement *e, GumboTag tag)
{
	for (unsigned i = 0; i < e->children.length; i++) {
		const GumboNode *child = e->children.data[i];

		if (child->type == GUMBO_NODE_ELEMENT && child->v.element.tag == tag)
			return &child->v.element;
	}
	return NULL;
}

/* "---- Forwarded message ----": programs that mark quotes mark forwards alike. */
static bool
holds_forward(const struct walk *k, const GumboElement *e)
{
	struct str text = first_text(k, e);

	return str_starts(text, STR("--")) || str_starts(text, STR("=="));
}

/* Whether what the element holds is quoted; begins what else its mark stands for. */
static bool
heed_mark(struct walk *k, const GumboNode *node, const struct htmlattrs *at)
{
	const GumboElement *e = &node->v.element;
	enum htmlmark mark = at->id.n + at->class.n + at->name.n + at->style.n == 0 ||
	    e->tag == GUMBO_TAG_A ? HTMLMARK_NONE : htmlmark_of(k->scratch, at);

	switch (mark) {
	case HTMLMARK_NONE:
		break;
	case HTMLMARK_INDENTED:
		return false;
	case HTMLMARK_INTRO:
		return is_before_quote(node);
	case HTMLMARK_QUOTED:
		return !holds_forward(k, e);
	case HTMLMARK_BORDER:
		return true;
	case HTMLMARK_SECTION:
		if (child_with(e, GUMBO_TAG_DIV) != NULL || child_with(e, GUMBO_TAG_P) != NULL)
			return !holds_forward(k, e);
		/* FALLTHROUGH */
	case HTMLMARK_HISTORY:
		k->w.rule = k->w.quotes == 0;
		break;
	case HTMLMARK_SIGNATURE:
		htmlwriter_signature(&k->w, first_text(k, e));
		break;
	}
	return e->tag == GUMBO_TAG_BLOCKQUOTE;
}

/* Right behind the text, whatever is due after it. */
static void
write_target(struct walk *k, const GumboElement *e)
{
	struct htmlwriter *w = &k->w;

	if (k->link_from < w->out.n && !htmlwriter_is_full(w))
		buf_add(&w->out, htmllink_target(k->scratch, attribute(e, "href"),
		    (struct str){ w->out.p + k->link_from, w->out.n - k->link_from }));
}

/* --- tables --- */

/*
 * Data, not layout: borders or a row of headings, at least two cells in the
 * first row, and nothing in these that needs lines of its own.
 */
static bool
holds_data(const GumboElement *table)
{
	const GumboElement *part = child_with(table, GUMBO_TAG_THEAD), *row;
	unsigned cells = 0, headings = 0, borders = 0;

	if (part == NULL)
		part = child_with(table, GUMBO_TAG_TBODY);
	row = part == NULL ? NULL : child_with(part, GUMBO_TAG_TR);
	for (unsigned i = 0; row != NULL && i < row->children.length; i++) {
		const GumboNode *child = row->children.data[i];

		if (child->type != GUMBO_NODE_ELEMENT)
			continue;
		cells++;
		headings += child->v.element.tag == GUMBO_TAG_TH;
		borders += str_ifind(attribute(&child->v.element, "style"), STR("border"), 0) !=
		    SIZE_MAX && str_ifind(attribute(&child->v.element, "style"),
		    STR(":solid"), 0) != SIZE_MAX;
		if (child_with(&child->v.element, GUMBO_TAG_TABLE) != NULL ||
		    child_with(&child->v.element, GUMBO_TAG_BLOCKQUOTE) != NULL ||
		    child_with(&child->v.element, GUMBO_TAG_UL) != NULL)
			return false;
	}
	return cells > 1 && (headings > 1 || borders > 1 ||
	    (attribute(table, "border").n > 0 && !str_eq(attribute(table, "border"), STR("0"))));
}

static void
enter_table(struct walk *k, const GumboElement *e)
{
	if (e->tag == GUMBO_TAG_TABLE)
		htmlwriter_table(&k->w, holds_data(e));
	else if (e->tag == GUMBO_TAG_TR)
		htmlwriter_row(&k->w);
	else if (e->tag == GUMBO_TAG_TD || e->tag == GUMBO_TAG_TH)
		htmlwriter_cell(&k->w);
}

static void
leave_table(struct walk *k, const GumboElement *e, bool in_data)
{
	if (e->tag == GUMBO_TAG_TABLE)
		htmlwriter_table_end(&k->w, in_data);
	else if (e->tag == GUMBO_TAG_TR)
		k->w.bars = 0;
	else if (e->tag == GUMBO_TAG_TD || e->tag == GUMBO_TAG_TH)
		k->w.cells -= k->w.in_data;
}

/* --- the tree --- */

/* Elements that write something themselves. */
static void
write_element(struct walk *k, const GumboElement *e, const struct htmlstyle *style)
{
	switch ((int)e->tag) {		/* most of gumbo's tags write nothing */
	case GUMBO_TAG_BR:
		htmlwriter_break(&k->w);
		break;
	case GUMBO_TAG_HR:
		htmlwriter_rule(&k->w);
		break;
	case GUMBO_TAG_IMG:
		if (!style->is_dot)
			htmlwriter_image(&k->w, attribute(e, "alt"));
		break;
	case GUMBO_TAG_UL:
	case GUMBO_TAG_OL:
		htmlwriter_list(&k->w, e->tag == GUMBO_TAG_OL ? attribute(e, "start") :
		    STR_NONE, e->tag == GUMBO_TAG_OL);
		break;
	case GUMBO_TAG_LI:
		htmlwriter_item(&k->w, attribute(e, "value"));
		break;
	case GUMBO_TAG_SUP:
		htmlwriter_power(&k->w, first_text(k, e));
		break;
	case GUMBO_TAG_A:
		k->link_from = k->w.out.n;
		break;
	default:
		enter_table(k, e);
		break;
	}
}

/* Pushes the element, unless nothing of it is to be read. */
static void
enter_element(struct walk *k, const GumboNode *node)
{
	const GumboElement *e = &node->v.element;
	struct htmlattrs at = attributes(e);
	struct htmlwriter *w = &k->w;
	struct htmlstyle style;
	struct frame f = { .e = e, .lines = rules[e->tag].lines, .pre = w->pre,
	    .unseen = w->unseen, .in_data = w->in_data };

	htmlmark_style(&at, &style);
	if (is_skipped(e) || (style.is_hidden && e->tag != GUMBO_TAG_BODY) ||
	    k->depth == DEPTH_MAX)
		return;
	if (f.lines > 1 && (style.is_tight || w->lists > 0))
		f.lines = 1;
	htmlwriter_lines(w, f.lines);
	f.quoted = heed_mark(k, node, &at);
	if (f.quoted) {
		htmlwriter_quote(w);
		f.lines = f.lines > 0 ? f.lines : 1;
	}
	if ((rules[e->tag].flags & PRE) != 0 || style.pre != HTMLSET_INHERIT)
		w->pre = style.pre != HTMLSET_OFF;
	if (style.unseen != HTMLSET_INHERIT || e->tag == GUMBO_TAG_FONT)
		w->unseen = style.unseen == HTMLSET_ON;
	f.struck = (style.is_struck || (rules[e->tag].flags & STRUCK) != 0) &&
	    htmlwriter_strike(w, first_text(k, e));
	write_element(k, e, &style);
	f.from = w->out.n;
	f.due = w->lines;
	w->blank = false;
	k->stack[k->depth++] = f;
}

static void
leave_element(struct walk *k)
{
	struct frame *f = &k->stack[--k->depth];
	struct htmlwriter *w = &k->w;

	if (f->struck)
		htmlwriter_unstrike(w);
	if (f->e->tag == GUMBO_TAG_A)
		write_target(k, f->e);
	if (f->e->tag == GUMBO_TAG_LI)
		w->marker = false;
	if (f->e->tag == GUMBO_TAG_UL || f->e->tag == GUMBO_TAG_OL)
		w->lists--;
	leave_table(k, f->e, f->in_data);
	w->pre = f->pre;
	w->unseen = f->unseen;
	/* A block that holds but a no-break space is an empty line. */
	if (f->lines == 1 && w->blank && f->from == w->out.n && f->due == w->lines)
		htmlwriter_break(w);
	if (f->lines > 0)
		w->blank = false;
	w->quotes -= f->quoted;
	htmlwriter_lines(w, f->lines);
}

static void
write_text(struct walk *k, struct str text)
{
	struct str piece;

	while (htmlbrief_next(&k->brief, &text, &piece))
		htmlwriter_text(&k->w, piece);
}

static void
enter_node(struct walk *k, const GumboNode *n)
{
	switch (n->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		write_text(k, str_c(n->v.text.text));
		break;
	case GUMBO_NODE_ELEMENT:
		enter_element(k, n);
		break;
	case GUMBO_NODE_DOCUMENT:
	case GUMBO_NODE_COMMENT:
	case GUMBO_NODE_TEMPLATE:
		break;
	}
}

static void
write_tree(struct walk *k, const GumboNode *root)
{
	enter_node(k, root);
	while (k->depth > 0) {
		struct frame *f = &k->stack[k->depth - 1];

		if (f->next == f->e->children.length || htmlwriter_is_full(&k->w))
			leave_element(k);
		else
			enter_node(k, f->e->children.data[f->next++]);
	}
}

/* NULL when gumbo wants more than the budget. */
static const GumboNode *
grow_tree(struct htmlmemory *m, struct str html)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = htmlmemory_take;
	options.deallocator = htmlmemory_drop;
	options.userdata = m;
	options.max_errors = 0;
	m->before = arena_used(m->a);
	if (setjmp(m->over) != 0)
		return NULL;
	return gumbo_parse_with_options(&options, html.p, html.n)->root;
}

/* False when gumbo is not to be asked, or wants more than the budget. */
static bool
write_html(struct walk *k, struct str html)
{
	struct htmlmemory m = { .a = arena_new() };
	const GumboNode *root = htmlguard_is_too_much(html) ? NULL : grow_tree(&m, html);

	if (root != NULL)
		write_tree(k, root);
	arena_free(m.a);
	return root != NULL;
}

/* What is no tree at all: the text between the tags. */
static void
write_stripped(struct walk *k, struct str html)
{
	struct str text;

	while (htmlguard_next(&html, &text)) {
		write_text(k, text);
		k->w.space = true;
	}
}

/* HTML of which no tree is made at once, piece by piece, each with its own budget. */
static void
write_flat(struct walk *k)
{
	struct htmlflat flat;
	struct str piece;

	htmlflat_init(&flat, k->scratch, k->brief.html);
	while (!htmlwriter_is_full(&k->w) && htmlflat_next(&flat, &piece))
		if (!write_html(k, piece))
			write_stripped(k, piece);
}

struct str
html_text(struct arena *a, struct str html, size_t max)
{
	struct arena *scratch;
	struct walk *k;

	if (html.n == 0)
		return STR("");
	scratch = arena_new();
	k = ARENA_NEW(scratch, struct walk);
	k->scratch = scratch;
	htmlwriter_init(&k->w, a, max);
	html = htmlword_keep(scratch, htmlpair_join(scratch, html));
	htmlbrief_make(scratch, html, max, &k->brief);
	if (!write_html(k, k->brief.html))
		write_flat(k);
	html = htmlwriter_str(&k->w);
	arena_free(scratch);
	/* Gumbo makes what an entity says: controls, and numbers that are no character. */
	html = charset_clean(a, charset_text(a, STR_NONE, STR_NONE, html));
	return str_utf8_cut(str_trim(html), max);
}
