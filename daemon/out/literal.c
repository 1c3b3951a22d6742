/* literal: see literal.h. */
#include "daemon/out/literal.h"

#include <string.h>

#include "daemon/out/weblink.h"
#include "parsers/base/limits.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

enum {
	MARK_BYTES = 3,			/* U+FDD0 and the next ones */
	MARK_FIRST = 0x90,		/* third byte of the first of 32 */
	MARKS = 32,
	LINK_MAX = 2000,		/* bytes of a link in brackets */
	EMPHASIS_MAX = 240		/* bytes: what is longer is none */
};

#define MARK_LEAD	"\xef\xb7"

static const char marked[] = " \t\\<[]!_*~#.)-=+|`:>";

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_punctuation(char c)
{
	return c > ' ' && c < 0x7f && !is_alnum(c);
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

struct str
literal_clean(struct arena *a, struct str text)
{
	struct buf b;
	size_t from = 0, next;

	buf_init(&b, a);
	buf_reserve(&b, text.n + 1);
	while ((next = str_find(text, STR(MARK_LEAD), from)) != SIZE_MAX) {
		unsigned char c = (unsigned char)at(text, next + 2);

		buf_add(&b, str_sub(text, from, next - from));
		from = next + MARK_BYTES;
		buf_add(&b, c >= MARK_FIRST && c < MARK_FIRST + MARKS ? STR("\xef\xbf\xbd") :
		    str_sub(text, next, MARK_BYTES));
	}
	buf_add(&b, str_sub(text, from, SIZE_MAX));
	return buf_str(&b);
}

void
literal_begin(struct literal *l, struct arena *a, struct str text)
{
	*l = (struct literal){ .end = text.p + text.n };
	buf_init(&l->b, a);
	buf_reserve(&l->b, text.n + text.n / 4);
}

void
literal_put(struct literal *l, char c)
{
	const char *k = c == '\0' ? NULL : strchr(marked, c);

	if (k != NULL) {
		buf_adds(&l->b, MARK_LEAD);
		c = (char)(MARK_FIRST + (k - marked));
	}
	buf_addc(&l->b, c);
}

/* How many bytes are marked now. */
static size_t
put_all(struct literal *l, struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		literal_put(l, s.p[i]);
	return s.n;
}

static size_t
put_raw(struct literal *l, struct str s)
{
	buf_add(&l->b, s);
	return s.n;
}

/* Columns keep their width; the last space lets a line wrap. */
static size_t
put_spaces(struct literal *l, struct str s, size_t i)
{
	size_t n = run(s, i);

	for (size_t k = 1; k < n && i + n < s.n && !l->in_table; k++)
		literal_put(l, ' ');
	buf_addc(&l->b, ' ');
	return n;
}

/* --- links --- */

/* ASCII without any of these. */
static bool
is_plain(struct str s, const char *none_of)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] <= ' ' || s.p[i] > '~' || strchr(none_of, s.p[i]) != NULL)
			return false;
	return true;
}

/* "<https://…>" and "<jo@x.example>": with its brackets; 0: it is what somebody typed. */
static size_t
bracketed(struct str s)
{
	struct str in = str_sub(s, 1, LINK_MAX);
	size_t end = str_chr(in, '>', 0);

	if (end == SIZE_MAX)
		return 0;
	in = str_sub(in, 0, end);
	if (!weblink_is_safe(in) && (in.n > LIMIT_ADDRESS || !address_is_ascii(in)))
		return 0;
	return is_plain(in, "<\"") ? end + 2 : 0;
}

/* "[text](https://…)": *text: how many bytes; 0: brackets of something else. */
static size_t
named_link(struct str s, size_t *text)
{
	size_t close = str_chr(str_sub(s, 0, LINK_MAX), ']', 1), end;
	struct str target;

	if (close == SIZE_MAX || close == 1 || at(s, close + 1) != '(')
		return 0;
	*text = close - 1;
	target = str_sub(s, close + 2, LINK_MAX);
	if ((end = str_chr(target, ')', 0)) == SIZE_MAX)
		return 0;
	target = str_sub(target, 0, end);
	return str_chr(str_sub(s, 1, *text), '[', 0) == SIZE_MAX && weblink_is_safe(target) &&
	    is_plain(target, "<>(\"") ? close + 2 + end + 1 : 0;
}

/* Nothing in its text is a link again. */
static size_t
put_named_link(struct literal *l, struct str s)
{
	size_t text, n = named_link(s, &text);

	if (n == 0) {
		literal_put(l, '[');
		return 1;
	}
	buf_addc(&l->b, '[');
	put_all(l, str_sub(s, 1, text));
	for (size_t i = text + 1; i < n; i++)
		if (s.p[i] == '\\')
			literal_put(l, s.p[i]);
		else
			buf_addc(&l->b, s.p[i]);
	return n;
}

/* --- emphasis --- */

static bool
may_open(struct str s, size_t i, size_t n)
{
	char before = i == 0 ? ' ' : s.p[i - 1], after = at(s, i + n);

	if (is_blank(after) || n > 3 || (s.p[i] == '~' && n != 2))
		return false;
	/* A pattern of file names, a comment's end, or something quoted. */
	if (after == '.' || after == '/' || strchr("./\\'\"=`$%@&^", before) != NULL)
		return false;
	return is_blank(before) || is_punctuation(before) || (unsigned char)before >= 0x80;
}

/* Behind a word, and where one cannot go on: in no product and no pattern. */
static bool
is_end(struct str s, size_t i, size_t n)
{
	char before = s.p[i - 1], after = at(s, i + n);

	if (is_blank(before) || strchr("/\\(=", before) != NULL)
		return false;
	return is_blank(after) || (unsigned char)after >= 0x80 ||
	    (strchr(".,;:!?)]}\"*_~|", after) != NULL && !is_alnum(at(s, i + n + 1)));
}

/* As many of them again, in the line; what is strong may end in one of the next. */
static const char *
find_close(const struct literal *l, const char *p, size_t n)
{
	size_t left = (size_t)(l->end - p), k;
	struct str s = { p, left < EMPHASIS_MAX ? left : EMPHASIS_MAX };

	for (size_t i = n; i < s.n; i += k) {
		k = 1;
		if (s.p[i] == '\n' && (n != 2 || at(s, i + 1) == '\n'))
			return NULL;
		if (s.p[i] != s.p[0])
			continue;
		k = run(s, i);
		if (k == n && is_end(s, i, k))
			return s.p + i;
	}
	return NULL;
}

static bool
closes(struct literal *l, const char *p)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->close[i] == p) {
			l->close[i] = l->close[--l->n];
			return true;
		}
	return false;
}

/* "__init__": how many bytes; 0: nothing of the kind. */
static size_t
dunder(struct str s, size_t i)
{
	size_t end = i + 2;

	if (s.p[i] != '_' || run(s, i) != 2)
		return 0;
	while (end < s.n && (is_alnum(s.p[end]) || (s.p[end] == '_' && at(s, end + 1) != '_')))
		end++;
	return end > i + 2 && run(s, end) == 2 ? end + 2 - i : 0;
}

static size_t
put_emphasis(struct literal *l, struct str s, size_t i)
{
	size_t n = run(s, i), name = dunder(s, i);
	const char *close = NULL;

	if (closes(l, s.p + i))
		return put_raw(l, str_sub(s, i, n));
	if (name > 0)
		return put_all(l, str_sub(s, i, name));
	if (l->n < LITERAL_PAIRS && may_open(s, i, n))
		close = find_close(l, s.p + i, n);
	if (close == NULL)
		return put_all(l, str_sub(s, i, n));
	l->close[l->n++] = close;
	return put_raw(l, str_sub(s, i, n));
}

/* --- a line --- */

/* Between backquotes; blanks at both ends are for code that has some itself. */
static bool
is_code(struct str s, size_t n)
{
	bool first = is_blank(at(s, 0)), last = s.n == 0 || is_blank(s.p[s.n - 1]);

	return str_trim(s).n > 0 && first == last && (!first || n > 1);
}

/* Code within a line stays as it is; other backquotes are what somebody typed. */
static size_t
put_code(struct literal *l, struct str s, size_t i)
{
	size_t n = run(s, i);

	for (size_t end = i + n, k; end < s.n; end += k) {
		k = s.p[end] == '`' ? run(s, end) : 1;
		if (s.p[end] != '`' || k != n)
			continue;
		if (is_code(str_sub(s, i + n, end - i - n), n))
			return put_raw(l, str_sub(s, i, end + k - i));
		break;
	}
	return put_all(l, str_sub(s, i, n));
}

/* How many bytes were taken. */
static size_t
put_next(struct literal *l, struct str s, size_t i)
{
	size_t n = weblink_size(s, i);

	if (n > 0)
		return put_all(l, str_sub(s, i, n));
	switch (s.p[i]) {
	case ' ':
		return put_spaces(l, s, i);
	case '`':
		return put_code(l, s, i);
	case '*':
	case '_':
	case '~':
		return put_emphasis(l, s, i);
	case '[':
		return put_named_link(l, str_sub(s, i, SIZE_MAX));
	case '<':
		n = bracketed(str_sub(s, i, SIZE_MAX));
		return n > 0 ? put_raw(l, str_sub(s, i, n)) : put_all(l, str_sub(s, i, 1));
	case '\\':
		return put_all(l, str_sub(s, i, is_punctuation(at(s, i + 1)) ? 2 : 1));
	case '!':
	case '\t':
		return put_all(l, str_sub(s, i, 1));
	default:
		return put_raw(l, str_sub(s, i, 1));
	}
}

void
literal_inline(struct literal *l, struct str s)
{
	for (size_t i = 0; i < s.n;)
		i += put_next(l, s, i);
}

void
literal_show(struct buf *b, struct str s, bool in_code)
{
	size_t from = 0, next;

	while ((next = str_find(s, STR(MARK_LEAD), from)) != SIZE_MAX) {
		size_t k = (size_t)(unsigned char)at(s, next + 2) - MARK_FIRST;

		buf_add(b, str_sub(s, from, next - from));
		from = next + MARK_BYTES;
		if (k >= sizeof(marked) - 1)
			buf_add(b, str_sub(s, next, MARK_BYTES));
		else if (marked[k] == ' ' && !in_code)
			buf_adds(b, "\xc2\xa0");
		else
			buf_addc(b, marked[k]);
	}
	buf_add(b, str_sub(s, from, SIZE_MAX));
}
