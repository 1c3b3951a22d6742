/* structure: see structure.h. */
#include "daemon/out/structure.h"

#include <string.h>

#include "daemon/out/literal.h"

enum {
	CODE_COLUMNS = 4,
	TAB_COLUMNS = 4,
	ITEM_COLUMNS = 2,		/* what is so far in goes on with a list's item */
	FENCE_MIN = 3,
	QUOTES_MAX = 16,		/* deeper ones are text */
	CELLS_MAX = 64
};

struct place {				/* where in the text a line stands */
	struct literal	l;
	struct str	rest;		/* behind the line */
	bool		below_blank, below_code, above_blank;
	bool		in_list;
	bool		in_changes;	/* lines of a difference up to the next blank one */
	size_t		quotes;		/* of the line above */
	size_t		cells;		/* of the table that it is in; 0: in none */
	bool		below_head;	/* of it */
	bool		no_table;	/* its rows would lose a cell */
	char		fence;		/* of the code that it is in; 0: in none */
	size_t		fence_size, fence_indent;
};

static char
at(struct str s, size_t i)
{
	return i < s.n ? s.p[i] : ' ';
}

static size_t
run(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == s.p[0])
		n++;
	return n;
}

static bool
is_blank(struct str line)
{
	return str_trim(line).n == 0;
}

static size_t
columns(struct str line, size_t *bytes)
{
	size_t n = 0, i = 0;

	for (; i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'); i++)
		n += line.p[i] == '\t' ? TAB_COLUMNS - n % TAB_COLUMNS : 1;
	*bytes = i;
	return n;
}

static struct str
next_line(const struct place *p)
{
	struct str rest = p->rest, line = STR_NONE;

	str_line(&rest, &line);
	return line;
}

/* --- what a line is --- */

static bool
is_fence(struct str s)
{
	size_t n = s.n > 0 && (s.p[0] == '`' || s.p[0] == '~') ? run(s) : 0;

	return n >= FENCE_MIN && (s.p[0] == '~' || str_chr(s, '`', n) == SIZE_MAX);
}

/* "- " and "* "; what begins with a plus was added. */
static bool
is_item(struct str s)
{
	if (s.n < 2 || (s.p[0] != '-' && s.p[0] != '*') || (s.p[1] != ' ' && s.p[1] != '\t'))
		return false;
	for (size_t i = 1; i < s.n; i++)
		if (strchr(" \t-*", s.p[i]) == NULL)
			return true;
	return false;
}

/* "# ListenPort 80" within other lines is a comment, alone it is a heading. */
static bool
is_comment(struct str s, const struct place *p)
{
	size_t n = run(s);

	return s.p[0] == '#' && (!p->below_blank || !p->above_blank || p->quotes > 0 ||
	    p->in_list || is_blank(str_sub(s, n, SIZE_MAX)));
}

/* "7. yes": where its dot stands, for a list would count anew. */
static size_t
ordinal(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n > 0 && n < s.n && (s.p[n] == '.' || s.p[n] == ')') ? n : SIZE_MAX;
}

/* Dashes below a text make no heading of it. */
static bool
is_underline(struct str s, const struct place *p)
{
	return !p->below_blank && (s.p[0] == '-' || s.p[0] == '=') && run(s) == str_rtrim(s).n;
}

static bool
has_pipe(struct str line)
{
	return str_chr(line, '|', 0) != SIZE_MAX;
}

/* "--- | ---:" */
static bool
is_rule(struct str line)
{
	bool dashes = false;

	for (size_t i = 0; i < line.n; i++) {
		if (strchr(" \t|:-", line.p[i]) == NULL)
			return false;
		dashes = dashes || line.p[i] == '-';
	}
	return dashes && has_pipe(line);
}

/* The byte that would make more of the line than a line of text, or SIZE_MAX. */
static size_t
looks_like(struct str s, const struct place *p)
{
	bool mark = is_comment(s, p) || is_underline(s, p) || is_rule(s) || is_fence(s) ||
	    s.p[0] == '+' || s.p[0] == '>' || is_item(s);

	return mark ? 0 : ordinal(s);
}

/* --- tables --- */

/* Pipes that md4c will see divide cells; the outer ones do not. */
static size_t
cells(struct str line)
{
	struct str s = str_trim(line);
	size_t n = 1;

	if (s.n > 0 && s.p[0] == '|')
		s = str_sub(s, 1, SIZE_MAX);
	if (s.n > 0 && s.p[s.n - 1] == '|' && at(s, s.n - 2) != '\\')
		s.n--;
	for (size_t i = 0; i < s.n; i++) {
		n += s.p[i] == '|';
		i += s.p[i] == '\\';
	}
	return n;
}

/* Of the table that begins with this line; 0: none does, or one that would lose a cell. */
static size_t
table_cells(struct place *p, struct str head)
{
	struct str rest = p->rest, line;
	size_t n = cells(head);

	if (!has_pipe(head) || n > CELLS_MAX || !str_line(&rest, &line) || !is_rule(line) ||
	    cells(line) != n)
		return 0;
	while (str_line(&rest, &line) && has_pipe(line))
		if ((p->no_table = cells(line) > n))
			return 0;
	return n;
}

/* --- code --- */

/* As far in as its fence was, or less. */
static struct str
without_indent(struct str line, size_t n)
{
	size_t i = 0;

	while (i < n && i < line.n && line.p[i] == ' ')
		i++;
	return str_sub(line, i, SIZE_MAX);
}

/* Code between fences is no list's: it begins where the line does. */
static void
open_fence(struct place *p, struct str s, size_t indent)
{
	if (p->in_list || p->quotes > 0)
		buf_addc(&p->l.b, '\n');
	p->fence = s.p[0];
	p->fence_size = run(s);
	p->fence_indent = indent;
	p->in_list = false;
	buf_add(&p->l.b, str_sub(s, 0, p->fence_size));
	for (size_t i = p->fence_size; i < s.n; i++)
		literal_put(&p->l, s.p[i]);
}

static bool
put_fence(struct place *p, struct str line)
{
	size_t bytes, n = columns(line, &bytes);
	struct str s = str_sub(line, bytes, SIZE_MAX);

	if (p->fence == 0) {
		if (!is_fence(s) || (n >= CODE_COLUMNS && !p->in_list))
			return false;
		open_fence(p, s, bytes);
	} else if (at(s, 0) == p->fence && run(s) >= p->fence_size &&
	    is_blank(str_sub(s, run(s), SIZE_MAX))) {
		p->fence = 0;
		buf_add(&p->l.b, s);
	} else {
		buf_add(&p->l.b, without_indent(line, p->fence_indent));
	}
	return true;
}

/* --- lines of text --- */

/* ">> " with what stands before it: how many bytes. */
static size_t
quote_marks(struct str line, size_t *depth)
{
	size_t i = 0, k = 0;

	for (*depth = 0; *depth < QUOTES_MAX; i = k + 1 + (at(line, k + 1) == ' ' &&
	    k + 1 < line.n), (*depth)++) {
		for (k = i; k < line.n && k < i + CODE_COLUMNS - 1 && line.p[k] == ' ';)
			k++;
		if (at(line, k) != '>')
			break;
	}
	return i;
}

/* A difference begins with a line that was added, or that says where. */
static bool
is_changes(const struct place *p, struct str line)
{
	struct str rest = p->rest;

	do {
		if (is_blank(line))
			return false;
		if (line.p[0] == '+' || str_starts(line, STR("@@ ")))
			return true;
	} while (str_line(&rest, &line));
	return false;
}

static void
put_indent(struct place *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		literal_put(&p->l, ' ');
}

/* Behind the marks of quotes and items. */
static void
put_text(struct place *p, struct str s)
{
	size_t mark;

	if (s.n == 0)
		return;
	mark = looks_like(s, p);
	if (mark != SIZE_MAX) {
		buf_add(&p->l.b, str_sub(s, 0, mark));
		literal_put(&p->l, s.p[mark]);
		s = str_sub(s, mark + 1, SIZE_MAX);
	}
	literal_inline(&p->l, s);
}

/* In the one form that md4c knows: three dashes a cell, or more. */
static void
put_rule(struct place *p, struct str line)
{
	struct str s = str_trim(line), cell;

	if (at(s, 0) == '|')
		s = str_sub(s, 1, SIZE_MAX);
	for (size_t i = 0; i < p->cells && str_split(&s, '|', &cell); i++) {
		cell = str_trim(cell);
		buf_adds(&p->l.b, at(cell, 0) == ':' ? "|:--" : "|---");
		buf_adds(&p->l.b, str_ends(cell, STR(":")) ? ":" : "-");
	}
	buf_addc(&p->l.b, '|');
}

/* Whether the line is a table's; one begins on a paragraph of its own. */
static bool
put_row(struct place *p, struct str line)
{
	size_t bytes, was = p->cells;

	if (!has_pipe(line)) {
		if (p->cells > 0)
			buf_addc(&p->l.b, '\n');
		p->cells = 0;
		p->no_table = false;
		return false;
	}
	if (p->cells == 0 && (columns(line, &bytes) >= CODE_COLUMNS || p->in_list ||
	    p->no_table || (p->cells = table_cells(p, line)) == 0))
		return false;
	if (was == 0 && !p->below_blank)
		buf_addc(&p->l.b, '\n');
	p->l.in_table = true;
	if (p->below_head)
		put_rule(p, line);
	else
		put_text(p, str_trim(line));
	p->l.in_table = false;
	p->below_head = was == 0;
	return true;
}

static bool
is_task(struct str s)
{
	return s.n > 4 && s.p[0] == '[' && strchr(" xX", s.p[1]) != NULL && s.p[2] == ']' &&
	    s.p[3] == ' ';
}

static void
put_item(struct place *p, struct str line, size_t bytes)
{
	struct str s = str_sub(line, bytes + 1, SIZE_MAX);
	size_t more;

	columns(s, &more);
	s = str_sub(s, more, SIZE_MAX);
	buf_add(&p->l.b, str_sub(line, 0, bytes + 1));
	buf_addc(&p->l.b, ' ');
	if (is_task(s)) {
		buf_add(&p->l.b, str_sub(s, 0, 4));
		s = str_sub(s, 4, SIZE_MAX);
	}
	p->in_list = true;
	put_text(p, s);
}

/* A list that has no more of it ends, else the line would be its last item's. */
static void
end_list(struct place *p)
{
	if (p->in_list && !p->below_blank)
		buf_addc(&p->l.b, '\n');
	p->in_list = false;
}

static void
put_marks(struct place *p, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_addc(&p->l.b, '>');
}

static void
put_quoted(struct place *p, struct str line, size_t depth, size_t bytes)
{
	struct str s = str_sub(line, bytes, SIZE_MAX);
	size_t more, n = columns(s, &more);

	end_list(p);
	p->below_code = false;
	p->quotes = depth;
	put_marks(p, depth);
	buf_addc(&p->l.b, ' ');
	put_indent(p, n);
	put_text(p, str_sub(s, more, SIZE_MAX));
}

static void
put_plain(struct place *p, struct str line)
{
	size_t bytes, n = columns(line, &bytes);
	struct str s = str_sub(line, bytes, SIZE_MAX);
	bool code = n >= CODE_COLUMNS && !p->in_list && (p->below_blank || p->below_code);

	p->below_code = code;
	if (code) {
		buf_add(&p->l.b, line);
	} else if (p->in_changes) {
		put_indent(p, n);
		put_text(p, s);
	} else if (is_item(s) && (n < CODE_COLUMNS || p->in_list) && !is_underline(s, p)) {
		put_item(p, line, bytes);
	} else {
		if (n < ITEM_COLUMNS)
			end_list(p);
		if (p->in_list)
			buf_add(&p->l.b, str_sub(line, 0, bytes));
		else
			put_indent(p, n);
		put_text(p, s);
	}
}

/* Of fewer quotes than the line above: what that one was ends. */
static void
end_quotes(struct place *p, size_t depth)
{
	if (p->quotes > depth) {
		put_marks(p, depth);
		buf_addc(&p->l.b, '\n');
	}
	p->quotes = depth;
}

static void
put_line(struct place *p, struct str line)
{
	size_t depth = 0, bytes;

	if (put_fence(p, line) || is_blank(line)) {
		p->cells = p->quotes = 0;
		p->no_table = false;
		return;
	}
	bytes = quote_marks(line, &depth);
	end_quotes(p, depth);
	if (depth > 0)
		put_quoted(p, line, depth, bytes);
	else if (!put_row(p, line))
		put_plain(p, line);
}

struct str
structure_mark(struct arena *a, struct str text)
{
	struct place p = { .below_blank = true };
	struct str line;

	p.rest = literal_clean(a, text);
	literal_begin(&p.l, a, p.rest);
	while (str_line(&p.rest, &line)) {
		p.above_blank = is_blank(next_line(&p));
		if (p.below_blank)
			p.in_changes = is_changes(&p, line);
		put_line(&p, line);
		buf_addc(&p.l.b, '\n');
		p.below_blank = is_blank(line);
	}
	return buf_str(&p.l.b);
}
