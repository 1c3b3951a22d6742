/* literal: see literal.h. */
#include "daemon/out/literal.h"

#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum {
	MARK_BYTES = 3,			/* U+FDD0 and the next ones */
	URL_BYTES = 9,			/* cmark writes them so into an address */
	CODE_COLUMNS = 4,
	TAB_COLUMNS = 4,
	LINK_MAX = 2000,
};

#define MARK_LEAD	"\xef\xb7"
#define URL_LEAD	"%EF%B7%9"

static const struct {
	char		 c;
	const char	*html, *url;
} kept[] = {
	{ ' ', "&nbsp;", "%20" }, { '\\', "\\", "%5C" }, { '&', "&amp;", "&amp;" },
	{ '<', "&lt;", "%3C" }, { '[', "[", "%5B" }, { '_', "_", "_" }, { '*', "*", "*" },
	{ '#', "#", "#" }, { '.', ".", "." }, { ')', ")", ")" }, { '-', "-", "-" },
	{ '=', "=", "=" },
};

/* What the line above a line was, and the one below it is. */
struct place {
	bool	below_blank, below_code, above_blank;
};

static void
put_mark(struct buf *b, char c)
{
	for (size_t i = 0; i < COUNT(kept); i++)
		if (kept[i].c == c) {
			buf_adds(b, MARK_LEAD);
			buf_addc(b, (char)(0x90 + i));
			return;
		}
	buf_addc(b, c);
}

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char
at(struct str s, size_t i)
{
	return i < s.n ? s.p[i] : ' ';
}

/* How many of the same stand at i. */
static size_t
run(struct str s, size_t i)
{
	size_t n = 0;

	while (i + n < s.n && s.p[i + n] == s.p[i])
		n++;
	return n;
}

static bool
is_blank(struct str line)
{
	return str_trim(line).n == 0;
}

/* --- within a line --- */

/* "<https://…>" and "<jo@x.example>" are links; all else is what somebody typed. */
static bool
is_link(struct str s, size_t i)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://", "mailto:" };
	struct str in = str_sub(s, i + 1, LINK_MAX);
	size_t end = str_chr(in, '>', 0);

	in = str_sub(in, 0, end);
	if (end == SIZE_MAX || str_chr(in, ' ', 0) != SIZE_MAX)
		return false;
	for (size_t k = 0; k < COUNT(schemes); k++)
		if (str_istarts(in, str_c(schemes[k])))
			return true;
	return address_is_safe(in);
}

/* Within a product or a pattern of file names no emphasis begins or ends. */
static bool
is_star(struct str s, size_t i)
{
	char before = i == 0 ? ' ' : s.p[i - 1], after = at(s, i + run(s, i));

	return (is_alnum(before) && is_alnum(after)) || before == '/' || before == '\\' ||
	    ((after == '.' || after == '/') && !is_alnum(before) &&
	    str_chr(STR(".,;:!?)*_"), before, 0) == SIZE_MAX);
}

/* "__init__": how many bytes; 0: nothing of the kind. */
static size_t
dunder(struct str s, size_t i)
{
	size_t end = i + 2;

	if (run(s, i) != 2)
		return 0;
	while (end < s.n && (is_alnum(s.p[end]) || (s.p[end] == '_' && at(s, end + 1) != '_')))
		end++;
	return end > i + 2 && run(s, end) == 2 ? end + 2 - i : 0;
}

/* Columns keep their width; the last space lets a line wrap. */
static size_t
put_spaces(struct buf *b, struct str s, size_t i)
{
	size_t n = run(s, i);

	for (size_t k = 1; k < n && i + n < s.n; k++)
		put_mark(b, ' ');
	buf_addc(b, ' ');
	return i + n;
}

/* How many bytes from i on are not Markdown's; 0: they are. */
static size_t
literal_size(struct str s, size_t i)
{
	switch (s.p[i]) {
	case '\\':
	case '&':
		return 1;
	case '<':
		return is_link(s, i) ? 0 : 1;
	case '*':
		return is_star(s, i) ? run(s, i) : 0;
	case '_':
		return dunder(s, i);
	default:
		return 0;
	}
}

static void
put_inline(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.n;) {
		size_t n = literal_size(s, i), end = i + (n > 0 ? n : run(s, i));

		if (s.p[i] == ' ') {
			i = put_spaces(b, s, i);
			continue;
		}
		for (; i < end; i++) {
			if (n > 0)
				put_mark(b, s.p[i]);
			else
				buf_addc(b, s.p[i]);
		}
	}
}

/* --- lines --- */

static size_t
columns(struct str line, size_t *bytes)
{
	size_t n = 0, i = 0;

	for (; i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'); i++)
		n += line.p[i] == '\t' ? TAB_COLUMNS - n % TAB_COLUMNS : 1;
	*bytes = i;
	return n;
}

static bool
is_fence(struct str s)
{
	return str_starts(s, STR("```")) || str_starts(s, STR("~~~"));
}

/* A list's or a quote's, or a fence: these need their indent. */
static bool
starts_block(struct str s)
{
	return str_starts(s, STR(">")) || is_fence(s) ||
	    (s.n > 1 && str_chr(STR("-+*"), s.p[0], 0) != SIZE_MAX && s.p[1] == ' ');
}

/* "# ListenPort 80" within other lines is a comment, alone it is a heading. */
static bool
is_comment(struct str s, const struct place *p)
{
	size_t n = run(s, 0);

	return s.p[0] == '#' && n <= 6 && at(s, n) == ' ' && !(p->below_blank && p->above_blank);
}

/* "7. yes": where its dot stands, for a list would count anew. */
static size_t
ordinal(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
		n++;
	return n > 0 && n < s.n && (s.p[n] == '.' || s.p[n] == ')') && at(s, n + 1) == ' ' ?
	    n : SIZE_MAX;
}

/* Dashes below a text make no heading of it. */
static bool
is_underline(struct str s, const struct place *p)
{
	return !p->below_blank && (s.p[0] == '-' || s.p[0] == '=') &&
	    run(s, 0) == str_rtrim(s).n;
}

/* "[1]: https://…" defines nothing: it is to be read. */
static bool
is_reference(struct str s)
{
	size_t end = s.p[0] == '[' ? str_chr(s, ']', 1) : SIZE_MAX;

	return end != SIZE_MAX && at(s, end + 1) == ':';
}

/* What would make more of the line than a line of text, or SIZE_MAX. */
static size_t
structure(struct str s, const struct place *p)
{
	return is_comment(s, p) || is_underline(s, p) || is_reference(s) ? 0 : ordinal(s);
}

static void
put_line(struct buf *b, struct str line, struct place *p)
{
	size_t bytes, n = columns(line, &bytes), mark;
	struct str s = str_sub(line, bytes, SIZE_MAX);
	bool code = n >= CODE_COLUMNS && (p->below_blank || p->below_code);

	if (s.n == 0)
		return;
	if (code || starts_block(s))
		buf_add(b, str_sub(line, 0, bytes));
	else
		for (size_t i = 0; i < n; i++)
			put_mark(b, ' ');
	mark = structure(s, p);
	if (mark != SIZE_MAX) {
		buf_add(b, str_sub(s, 0, mark));
		put_mark(b, s.p[mark]);
		s = str_sub(s, mark + 1, SIZE_MAX);
	}
	put_inline(b, s);
	p->below_code = code;
}

/* A text of which no mark is left that it brought itself. */
static struct str
without_marks(struct arena *a, struct str text)
{
	struct buf b;
	size_t from = 0, next;

	buf_init(&b, a);
	while ((next = str_find(text, STR(MARK_LEAD), from)) != SIZE_MAX) {
		unsigned char c = (unsigned char)at(text, next + 2);

		buf_add(&b, str_sub(text, from, next - from));
		from = next + MARK_BYTES;
		buf_add(&b, c >= 0x90 && c <= 0xaf ? STR("\xef\xbf\xbd") :
		    str_sub(text, next, MARK_BYTES));
	}
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}

struct str
literal_mark(struct arena *a, struct str text)
{
	struct str rest = without_marks(a, text), line, next;
	struct place p = { .below_blank = true };
	struct buf b;

	buf_init(&b, a);
	for (bool more = str_line(&rest, &line); more; line = next) {
		next = STR_NONE;
		more = str_line(&rest, &next);
		p.above_blank = is_blank(next);
		put_line(&b, line, &p);
		buf_addc(&b, '\n');
		p.below_blank = is_blank(line);
	}
	return buf_str(&b);
}

/* --- what came of it --- */

/* Puts the mark at i, if there is one; how many bytes it has. */
static size_t
show(struct buf *b, struct str html, size_t i, bool in_code)
{
	bool url = str_starts(str_sub(html, i, SIZE_MAX), STR(URL_LEAD));
	unsigned char c = (unsigned char)at(html, i + (url ? URL_BYTES : MARK_BYTES) - 1);
	size_t k = !url ? (size_t)c - 0x90 : c <= '9' ? (size_t)c - '0' : (size_t)c - 'A' + 10;

	if ((!url && !str_starts(str_sub(html, i, SIZE_MAX), STR(MARK_LEAD))) || k >= COUNT(kept))
		return 0;
	buf_adds(b, in_code && kept[k].c == ' ' ? " " : url ? kept[k].url : kept[k].html);
	return url ? URL_BYTES : MARK_BYTES;
}

struct str
literal_show(struct arena *a, struct str html)
{
	bool in_code = false;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0, n; i < html.n; i += n) {
		struct str rest = str_sub(html, i, SIZE_MAX);

		n = html.p[i] == MARK_LEAD[0] || html.p[i] == '%' ?
		    show(&b, html, i, in_code) : 0;
		if (n > 0)
			continue;
		if (html.p[i] == '<')
			in_code = str_starts(rest, STR("<code")) ||
			    (in_code && !str_starts(rest, STR("</code")));
		buf_addc(&b, html.p[i]);
		n = 1;
	}
	return buf_str(&b);
}
