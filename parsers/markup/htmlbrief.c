/*
 * Follows HTML's tokenizer (HTML5 section 12.2.4) as far as it goes without a
 * tree.  Where only a tree can say how to read on (foreign elements, select,
 * frames …), all the rest is left as it is.
 *
 * A run of text is everything between two non-space characters with no '<' or
 * '&' between: to the tree it is one character that is no space, and so one
 * stands for it: U+F0000 and its number.  HTML that has characters there is
 * left as it is; one made by an entity can only move a text of the same mail.
 */
#include "parsers/markup/htmlbrief.h"

#include "parsers/base/array.h"
#include "parsers/markup/htmltag.h"

enum {
	RUN_MIN = 8,			/* shorter text stays where it is */
	RUNS_MAX = 0xfffe,		/* U+FFFFE is no character */
	MARK = 4,			/* bytes of U+F0000 and on */
	ATTRIBUTES_MAX = 64,		/* of one tag */
	SLACK = 64 * 1024		/* hidden text that does not count */
};
#define MARK_LEAD	'\xf3'

struct brief {
	struct str	 in;
	size_t		 at;
	char		*to;		/* the output */
	size_t		 n;
	struct arena	*a;
	struct strs	*runs;
	size_t		 text;		/* bytes of text so far */
};

static bool
is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

static struct str
ahead(const struct brief *b)
{
	return str_sub(b->in, b->at, b->in.n);
}

static void
put(struct brief *b, struct str s)
{
	if (s.n > 0)
		memcpy(b->to + b->n, s.p, s.n);
	b->n += s.n;
}

/* What was read up to `end` stays. */
static void
keep(struct brief *b, size_t end)
{
	put(b, str_sub(b->in, b->at, end - b->at));
	b->at = end;
}

/* What was read up to `end` goes; SIZE_MAX: it does not end, and is nothing. */
static void
drop(struct brief *b, size_t end)
{
	b->at = end == SIZE_MAX ? b->in.n : end;
}

static void
keep_rest(struct brief *b)
{
	keep(b, b->in.n);
}

/* --- text --- */

static void
put_run(struct brief *b, struct str run)
{
	size_t i = b->runs->n;
	const char mark[MARK] = { MARK_LEAD, (char)(0xb0 | i >> 12),
	    (char)(0x80 | (i >> 6 & 0x3f)), (char)(0x80 | (i & 0x3f)) };

	if (run.n < RUN_MIN || i == RUNS_MAX) {
		put(b, run);
		return;
	}
	strs_add(b->a, b->runs, run);
	put(b, (struct str){ mark, MARK });
}

/* Up to the next '<' or '&'.  What a run begins with is no space of any kind. */
static void
take_text(struct brief *b)
{
	size_t end = b->at, from = b->at, to;

	while (end < b->in.n && b->in.p[end] != '<' && b->in.p[end] != '&')
		end++;
	while (from < end && (htmltag_is_space(b->in.p[from]) || b->in.p[from] == '\xc2'))
		from += b->in.p[from] == '\xc2' && from + 1 < end ? 2 : 1;
	for (to = end; to > from && htmltag_is_space(b->in.p[to - 1]);)
		to--;
	keep(b, from);
	put_run(b, str_sub(b->in, from, to - from));
	b->text += to - from;
	b->at = to;
	keep(b, end);
}

/* With all that may belong to its name: "&copyright" is "&copy" and "right". */
static void
take_entity(struct brief *b)
{
	size_t i = b->at + 1;

	while (i < b->in.n && (is_letter(b->in.p[i]) || b->in.p[i] == '#' ||
	    (b->in.p[i] >= '0' && b->in.p[i] <= '9')))
		i++;
	b->text++;
	keep(b, i + (i < b->in.n && b->in.p[i] == ';'));
}

/* --- comments and their like --- */

/* Behind the comment at hand; SIZE_MAX: it does not end. */
static size_t
comment_end(const struct brief *b)
{
	size_t i = b->at + 4;

	if (str_starts(str_sub(b->in, i, 1), STR(">")))
		return i + 1;
	if (str_starts(str_sub(b->in, i, 2), STR("->")))
		return i + 2;
	for (; (i = str_find(b->in, STR("--"), i)) != SIZE_MAX; i++) {
		if (str_starts(str_sub(b->in, i + 2, 1), STR(">")))
			return i + 3;
		if (str_starts(str_sub(b->in, i + 2, 2), STR("!>")))
			return i + 4;
	}
	return SIZE_MAX;
}

/* An empty one stays where what is around it must not become one: "&am<!-- -->p;". */
static void
take_comment(struct brief *b)
{
	size_t end = comment_end(b);

	if (b->n > 0 && b->to[b->n - 1] != '>' && !htmltag_is_space(b->to[b->n - 1]))
		put(b, STR("<!-->"));
	drop(b, end);
}

/* "<!doctype …>", "<![if …]>", "<?xml …>" */
static void
take_declaration(struct brief *b)
{
	size_t end = str_chr(b->in, '>', b->at);

	keep(b, end == SIZE_MAX ? b->in.n : end + 1);
}

/* --- tags --- */

enum body {
	BODY_HTML,			/* as usual */
	BODY_STYLE,			/* dropped */
	BODY_SCRIPT,			/* dropped, unless a comment may hide its end */
	BODY_TEXT,			/* no tags in it but its end */
	BODY_TREE			/* only a tree can say */
};

/* Formatting that is left open is opened again, three times with equal attributes. */
static const struct special {
	struct str	name;
	enum body	body;
	bool		formats;	/* its attributes stay */
} specials[] = {
	{ { "a", 1 }, BODY_HTML, true }, { { "b", 1 }, BODY_HTML, true },
	{ { "big", 3 }, BODY_HTML, true }, { { "code", 4 }, BODY_HTML, true },
	{ { "em", 2 }, BODY_HTML, true }, { { "font", 4 }, BODY_HTML, true },
	{ { "i", 1 }, BODY_HTML, true }, { { "nobr", 4 }, BODY_HTML, true },
	{ { "s", 1 }, BODY_HTML, true }, { { "small", 5 }, BODY_HTML, true },
	{ { "strike", 6 }, BODY_HTML, true }, { { "strong", 6 }, BODY_HTML, true },
	{ { "tt", 2 }, BODY_HTML, true }, { { "u", 1 }, BODY_HTML, true },
	{ { "style", 5 }, BODY_STYLE, false }, { { "script", 6 }, BODY_SCRIPT, false },
	{ { "title", 5 }, BODY_TEXT, false }, { { "textarea", 8 }, BODY_TEXT, false },
	{ { "svg", 3 }, BODY_TREE, false }, { { "math", 4 }, BODY_TREE, false },
	{ { "select", 6 }, BODY_TREE, false }, { { "frameset", 8 }, BODY_TREE, false },
	{ { "plaintext", 9 }, BODY_TREE, false }, { { "xmp", 3 }, BODY_TREE, false },
	{ { "iframe", 6 }, BODY_TREE, false }, { { "noembed", 7 }, BODY_TREE, false },
	{ { "noframes", 8 }, BODY_TREE, false }, { { "isindex", 7 }, BODY_TREE, false },
};

/* Those that html.c reads. */
static const struct str wanted[] = {
	{ "id", 2 }, { "class", 5 }, { "name", 4 }, { "style", 5 }, { "width", 5 },
	{ "height", 6 }, { "href", 4 }, { "alt", 3 }, { "border", 6 }, { "hidden", 6 },
	{ "start", 5 }, { "value", 5 },
};

static const struct special *
special_of(struct str name)
{
	for (size_t i = 0; i < COUNT(specials); i++)
		if (specials[i].name.n == name.n && str_ieq(specials[i].name, name))
			return &specials[i];
	return NULL;
}

static bool
is_wanted(struct str name)
{
	for (size_t i = 0; i < COUNT(wanted); i++)
		if (wanted[i].n == name.n && str_ieq(wanted[i], name))
			return true;
	return false;
}

/* Behind the tag whose attributes begin at i; SIZE_MAX when it does not end. */
static size_t
take_attributes(struct brief *b, size_t i, bool all)
{
	struct str whole, name;

	for (size_t n = 0; htmltag_attribute(b->in, &i, &whole, &name);) {
		if (n == ATTRIBUTES_MAX || (!all && !is_wanted(name)))
			continue;
		put(b, STR(" "));
		put(b, whole);
		n++;
	}
	return i < b->in.n ? i + 1 : SIZE_MAX;
}

/* Where "</name" stands that ends a body of text. */
static size_t
body_end(const struct brief *b, struct str name)
{
	size_t i = b->at;

	for (; (i = str_find(b->in, STR("</"), i)) != SIZE_MAX; i += 2) {
		struct str behind = str_sub(b->in, i + 2 + name.n, 1);

		if (str_ieq(str_sub(b->in, i + 2, name.n), name) && behind.n > 0 &&
		    (htmltag_is_space(behind.p[0]) || behind.p[0] == '/' || behind.p[0] == '>'))
			return i;
	}
	return SIZE_MAX;
}

static void
take_body(struct brief *b, const struct special *s)
{
	size_t end;

	if (s->body == BODY_TREE) {
		keep_rest(b);
		return;
	}
	end = body_end(b, s->name);
	if (s->body == BODY_STYLE)
		drop(b, end);
	else if (end == SIZE_MAX || (s->body == BODY_SCRIPT &&
	    str_find(str_sub(b->in, b->at, end - b->at), STR("<!--"), 0) != SIZE_MAX))
		keep_rest(b);
	else if (s->body == BODY_TEXT)
		keep(b, end);
	else
		drop(b, end);
}

static void
take_tag(struct brief *b)
{
	bool ends = b->in.p[b->at + 1] == '/';
	size_t from = b->at + 1 + ends, before = b->n, i, end;
	struct str name = htmltag_name(b->in, from);
	const struct special *s = special_of(name);

	i = from + name.n;
	put(b, str_sub(b->in, b->at, i - b->at));
	end = take_attributes(b, i, s != NULL && s->formats);
	if (end == SIZE_MAX) {
		b->n = before;
		drop(b, end);
		return;
	}
	put(b, STR(">"));
	b->at = end;
	if (!ends && s != NULL && s->body != BODY_HTML)
		take_body(b, s);
}

static void
take_markup(struct brief *b)
{
	struct str s = str_sub(ahead(b), 1, 3);

	if (str_starts(s, STR("!--")))
		take_comment(b);
	else if (s.n > 0 && (is_letter(s.p[0]) ||
	    (s.p[0] == '/' && s.n > 1 && is_letter(s.p[1]))))
		take_tag(b);
	else if (s.n > 0 && (s.p[0] == '!' || s.p[0] == '?' || s.p[0] == '/'))
		take_declaration(b);
	else
		keep(b, b->at + 1);
}

void
htmlbrief_make(struct arena *a, struct str html, size_t max, struct htmlbrief *out)
{
	struct brief b = { .in = html, .a = a, .runs = &out->runs };

	*out = (struct htmlbrief){ .html = html };
	if (str_chr(html, MARK_LEAD, 0) != SIZE_MAX)
		return;
	/* A space more before each attribute that stands right behind another. */
	b.to = arena_bytes(a, html.n + html.n / 4 + MARK);
	while (b.at < html.n && (b.text < max || b.text - max < SLACK)) {
		if (html.p[b.at] == '<')
			take_markup(&b);
		else if (html.p[b.at] == '&')
			take_entity(&b);
		else
			take_text(&b);
	}
	out->html = (struct str){ b.to, b.n };
}

/* The run that the mark at the start of `text` stands for, or NULL. */
static struct str *
run_of(const struct htmlbrief *b, struct str text)
{
	size_t i;

	if (text.n < MARK || text.p[0] != MARK_LEAD || (text.p[1] & 0xf0) != 0xb0)
		return NULL;
	i = ((size_t)text.p[1] & 0x0f) << 12 | ((size_t)text.p[2] & 0x3f) << 6 |
	    ((size_t)text.p[3] & 0x3f);
	return i < b->runs.n && b->runs.v[i].n > 0 ? &b->runs.v[i] : NULL;
}

bool
htmlbrief_next(struct htmlbrief *b, struct str *text, struct str *piece)
{
	struct str *run = run_of(b, *text);
	size_t end;

	if (text->n == 0)
		return false;
	end = run != NULL ? MARK : b->runs.n == 0 ? text->n : str_chr(*text, MARK_LEAD, 1);
	*piece = run != NULL ? *run : str_sub(*text, 0, end);
	*text = str_sub(*text, end, text->n);
	if (run != NULL)
		*run = STR_NONE;
	return true;
}

struct str
htmlbrief_first(const struct htmlbrief *b, struct str text)
{
	const struct str *run = run_of(b, text);

	return run != NULL ? *run : text;
}

struct str
htmlbrief_start(const struct htmlbrief *b, struct str text)
{
	text = str_trim(text);
	while (str_starts(text, STR("\xc2\xa0")))
		text = str_trim(str_sub(text, 2, text.n));
	return htmlbrief_first(b, text);
}
