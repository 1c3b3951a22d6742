/*
 * Mustache (its published specification, without lambdas and inheritance).  Trusts the template as configuration, a value in nothing: a
 * value goes to the output and is never read as template text.
 */
#include "parsers/text/template.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/json.h"
#include "parsers/text/htmltext.h"

enum {
	DEPTH_MAX = 32,			/* nested sections */
	TOKENS_MAX = 10000,
	DELIMITER_MAX = 8,
	NESTED_MAX = 8,			/* partials in partials */
	PARTIALS_MAX = 10000		/* taken in by one rendering */
};

struct template {
	struct piece	*v;
	size_t		 n;
};

struct scanner {
	struct arena	*a;
	struct str	 src;
	size_t		 at;
	size_t		 line;
	struct str	 open, close;	/* delimiters in force */
	struct piece	*v;
	size_t		 n;
	size_t		 stack[DEPTH_MAX];	/* open sections */
	size_t		 depth;
	const struct partials	*known;	/* NULL: any name is fine */
	size_t		 nested;	/* of `known`: how deep in partials this one is */
	struct err	*e;
};

static int
fault(struct scanner *s, size_t line, const char *what, struct str name)
{
	return err_set(s->e, ERR_CONF, "line %zu: %s%s%.*s%s", line, what,
	    name.n > 0 ? " \"" : "", STR_ARG(str_utf8_cut(name, 60)), name.n > 0 ? "\"" : "");
}

static int
add_token(struct scanner *s, enum piece_kind kind, struct str text, size_t line)
{
	if (s->n == TOKENS_MAX)
		return fault(s, line, "more tags than a template may have", STR_NONE);
	s->v = array_grow(s->a, s->v, s->n, sizeof(*s->v));
	s->v[s->n++] = (struct piece){ .kind = kind, .s = text, .line = line };
	return 0;
}

static bool
blank(struct str s)
{
	return str_trim(s).n == 0 && str_chr(s, '\n', 0) == SIZE_MAX;
}

/* Bytes since the last newline before `at`. */
static struct str
line_before(struct str src, size_t at)
{
	size_t from = at;

	while (from > 0 && src.p[from - 1] != '\n')
		from--;
	return str_sub(src, from, at - from);
}

/* Bytes from `at` up to and with its newline. */
static struct str
line_after(struct str src, size_t at)
{
	size_t nl = str_chr(src, '\n', at);

	return str_sub(src, at, nl == SIZE_MAX ? src.n : nl + 1 - at);
}

static bool
name_ok(struct str name)
{
	if (str_eq(name, STR(".")))
		return true;
	for (size_t i = 0; i < name.n; i++) {
		char c = name.p[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || c == '_' || c == '-';

		if (!word && (c != '.' || i == 0 || i + 1 == name.n || name.p[i - 1] == '.'))
			return false;
	}
	return name.n > 0;
}

static int
open_section(struct scanner *s, enum piece_kind kind, struct str name, size_t line)
{
	if (s->depth == DEPTH_MAX)
		return fault(s, line, "sections nest too deep", name);
	s->stack[s->depth++] = s->n;
	return add_token(s, kind, name, line);
}

static int
close_section(struct scanner *s, struct str name, size_t line)
{
	struct piece *open;

	if (s->depth == 0)
		return fault(s, line, "nothing to close by the name", name);
	open = &s->v[s->stack[s->depth - 1]];
	if (!str_eq(open->s, name))
		return fault(s, line, "sections cross: the open one is", open->s);
	open->end = s->n;
	s->depth--;
	return add_token(s, PIECE_CLOSE, name, line);
}

/* {{=<% %>=}} */
static int
set_delimiters(struct scanner *s, struct str body, size_t line)
{
	struct str open, close;

	body = str_trim(body);
	if (str_ends(body, STR("=")))
		body = str_trim(str_sub(body, 0, body.n - 1));
	if (!str_split(&body, ' ', &open))
		open = STR_NONE;
	close = str_trim(body);
	if (open.n == 0 || close.n == 0 || open.n > DELIMITER_MAX || close.n > DELIMITER_MAX ||
	    str_chr(close, ' ', 0) != SIZE_MAX || str_chr(open, '=', 0) != SIZE_MAX ||
	    str_chr(close, '=', 0) != SIZE_MAX)
		return fault(s, line, "no pair of delimiters", STR_NONE);
	s->open = open;
	s->close = close;
	return 0;
}

static const struct partial *
partial_find(const struct partials *all, struct str name)
{
	for (size_t i = 0; all != NULL && i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

static int	scan(struct scanner *);

/* What it takes in is followed, so that one that never ends is refused on load. */
static int
check_partial(struct scanner *s, struct str name, size_t line)
{
	const struct partial *p = partial_find(s->known, name);
	struct scanner inner = { .a = s->a, .known = s->known, .nested = s->nested + 1 };

	if (p == NULL)
		return fault(s, line, "there is no partial", name);
	if (inner.nested > NESTED_MAX)
		return fault(s, line, "partials take each other in, or nest too deep:", name);
	inner.src = p->source;
	inner.e = s->e;
	return scan(&inner);
}

static int
add_partial(struct scanner *s, struct str name, struct str indent, size_t line)
{
	if (s->known != NULL && check_partial(s, name, line) == -1)
		return -1;
	if (add_token(s, PIECE_PARTIAL, name, line) == -1)
		return -1;
	s->v[s->n - 1].indent = indent;
	return 0;
}

/* One tag: `sigil` is its kind of mark, or 0; `indent` stands before it alone. */
static int
add_tag(struct scanner *s, char sigil, struct str body, struct str indent, size_t line)
{
	struct str name = str_trim(body);

	if (sigil == '!')
		return 0;
	if (sigil == '=')
		return set_delimiters(s, body, line);
	if (!name_ok(name))
		return fault(s, line, "a tag without a proper name", name);
	switch (sigil) {
	case '#':
		return open_section(s, PIECE_OPEN, name, line);
	case '^':
		return open_section(s, PIECE_INVERTED, name, line);
	case '/':
		return close_section(s, name, line);
	case '>':
		return add_partial(s, name, indent, line);
	default:
		return add_token(s, sigil == 0 ? PIECE_VALUE : PIECE_RAW, name, line);
	}
}

static size_t
count_lines(struct str s)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == '\n';
	return n;
}

/* The tag that opens at `at`; the text before it begins at s->at. */
static int
scan_tag(struct scanner *s, size_t at)
{
	size_t from = at + s->open.n, end, after;
	char sigil = from < s->src.n ? s->src.p[from] : '\0';
	bool known = sigil != '\0' && strchr("#^/!=>&{", sigil) != NULL, alone;
	struct str closing = s->close, before = line_before(s->src, at), text;
	size_t line = s->line + count_lines(str_sub(s->src, s->at, at - s->at));

	if (sigil == '{')
		closing = str_printf(s->a, "}%.*s", STR_ARG(s->close));
	if (sigil == '=')
		closing = str_printf(s->a, "=%.*s", STR_ARG(s->close));
	from += known;
	end = str_find(s->src, closing, from);
	if (end == SIZE_MAX)
		return fault(s, line, "a tag is not closed", STR_NONE);
	after = end + closing.n;
	text = str_sub(s->src, s->at, at - s->at);
	/* What stands before it on the line must be text of the template itself. */
	alone = known && sigil != '&' && sigil != '{' && blank(before) && before.n <= text.n &&
	    str_trim(line_after(s->src, after)).n == 0;
	if (alone)
		text.n -= before.n;
	if (text.n > 0 && add_token(s, PIECE_TEXT, text, s->line) == -1)
		return -1;
	if (add_tag(s, known ? sigil : '\0', str_sub(s->src, from, end - from),
	    alone ? before : STR_NONE, line) == -1)
		return -1;
	if (alone)
		after += line_after(s->src, after).n;
	s->line = line + count_lines(str_sub(s->src, at, after - at));
	s->at = after;
	return 0;
}

static int
scan(struct scanner *s)
{
	size_t at;

	s->line = 1;
	s->open = STR("{{");
	s->close = STR("}}");
	while ((at = str_find(s->src, s->open, s->at)) != SIZE_MAX)
		if (scan_tag(s, at) == -1)
			return -1;
	if (s->depth > 0) {
		const struct piece *open = &s->v[s->stack[s->depth - 1]];

		return fault(s, open->line, "a section is never closed:", open->s);
	}
	return add_token(s, PIECE_TEXT, str_sub(s->src, s->at, s->src.n), s->line);
}

int
template_parse(struct arena *a, struct str source, const struct template **out, struct err *e)
{
	struct scanner s = { .a = a, .src = source, .e = e };
	struct template *t = ARENA_NEW(a, struct template);

	*out = t;
	if (scan(&s) == -1)
		return -1;
	*t = (struct template){ s.v, s.n };
	return 0;
}

size_t
template_pieces(const struct template *t, const struct piece **out)
{
	*out = t->v;
	return t->n;
}

int
template_check(struct str source, const struct partials *partials, struct err *e)
{
	static const struct partials none;
	struct arena *a = arena_new();
	struct scanner s = { .a = a, .src = source, .e = e,
	    .known = partials == NULL ? &none : partials };
	int rc = scan(&s);

	arena_free(a);
	return rc;
}

struct renderer {
	struct arena		*a;
	const struct piece	*v;	/* of the template, or of the partial inside */
	const struct partials	*partials;
	const struct view	*stack[(NESTED_MAX + 1) * DEPTH_MAX + 1];	/* innermost last */
	size_t			 depth;
	size_t			 nested, taken;	/* partials */
	struct buf		 out;
	enum template_escape	 escape;
	bool			 failed;
	struct err		*e;
};

static const struct view *
member(const struct view *object, struct str name)
{
	if (object->kind != VIEW_OBJECT)
		return NULL;
	for (size_t i = 0; i < object->n; i++)
		if (str_eq(object->v[i]->name, name))
			return object->v[i];
	return NULL;
}

/* The first part is looked for outwards; the rest only inside what it named. */
static const struct view *
find(const struct renderer *r, struct str name)
{
	const struct view *v = NULL;
	struct str part;

	if (str_eq(name, STR(".")))
		return r->stack[r->depth - 1];
	if (!str_split(&name, '.', &part))
		return NULL;
	for (size_t i = r->depth; v == NULL && i-- > 0;)
		v = member(r->stack[i], part);
	while (v != NULL && str_split(&name, '.', &part))
		v = member(v, part);
	return v;
}

static void
render_value(struct renderer *r, const struct piece *t)
{
	const struct view *v = find(r, t->s);

	if (v == NULL || v->kind == VIEW_OBJECT || v->kind == VIEW_LIST)
		return;
	if (r->escape == TEMPLATE_JSON)
		json_escape(&r->out, v->text);
	else if (r->escape == TEMPLATE_HTML && (t->kind != PIECE_RAW || v->kind != VIEW_HTML))
		htmltext_put(&r->out, v->text);
	else
		buf_add(&r->out, v->text);
}

static bool
is_true(const struct view *v)
{
	if (v == NULL)
		return false;
	if (v->kind == VIEW_LIST)
		return v->n > 0;
	return v->kind == VIEW_OBJECT || v->text.n > 0;
}

static void	render_range(struct renderer *, size_t from, size_t to);

static void
render_with(struct renderer *r, const struct view *v, size_t from, size_t to)
{
	r->stack[r->depth++] = v;
	render_range(r, from, to);
	r->depth--;
}

static void
render_section(struct renderer *r, size_t at)
{
	const struct piece *t = &r->v[at];
	const struct view *v = find(r, t->s);

	if (t->kind == PIECE_INVERTED) {
		if (!is_true(v))
			render_range(r, at + 1, t->end);
		return;
	}
	if (!is_true(v))
		return;
	if (v->kind != VIEW_LIST) {
		render_with(r, v, at + 1, t->end);
		return;
	}
	for (size_t i = 0; i < v->n; i++)
		render_with(r, v->v[i], at + 1, t->end);
}

static struct str
indented(struct arena *a, struct str source, struct str indent)
{
	struct buf b;

	if (indent.n == 0)
		return source;
	buf_init(&b, a);
	for (size_t at = 0; at < source.n;) {
		struct str line = line_after(source, at);

		buf_add(&b, indent);
		buf_add(&b, line);
		at += line.n;
	}
	return buf_str(&b);
}

/* A partial sees the values where it stands, with delimiters of its own. */
static void
render_partial(struct renderer *r, const struct piece *t)
{
	const struct partial *p = partial_find(r->partials, t->s);
	const struct template *inner;
	const struct piece *outer = r->v;

	if (p == NULL || r->failed)
		return;
	if (r->nested == NESTED_MAX || r->taken++ == PARTIALS_MAX) {
		err_set(r->e, ERR_CONF, "partials take each other in without end: \"%.*s\"",
		    STR_ARG(t->s));
		r->failed = true;
		return;
	}
	inner = t->indent.n == 0 ? p->parsed : NULL;
	if (inner == NULL && template_parse(r->a, indented(r->a, p->source, t->indent), &inner,
	    r->e) == -1) {
		r->failed = true;
		return;
	}
	r->nested++;
	r->v = inner->v;
	render_range(r, 0, inner->n);
	r->v = outer;
	r->nested--;
}

/* Recursion is as deep as sections and partials nest: the stack has room for all. */
static void
render_range(struct renderer *r, size_t from, size_t to)
{
	for (size_t i = from; i < to && !r->failed; i++) {
		const struct piece *t = &r->v[i];

		if (t->kind == PIECE_TEXT) {
			buf_add(&r->out, t->s);
		} else if (t->kind == PIECE_PARTIAL) {
			render_partial(r, t);
		} else if (t->kind == PIECE_VALUE || t->kind == PIECE_RAW) {
			render_value(r, t);
		} else if (t->kind == PIECE_OPEN || t->kind == PIECE_INVERTED) {
			render_section(r, i);
			i = t->end;
		}
	}
}

int
template_run(struct arena *a, const struct template *t, const struct partials *partials,
    const struct view *view, enum template_escape escape, struct str *out, struct err *e)
{
	struct renderer r = { .a = a, .v = t->v, .partials = partials, .escape = escape, .e = e };

	*out = STR_NONE;
	buf_init(&r.out, a);
	render_with(&r, view, 0, t->n);
	if (r.failed)
		return -1;
	*out = buf_str(&r.out);
	return 0;
}

int
template_render(struct arena *a, struct str source, const struct partials *partials,
    const struct view *view, enum template_escape escape, struct str *out, struct err *e)
{
	const struct template *t;

	*out = STR_NONE;
	return template_parse(a, source, &t, e) == -1 ? -1 :
	    template_run(a, t, partials, view, escape, out, e);
}
