/*
 * Trusts nothing.  Time is linear in the bytes, memory a byte for each open
 * element and one piece.
 */
#include "parsers/markup/htmlflat.h"

#include "parsers/base/array.h"
#include "parsers/markup/htmlmark.h"
#include "parsers/markup/htmltag.h"

enum {
	PIECE_BYTES = 64 * 1024,	/* of HTML; of any tags a tree within the budget */
	TAG_BYTES = 1000,		/* of a start tag with its attributes */
	TAG_WORDS = 60,			/* in it, that may be attributes to gumbo */
	CLOSE_REACH = 64,		/* how far up an end tag may find its start */
	KEPT = 0x80			/* in htmlflat.open: it stays */
};

enum role {
	ROLE_INLINE,			/* left out */
	ROLE_BLOCK,			/* left out: a line ends */
	ROLE_KEPT,			/* stays */
	ROLE_FREE,			/* stays, and needs no end: it never nests */
	ROLE_RAW,			/* left out with what is in it, which holds no tags */
};

static const struct row {
	struct str	name;
	enum role	role;
} rows[] = {
	{ { "", 0 }, ROLE_INLINE },	/* what no other row names */
	{ { "div", 3 }, ROLE_BLOCK }, { { "center", 6 }, ROLE_BLOCK },
	{ { "section", 7 }, ROLE_BLOCK }, { { "article", 7 }, ROLE_BLOCK },
	{ { "header", 6 }, ROLE_BLOCK }, { { "footer", 6 }, ROLE_BLOCK },
	{ { "main", 4 }, ROLE_BLOCK }, { { "aside", 5 }, ROLE_BLOCK },
	{ { "nav", 3 }, ROLE_BLOCK }, { { "form", 4 }, ROLE_BLOCK },
	{ { "fieldset", 8 }, ROLE_BLOCK }, { { "address", 7 }, ROLE_BLOCK },
	{ { "figure", 6 }, ROLE_BLOCK }, { { "figcaption", 10 }, ROLE_BLOCK },
	{ { "details", 7 }, ROLE_BLOCK }, { { "summary", 7 }, ROLE_BLOCK },
	{ { "blockquote", 10 }, ROLE_KEPT }, { { "table", 5 }, ROLE_KEPT },
	{ { "caption", 7 }, ROLE_KEPT }, { { "ul", 2 }, ROLE_KEPT }, { { "ol", 2 }, ROLE_KEPT },
	{ { "dl", 2 }, ROLE_KEPT }, { { "pre", 3 }, ROLE_KEPT }, { { "a", 1 }, ROLE_KEPT },
	{ { "h1", 2 }, ROLE_KEPT }, { { "h2", 2 }, ROLE_KEPT }, { { "h3", 2 }, ROLE_KEPT },
	{ { "h4", 2 }, ROLE_KEPT }, { { "h5", 2 }, ROLE_KEPT }, { { "h6", 2 }, ROLE_KEPT },
	{ { "head", 4 }, ROLE_KEPT }, { { "object", 6 }, ROLE_KEPT },
	{ { "noscript", 8 }, ROLE_KEPT }, { { "svg", 3 }, ROLE_KEPT },
	{ { "math", 4 }, ROLE_KEPT }, { { "audio", 5 }, ROLE_KEPT },
	{ { "video", 5 }, ROLE_KEPT }, { { "canvas", 6 }, ROLE_KEPT },
	{ { "map", 3 }, ROLE_KEPT }, { { "select", 6 }, ROLE_KEPT },
	{ { "template", 8 }, ROLE_KEPT },
	{ { "p", 1 }, ROLE_FREE }, { { "br", 2 }, ROLE_FREE }, { { "hr", 2 }, ROLE_FREE },
	{ { "img", 3 }, ROLE_FREE }, { { "li", 2 }, ROLE_FREE }, { { "dt", 2 }, ROLE_FREE },
	{ { "dd", 2 }, ROLE_FREE }, { { "tr", 2 }, ROLE_FREE }, { { "td", 2 }, ROLE_FREE },
	{ { "th", 2 }, ROLE_FREE }, { { "thead", 5 }, ROLE_FREE }, { { "tbody", 5 }, ROLE_FREE },
	{ { "tfoot", 5 }, ROLE_FREE }, { { "option", 6 }, ROLE_FREE },
	{ { "style", 5 }, ROLE_RAW }, { { "script", 6 }, ROLE_RAW }, { { "title", 5 }, ROLE_RAW },
	{ { "iframe", 6 }, ROLE_RAW }, { { "noembed", 7 }, ROLE_RAW },
	{ { "noframes", 8 }, ROLE_RAW },
};

static const char line_end[] = "<div></div>";

static unsigned char
row_of(struct str name)
{
	for (size_t i = 1; i < COUNT(rows); i++)
		if (str_ieq(name, rows[i].name))
			return (unsigned char)i;
	return 0;
}

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

void
htmlflat_init(struct htmlflat *f, struct arena *a, struct str html)
{
	*f = (struct htmlflat){ .a = a, .rest = html };
	buf_init(&f->piece, a);
}

static void
cut(struct htmlflat *f, size_t n)
{
	f->rest = str_sub(f->rest, n, f->rest.n);
}

/* --- start tags --- */

/* Whether what programs mark with it changes how it is read. */
static bool
is_marked(struct htmlflat *f, const struct htmlattrs *at)
{
	struct htmlstyle style;

	if (at->id.n + at->class.n + at->name.n + at->style.n == 0)
		return false;
	htmlmark_style(at, &style);
	return style.is_hidden || style.unseen != HTMLSET_INHERIT || style.pre != HTMLSET_INHERIT ||
	    htmlmark_of(f->a, at) != HTMLMARK_NONE;
}

/* The tag, or its name alone where it would have too many attributes. */
static struct str
short_tag(struct htmlflat *f, struct str tag, struct str name)
{
	size_t words = 0;

	for (size_t i = 0; i < tag.n && i < TAG_BYTES; i++)
		words += htmltag_is_space(tag.p[i]) || tag.p[i] == '/' || tag.p[i] == '"';
	if (tag.n <= TAG_BYTES && words <= TAG_WORDS)
		return tag;
	return str_printf(f->a, "<%.*s>", STR_ARG(name));
}

/* One more open element; those below what can be kept are left out. */
static void
push(struct htmlflat *f, unsigned char row, bool keep, struct str tag)
{
	keep = keep && f->n_kept < HTMLFLAT_KEPT;
	f->open = array_grow(f->a, f->open, f->depth, sizeof(*f->open));
	f->open[f->depth++] = row | (keep ? KEPT : 0);
	if (keep) {
		f->kept[f->n_kept++] = tag;
		buf_add(&f->piece, tag);
	} else if (rows[row].role != ROLE_INLINE)
		buf_adds(&f->piece, line_end);
}

/* Behind the end of a body without tags; all when it has none. */
static size_t
raw_end(const struct htmlflat *f, size_t from, struct str name)
{
	size_t i = from;

	while ((i = str_find(f->rest, STR("</"), i)) != SIZE_MAX) {
		if (str_ieq(htmltag_name(f->rest, i + 2), name)) {
			i = str_chr(f->rest, '>', i);
			break;
		}
		i += 2;
	}
	return i == SIZE_MAX ? f->rest.n : i + 1;
}

static void
take_start(struct htmlflat *f)
{
	struct str name = htmltag_name(f->rest, 1), tag;
	unsigned char row = row_of(name);
	size_t end = 1 + name.n;
	struct htmlattrs at;

	if (!htmltag_attributes(f->rest, &end, &at)) {
		f->rest = STR_NONE;
		return;
	}
	tag = short_tag(f, str_sub(f->rest, 0, end), name);
	if (rows[row].role == ROLE_RAW)
		end = raw_end(f, end, name);
	else if (rows[row].role == ROLE_FREE)
		buf_add(&f->piece, tag);
	else
		push(f, row, rows[row].role == ROLE_KEPT || is_marked(f, &at), tag);
	cut(f, end);
}

/* --- end tags --- */

static void
pop(struct htmlflat *f)
{
	unsigned char top = f->open[--f->depth], row = top & (unsigned char)~KEPT;

	if ((top & KEPT) != 0) {
		f->n_kept--;
		buf_printf(&f->piece, "</%.*s>", STR_ARG(htmltag_name(f->kept[f->n_kept], 1)));
	} else if (rows[row].role != ROLE_INLINE)
		buf_adds(&f->piece, line_end);
}

static void
take_end(struct htmlflat *f)
{
	struct str name = htmltag_name(f->rest, 2);
	size_t end = str_chr(f->rest, '>', 2);
	unsigned char row = row_of(name);

	for (size_t up = 1; up <= f->depth && up <= CLOSE_REACH; up++) {
		if ((f->open[f->depth - up] & (unsigned char)~KEPT) != row)
			continue;
		for (; up > 0; up--)
			pop(f);
		break;
	}
	if (rows[row].role == ROLE_FREE)
		buf_printf(&f->piece, "</%.*s>", STR_ARG(rows[row].name));
	cut(f, end == SIZE_MAX ? f->rest.n : end + 1);
}

/* --- pieces --- */

/* Comments, declarations and instructions say nothing. */
static void
take_comment(struct htmlflat *f)
{
	bool comment = str_starts(f->rest, STR("<!--"));
	size_t end = comment ? str_find(f->rest, STR("-->"), 2) : str_chr(f->rest, '>', 1);

	cut(f, end == SIZE_MAX ? f->rest.n : end + (comment ? 3 : 1));
}

static void
take_markup(struct htmlflat *f)
{
	struct str s = str_sub(f->rest, 1, 2);

	if (s.n > 0 && is_letter(s.p[0]))
		take_start(f);
	else if (s.n > 1 && s.p[0] == '/' && is_letter(s.p[1]))
		take_end(f);
	else if (s.n > 0 && (s.p[0] == '!' || s.p[0] == '?' || s.p[0] == '/'))
		take_comment(f);
	else {
		buf_adds(&f->piece, "&lt;");
		cut(f, 1);
	}
}

bool
htmlflat_next(struct htmlflat *f, struct str *piece)
{
	if (f->rest.n == 0)
		return false;
	f->piece.n = 0;
	for (size_t i = 0; i < f->n_kept; i++)
		buf_add(&f->piece, f->kept[i]);
	for (size_t from = f->piece.n; f->rest.n > 0 && f->piece.n - from < PIECE_BYTES;) {
		size_t at = str_chr(f->rest, '<', 0);
		struct str text = str_sub(f->rest, 0, at);

		buf_add(&f->piece, text);
		cut(f, text.n);
		if (f->rest.n > 0)
			take_markup(f);
	}
	*piece = buf_str(&f->piece);
	return true;
}
