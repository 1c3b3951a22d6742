/*
 * Mustache (its published specification, without lambdas, partials and
 * inheritance).  Trusts the template as configuration, a value in nothing: a
 * value goes to the output and is never read as template text.
 */
#include "parsers/template.h"

#include <string.h>

enum {
	DEPTH_MAX = 32,			/* nested sections */
	TOKENS_MAX = 10000,
	DELIMITER_MAX = 8
};

enum token_kind { TOKEN_TEXT, TOKEN_VALUE, TOKEN_RAW, TOKEN_OPEN, TOKEN_INVERTED,
	TOKEN_CLOSE };

struct token {
	enum token_kind	kind;
	struct str	s;		/* text, or name */
	size_t		end;		/* open: index of its close */
	size_t		line;
};

struct scanner {
	struct arena	*a;
	struct str	 src;
	size_t		 at;
	size_t		 line;
	struct str	 open, close;	/* delimiters in force */
	struct token	*v;
	size_t		 n, cap;
	size_t		 stack[DEPTH_MAX];	/* open sections */
	size_t		 depth;
	struct err	*e;
};

struct view *
view_object(struct arena *a)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->kind = VIEW_OBJECT;
	return v;
}

struct view *
view_list(struct arena *a)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->kind = VIEW_LIST;
	return v;
}

struct view *
view_add(struct arena *a, struct view *parent, struct str name, struct view *child)
{
	/* Full exactly at the powers of two, so no capacity is kept. */
	if ((parent->n & (parent->n - 1)) == 0) {
		struct view **v = ARENA_ARRAY(a, parent->n == 0 ? 1 : parent->n * 2,
		    struct view *);

		if (parent->n > 0)
			memcpy(v, parent->v, parent->n * sizeof(struct view *));
		parent->v = v;
	}
	child->name = name;
	parent->v[parent->n++] = child;
	return child;
}

static struct view *
add_value(struct arena *a, struct view *parent, const char *name, struct str s,
    enum view_kind kind)
{
	struct view *v = ARENA_NEW(a, struct view);

	v->kind = kind;
	v->text = s;
	return view_add(a, parent, str_c(name), v);
}

struct view *
view_text(struct arena *a, struct view *parent, const char *name, struct str text)
{
	return add_value(a, parent, name, text, VIEW_TEXT);
}

struct view *
view_html(struct arena *a, struct view *parent, const char *name, struct str html)
{
	return add_value(a, parent, name, html, VIEW_HTML);
}

static int
fault(struct scanner *s, size_t line, const char *what, struct str name)
{
	return err_set(s->e, ERR_CONF, "line %zu: %s%s%.*s%s", line, what,
	    name.n > 0 ? " \"" : "", STR_ARG(str_utf8_cut(name, 60)), name.n > 0 ? "\"" : "");
}

static int
add_token(struct scanner *s, enum token_kind kind, struct str text, size_t line)
{
	if (s->n == TOKENS_MAX)
		return fault(s, line, "more tags than a template may have", STR_NONE);
	if (s->n == s->cap) {
		size_t cap = s->cap == 0 ? 64 : s->cap * 2;
		struct token *v = ARENA_ARRAY(s->a, cap, struct token);

		if (s->n > 0)
			memcpy(v, s->v, s->n * sizeof(*v));
		s->v = v;
		s->cap = cap;
	}
	s->v[s->n++] = (struct token){ .kind = kind, .s = text, .line = line };
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
open_section(struct scanner *s, enum token_kind kind, struct str name, size_t line)
{
	if (s->depth == DEPTH_MAX)
		return fault(s, line, "sections nest too deep", name);
	s->stack[s->depth++] = s->n;
	return add_token(s, kind, name, line);
}

static int
close_section(struct scanner *s, struct str name, size_t line)
{
	struct token *open;

	if (s->depth == 0)
		return fault(s, line, "nothing to close by the name", name);
	open = &s->v[s->stack[s->depth - 1]];
	if (!str_eq(open->s, name))
		return fault(s, line, "sections cross: the open one is", open->s);
	open->end = s->n;
	s->depth--;
	return add_token(s, TOKEN_CLOSE, name, line);
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

/* One tag: `sigil` is its kind of mark, or 0. */
static int
add_tag(struct scanner *s, char sigil, struct str body, size_t line)
{
	struct str name = str_trim(body);

	if (sigil == '!')
		return 0;
	if (sigil == '=')
		return set_delimiters(s, body, line);
	if (sigil == '>')
		return fault(s, line, "there are no partials here", name);
	if (!name_ok(name))
		return fault(s, line, "a tag without a proper name", name);
	switch (sigil) {
	case '#':
		return open_section(s, TOKEN_OPEN, name, line);
	case '^':
		return open_section(s, TOKEN_INVERTED, name, line);
	case '/':
		return close_section(s, name, line);
	default:
		return add_token(s, sigil == 0 ? TOKEN_VALUE : TOKEN_RAW, name, line);
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
	if (text.n > 0 && add_token(s, TOKEN_TEXT, text, s->line) == -1)
		return -1;
	if (add_tag(s, known ? sigil : '\0', str_sub(s->src, from, end - from), line) == -1)
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
		const struct token *open = &s->v[s->stack[s->depth - 1]];

		return fault(s, open->line, "a section is never closed:", open->s);
	}
	return add_token(s, TOKEN_TEXT, str_sub(s->src, s->at, s->src.n), s->line);
}

int
template_check(struct str source, struct err *e)
{
	struct arena *a = arena_new();
	struct scanner s = { .a = a, .src = source, .e = e };
	int rc = scan(&s);

	arena_free(a);
	return rc;
}

struct renderer {
	const struct token	*v;
	const struct view	*stack[DEPTH_MAX + 1];	/* innermost last */
	size_t			 depth;
	struct buf		 out;
	bool			 html;
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
add_escaped(struct buf *b, struct str s)
{
	static const struct { char c; const char *to; } rows[] = {
		{ '&', "&amp;" }, { '<', "&lt;" }, { '>', "&gt;" }, { '"', "&quot;" },
		{ '\'', "&#39;" },
	};
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
			if (rows[k].c != s.p[i])
				continue;
			buf_add(b, str_sub(s, from, i - from));
			buf_adds(b, rows[k].to);
			from = i + 1;
		}
	}
	buf_add(b, str_sub(s, from, s.n));
}

static void
render_value(struct renderer *r, const struct token *t)
{
	const struct view *v = find(r, t->s);

	if (v == NULL || v->kind == VIEW_OBJECT || v->kind == VIEW_LIST)
		return;
	if (r->html && (t->kind != TOKEN_RAW || v->kind != VIEW_HTML))
		add_escaped(&r->out, v->text);
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
	const struct token *t = &r->v[at];
	const struct view *v = find(r, t->s);

	if (t->kind == TOKEN_INVERTED) {
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

/* Recursion is as deep as sections nest: DEPTH_MAX. */
static void
render_range(struct renderer *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct token *t = &r->v[i];

		if (t->kind == TOKEN_TEXT) {
			buf_add(&r->out, t->s);
		} else if (t->kind == TOKEN_VALUE || t->kind == TOKEN_RAW) {
			render_value(r, t);
		} else if (t->kind == TOKEN_OPEN || t->kind == TOKEN_INVERTED) {
			render_section(r, i);
			i = t->end;
		}
	}
}

int
template_render(struct arena *a, struct str source, const struct view *view, bool html,
    struct str *out, struct err *e)
{
	struct scanner s = { .a = a, .src = source, .e = e };
	struct renderer r = { .html = html };

	*out = STR_NONE;
	if (scan(&s) == -1)
		return -1;
	r.v = s.v;
	buf_init(&r.out, a);
	render_with(&r, view, 0, s.n);
	*out = buf_str(&r.out);
	return 0;
}
