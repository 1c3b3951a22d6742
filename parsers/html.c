/*
 * Gumbo builds the tree, a loop without recursion writes it down.  Trusts
 * nothing: gumbo takes its memory from an arena of its own with a budget (some
 * inputs make it clone elements without end, and its own clean-up recurses),
 * and is not asked at all about nesting that would make it quadratic.  Such
 * mail gets its tags cut off instead.
 */
#include "parsers/html.h"

#include <gumbo.h>
#include <setjmp.h>

#include "parsers/charset.h"

enum {
	DEPTH_MAX = 400,		/* of the tree; deeper elements are left out */
	OPEN_MAX = 200,			/* of open elements in the source */
	CLOSE_REACH = 16,		/* how far up an end tag may find its start */
	HREF_MAX = 1000,
	SCHEME_MAX = 13,		/* "https://www." and "/" */
	LIST_DEPTH_MAX = 8
};
#define BUDGET ((size_t)128 << 20)

/* --- what elements do --- */

enum flag {
	SKIP = 1 << 0,			/* nothing of it is text */
	QUOTE = 1 << 1,
	PRE = 1 << 2,
	LIST = 1 << 3,
	CELL = 1 << 4
};

/* Line ends before and after; 2 makes an empty line. */
static const struct { unsigned char lines, flags; } rules[GUMBO_TAG_LAST] = {
	[GUMBO_TAG_HEAD] = { 0, SKIP }, [GUMBO_TAG_SCRIPT] = { 0, SKIP },
	[GUMBO_TAG_STYLE] = { 0, SKIP }, [GUMBO_TAG_TITLE] = { 0, SKIP },
	[GUMBO_TAG_TEMPLATE] = { 0, SKIP }, [GUMBO_TAG_NOSCRIPT] = { 0, SKIP },
	[GUMBO_TAG_OBJECT] = { 0, SKIP }, [GUMBO_TAG_IFRAME] = { 0, SKIP },
	[GUMBO_TAG_SVG] = { 0, SKIP }, [GUMBO_TAG_MATH] = { 0, SKIP },
	[GUMBO_TAG_AUDIO] = { 0, SKIP }, [GUMBO_TAG_VIDEO] = { 0, SKIP },
	[GUMBO_TAG_CANVAS] = { 0, SKIP }, [GUMBO_TAG_MAP] = { 0, SKIP },
	[GUMBO_TAG_P] = { 2, 0 }, [GUMBO_TAG_H1] = { 2, 0 }, [GUMBO_TAG_H2] = { 2, 0 },
	[GUMBO_TAG_H3] = { 2, 0 }, [GUMBO_TAG_H4] = { 2, 0 }, [GUMBO_TAG_H5] = { 2, 0 },
	[GUMBO_TAG_H6] = { 2, 0 }, [GUMBO_TAG_BLOCKQUOTE] = { 1, QUOTE },
	[GUMBO_TAG_PRE] = { 1, PRE }, [GUMBO_TAG_LISTING] = { 1, PRE },
	[GUMBO_TAG_PLAINTEXT] = { 1, PRE }, [GUMBO_TAG_XMP] = { 1, PRE },
	[GUMBO_TAG_TEXTAREA] = { 1, PRE },
	[GUMBO_TAG_UL] = { 1, LIST }, [GUMBO_TAG_OL] = { 1, LIST }, [GUMBO_TAG_DL] = { 1, 0 },
	[GUMBO_TAG_LI] = { 1, 0 }, [GUMBO_TAG_DT] = { 1, 0 }, [GUMBO_TAG_DD] = { 1, 0 },
	[GUMBO_TAG_TABLE] = { 1, 0 }, [GUMBO_TAG_TR] = { 1, 0 },
	[GUMBO_TAG_TD] = { 0, CELL }, [GUMBO_TAG_TH] = { 0, CELL },
	[GUMBO_TAG_CAPTION] = { 1, 0 }, [GUMBO_TAG_DIV] = { 1, 0 },
	[GUMBO_TAG_SECTION] = { 1, 0 }, [GUMBO_TAG_ARTICLE] = { 1, 0 },
	[GUMBO_TAG_HEADER] = { 1, 0 }, [GUMBO_TAG_FOOTER] = { 1, 0 },
	[GUMBO_TAG_ASIDE] = { 1, 0 }, [GUMBO_TAG_MAIN] = { 1, 0 }, [GUMBO_TAG_NAV] = { 1, 0 },
	[GUMBO_TAG_ADDRESS] = { 1, 0 }, [GUMBO_TAG_CENTER] = { 1, 0 },
	[GUMBO_TAG_FIELDSET] = { 1, 0 }, [GUMBO_TAG_FORM] = { 1, 0 },
	[GUMBO_TAG_FIGURE] = { 1, 0 }, [GUMBO_TAG_FIGCAPTION] = { 1, 0 },
	[GUMBO_TAG_DETAILS] = { 1, 0 }, [GUMBO_TAG_SUMMARY] = { 1, 0 },
};

/* --- writing --- */

struct writer {
	struct buf	out;
	size_t		max;
	unsigned	lines;		/* line ends due before the next text */
	bool		space;		/* a space is due before it */
	bool		line_empty;	/* nothing on this line yet */
	unsigned	quotes;
	unsigned	pre;
	unsigned	lists;
	unsigned	number[LIST_DEPTH_MAX];	/* of the next item; 0: no numbers */
	bool		marker;		/* an item begins with the next text */
	size_t		link_from;	/* where the open link's text begins */
};

static void
due_lines(struct writer *w, unsigned n)
{
	if (n == 0)
		return;
	if (w->lines < n)
		w->lines = n;
	w->space = false;
}

static void
begin_line(struct writer *w)
{
	for (unsigned i = 0; i < w->quotes && i < LIST_DEPTH_MAX; i++)
		buf_addc(&w->out, '>');
	if (w->quotes > 0)
		buf_addc(&w->out, ' ');
	w->line_empty = true;
}

static void
end_line(struct writer *w)
{
	buf_addc(&w->out, '\n');
	begin_line(w);
}

static void
write_marker(struct writer *w)
{
	unsigned depth = w->lists < LIST_DEPTH_MAX ? w->lists : LIST_DEPTH_MAX;

	w->marker = false;
	for (unsigned i = 1; i < depth; i++)
		buf_adds(&w->out, "  ");
	if (depth > 0 && w->number[depth - 1] > 0)
		buf_printf(&w->out, "%u. ", w->number[depth - 1]++);
	else
		buf_adds(&w->out, "- ");
}

/* Before anything visible. */
static void
settle(struct writer *w)
{
	if (w->out.n == 0)
		begin_line(w);
	else
		for (; w->lines > 0; w->lines--)
			end_line(w);
	w->lines = 0;
	if (w->marker)
		write_marker(w);
	else if (w->space && !w->line_empty)
		buf_addc(&w->out, ' ');
	w->space = false;
	w->line_empty = false;
}

static void
write_pre(struct writer *w, struct str text)
{
	struct str line;

	for (bool first = true; str_split(&text, '\n', &line); first = false) {
		if (!first)
			w->lines++;
		if (line.n > 0) {
			settle(w);
			buf_add(&w->out, line);
		}
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static void
write_text(struct writer *w, struct str text)
{
	size_t i = 0, from;

	if (w->pre > 0) {
		write_pre(w, text);
		return;
	}
	while (i < text.n && w->out.n < w->max) {
		if (is_space(text.p[i])) {
			w->space = true;
			i++;
			continue;
		}
		/* No-break spaces are for the look; here they are spaces. */
		if (str_starts(str_sub(text, i, 2), STR("\xc2\xa0"))) {
			w->space = true;
			i += 2;
			continue;
		}
		for (from = i; i < text.n && !is_space(text.p[i]) &&
		    !str_starts(str_sub(text, i, 2), STR("\xc2\xa0"));)
			i++;
		settle(w);
		buf_add(&w->out, str_sub(text, from, i - from));
	}
}

/* --- elements --- */

static struct str
attribute(const GumboElement *e, const char *name)
{
	const GumboAttribute *at = gumbo_get_attribute(&e->attributes, name);

	return at == NULL ? STR_NONE : str_c(at->value);
}

/* "display:none" and what mailers put before it for Outlook. */
static bool
is_hidden(struct arena *a, const GumboElement *e)
{
	struct str style = attribute(e, "style");
	struct buf b;

	if (gumbo_get_attribute(&e->attributes, "hidden") != NULL)
		return true;
	if (str_ifind(style, STR("none"), 0) == SIZE_MAX &&
	    str_ifind(style, STR("hide"), 0) == SIZE_MAX)
		return false;
	buf_init(&b, a);
	for (size_t i = 0; i < style.n; i++)
		if (!is_space(style.p[i]))
			buf_addc(&b, style.p[i]);
	style = buf_str(&b);
	return str_ifind(style, STR("display:none"), 0) != SIZE_MAX ||
	    str_ifind(style, STR("mso-hide:all"), 0) != SIZE_MAX;
}

/* True when the reader sees the target already: "x.example" of https://x.example/. */
static bool
is_shown(struct str target, struct str shown, bool is_mail)
{
	if (str_ifind(shown, target, 0) != SIZE_MAX)
		return true;
	return !is_mail && shown.n + SCHEME_MAX >= target.n &&
	    str_ifind(target, shown, 0) != SIZE_MAX;
}

static void
write_target(struct writer *w, const GumboElement *e)
{
	struct str target = str_trim(attribute(e, "href")), shown;
	bool is_mail = str_istarts(target, STR("mailto:"));

	if (w->link_from >= w->out.n || w->out.n >= w->max || target.n > HREF_MAX)
		return;
	if (!is_mail && !str_istarts(target, STR("http://")) &&
	    !str_istarts(target, STR("https://")))
		return;
	if (is_mail)
		target = str_sub(target, 7, target.n);
	shown = str_trim((struct str){ w->out.p + w->link_from, w->out.n - w->link_from });
	if (shown.n == 0 || is_shown(target, shown, is_mail))
		return;
	buf_adds(&w->out, is_mail ? " <mailto:" : " <");
	for (size_t i = 0; i < target.n; i++)
		if (!is_space(target.p[i]))
			buf_addc(&w->out, target.p[i]);
	buf_addc(&w->out, '>');
}

/* Elements that write something themselves. */
static void
write_element(struct writer *w, const GumboElement *e)
{
	struct str alt;

	if (e->tag == GUMBO_TAG_BR) {
		w->lines++;
		w->space = false;
		w->line_empty = true;
	} else if (e->tag == GUMBO_TAG_HR) {
		due_lines(w, 1);
		settle(w);
		buf_adds(&w->out, "________________________________");
		due_lines(w, 1);
	} else if (e->tag == GUMBO_TAG_IMG && (alt = str_trim(attribute(e, "alt"))).n > 0) {
		settle(w);
		buf_addc(&w->out, '[');
		write_text(w, str_utf8_cut(alt, HREF_MAX));
		buf_addc(&w->out, ']');
	} else if (e->tag == GUMBO_TAG_LI)
		w->marker = true;
	else if (e->tag == GUMBO_TAG_A)
		w->link_from = w->out.n;
}

static bool
enter_element(struct arena *a, struct writer *w, const GumboElement *e)
{
	unsigned char flags = rules[e->tag].flags;

	if ((flags & SKIP) != 0 || is_hidden(a, e))
		return false;
	due_lines(w, rules[e->tag].lines);
	if ((flags & CELL) != 0)
		w->space = true;
	w->quotes += (flags & QUOTE) != 0;
	w->pre += (flags & PRE) != 0;
	if ((flags & LIST) != 0) {
		if (w->lists < LIST_DEPTH_MAX)
			w->number[w->lists] = e->tag == GUMBO_TAG_OL;
		w->lists++;
	}
	write_element(w, e);
	return true;
}

static void
leave_element(struct writer *w, const GumboElement *e)
{
	unsigned char flags = rules[e->tag].flags;

	if (e->tag == GUMBO_TAG_A)
		write_target(w, e);
	if (e->tag == GUMBO_TAG_LI)
		w->marker = false;
	w->quotes -= (flags & QUOTE) != 0;
	w->pre -= (flags & PRE) != 0;
	w->lists -= (flags & LIST) != 0;
	due_lines(w, rules[e->tag].lines);
}

/* --- the tree --- */

struct frame {
	const GumboElement	*e;
	unsigned		 next;	/* child */
};

static bool
enter_node(struct arena *a, struct writer *w, const GumboNode *n)
{
	switch (n->type) {
	case GUMBO_NODE_TEXT:
	case GUMBO_NODE_WHITESPACE:
	case GUMBO_NODE_CDATA:
		write_text(w, str_c(n->v.text.text));
		return false;
	case GUMBO_NODE_ELEMENT:
		return enter_element(a, w, &n->v.element);
	case GUMBO_NODE_DOCUMENT:
	case GUMBO_NODE_COMMENT:
	case GUMBO_NODE_TEMPLATE:
		break;
	}
	return false;
}

static void
write_tree(struct arena *a, struct writer *w, const GumboNode *root)
{
	struct frame *stack = ARENA_ARRAY(a, DEPTH_MAX, struct frame);
	size_t depth = 0;

	if (!enter_node(a, w, root))
		return;
	stack[depth++] = (struct frame){ &root->v.element, 0 };
	while (depth > 0) {
		struct frame *f = &stack[depth - 1];
		const GumboNode *child;

		if (f->next == f->e->children.length || w->out.n >= w->max) {
			leave_element(w, f->e);
			depth--;
			continue;
		}
		child = f->e->children.data[f->next++];
		if (!enter_node(a, w, child))
			continue;
		if (depth < DEPTH_MAX)
			stack[depth++] = (struct frame){ &child->v.element, 0 };
		else
			leave_element(w, &child->v.element);
	}
}

/* --- before gumbo --- */

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
 * True when more than OPEN_MAX elements may be open at once.  Counts too high
 * rather than too low: an end tag closes only what it finds near by.
 */
static bool
is_too_deep(struct str html)
{
	uint64_t open[OPEN_MAX], key;
	size_t depth = 0, i = 0, from;

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
		if (!ends) {
			if (i - from > 8 || nests(str_sub(html, from, i - from)))
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

/* What is left when nothing better is possible. */
static void
write_stripped(struct writer *w, struct str html)
{
	size_t i = 0, open;

	while (i < html.n) {
		open = str_chr(html, '<', i);
		write_text(w, str_sub(html, i, open == SIZE_MAX ? html.n : open - i));
		w->space = true;
		i = open == SIZE_MAX ? SIZE_MAX : str_chr(html, '>', open);
		if (i == SIZE_MAX)
			return;
		i++;
	}
}

struct memory {
	struct arena	*a;
	jmp_buf		 over;
};

static void *
memory_take(void *arg, size_t n)
{
	struct memory *m = arg;

	if (n > BUDGET || arena_used(m->a) > BUDGET - n)
		longjmp(m->over, 1);
	return arena_alloc(m->a, n);
}

static void
memory_drop(void *arg, void *p)
{
	(void)arg;
	(void)p;
}

/* NULL when gumbo wants more than the budget. */
static const GumboNode *
grow_tree(struct memory *m, struct str html)
{
	GumboOptions options = kGumboDefaultOptions;

	options.allocator = memory_take;
	options.deallocator = memory_drop;
	options.userdata = m;
	options.max_errors = 0;
	if (setjmp(m->over) != 0)
		return NULL;
	return gumbo_parse_with_options(&options, html.p, html.n)->root;
}

struct str
html_text(struct arena *a, struct str html, size_t max)
{
	struct writer w = { .max = max, .line_empty = true };
	struct memory m = { .a = NULL };
	const GumboNode *root = NULL;

	buf_init(&w.out, a);
	if (html.n == 0)
		return STR("");
	m.a = arena_new();
	if (!is_too_deep(html))
		root = grow_tree(&m, html);
	if (root != NULL)
		write_tree(a, &w, root);
	else
		write_stripped(&w, html);
	arena_free(m.a);
	/* Gumbo makes what an entity says: controls, and numbers that are no character. */
	html = charset_clean(a, charset_text(a, STR_NONE, STR_NONE, buf_str(&w.out)));
	return str_utf8_cut(str_trim(html), max);
}
