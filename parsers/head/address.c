/*
 * One pass with no recursion, so that a hostile field costs its length: GMime's
 * reader overflows the stack on a field of 100,000 "a:".  Encoded words are
 * decoded after the commas and angles were read, never before: what they hide
 * is a name, not an address.
 */
#include "parsers/head/address.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/squeeze.h"
#include "parsers/text/charset.h"
#include "parsers/text/words.h"

/* One address as far as it was read. */
struct entry {
	struct buf	phrase;		/* everything outside <> and comments */
	struct buf	comment;
	struct buf	angle;
	bool		has_angle;
	bool		is_group;	/* between "name:" and ";" */
};

struct reader {
	struct arena	 *a;
	struct str	  in;
	struct str	  charset;
	size_t		  max;
	struct addresses *out;
	struct entry	  e;
	struct buf	  surname;	/* "Doe," may be half of a name */
	bool		  no_comments;	/* one was never closed: '(' says nothing */
};

static void
entry_reset(struct entry *e)
{
	e->phrase.n = e->comment.n = e->angle.n = 0;
	e->has_angle = false;
}

static void
add(struct reader *r, struct str name, struct str addr)
{
	struct addresses *list = r->out;

	if (list->n >= r->max || (name.n == 0 && addr.n == 0))
		return;
	list->v = array_grow(r->a, list->v, list->n, sizeof(*list->v));
	list->v[list->n++] = (struct address){ name, addr };
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_spaced(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_space(s.p[i]))
			return true;
	return false;
}

/* The last '@' that is not in quotes or in an encoded word, or SIZE_MAX. */
static size_t
find_at(struct str s)
{
	size_t at = SIZE_MAX, word;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '=' && (word = words_skip(str_sub(s, i, s.n))) > 0)
			i += word - 1;
		else if (s.p[i] == '\\' && quoted)
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
		else if (s.p[i] == '@' && !quoted)
			at = i;
	}
	return at;
}

/* Without what stands in parentheses, when all of them are closed. */
static struct str
drop_comments(struct arena *a, struct str s)
{
	size_t depth = 0;
	struct buf b;

	if (str_chr(s, '(', 0) == SIZE_MAX)
		return s;
	buf_init(&b, a);
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && depth > 0)
			depth--;
		else if (depth == 0)
			buf_addc(&b, s.p[i]);
	}
	return depth == 0 ? buf_str(&b) : s;
}

/*
 * <Jo Doe jo@x.org>: the word that is an address, for squeezed together they are
 * nobody's.  A fold is no space between words: long addresses are broken anywhere.
 */
static struct str
last_word(struct str s)
{
	struct str rest = s, word, found = STR_NONE;

	if (!is_spaced(s) || str_chr(s, '"', 0) != SIZE_MAX || str_chr(s, '\n', 0) != SIZE_MAX)
		return s;
	while (str_split(&rest, ' ', &word)) {
		size_t at = find_at(word);

		if (at != SIZE_MAX && at > 0 && at + 1 < word.n)
			found = word;
	}
	return found.n > 0 ? found : s;
}

/* "jo.doe"@x.org needs no quotes (RFC 5321 section 4.1.2), and is the same without. */
static struct str
unquote(struct arena *a, struct str addr, size_t at)
{
	struct str bare = str_printf(a, "%.*s%.*s", STR_ARG(str_sub(addr, 1, at - 2)),
	    STR_ARG(str_sub(addr, at, addr.n)));

	return address_is_safe(bare) ? bare : addr;
}

/* local@domain: no spaces but in quotes, no route; the domain lower-cased. */
static struct str
clean_addr(struct reader *r, struct str raw)
{
	static const struct str schemes[] = { { "mailto:", 7 }, { "smtp:", 5 } };
	struct str s = str_trim(drop_comments(r->a, raw));
	size_t at, colon;

	for (size_t i = 0; i < COUNT(schemes); i++) {
		if (str_istarts(s, schemes[i]))
			s = str_sub(s, schemes[i].n, s.n);
		else if (str_starts(s, STR("[")) && str_ends(s, STR("]")) &&
		    str_istarts(str_sub(s, 1, s.n), schemes[i]))
			s = str_sub(s, schemes[i].n + 1, s.n - schemes[i].n - 2);
	}
	if (s.n > 0 && s.p[0] == '@' && (colon = str_chr(s, ':', 0)) != SIZE_MAX)
		s = str_sub(s, colon + 1, s.n);		/* <@a,@b:jo@c> */
	if (s.n > 1 && s.p[0] == '\'' && s.p[s.n - 1] == '\'')
		s = str_sub(s, 1, s.n - 2);
	/* A byte a character: no set of several bytes may make or hide an '@'. */
	s = charset_text(r->a, STR("windows-1252"), STR_NONE, last_word(s));
	s = charset_line(r->a, squeeze_addr(r->a, s));
	if (s.n > LIMIT_ADDRESS)
		return STR_NONE;
	if ((at = find_at(s)) != SIZE_MAX) {
		s = str_printf(r->a, "%.*s%.*s", STR_ARG(str_sub(s, 0, at + 1)),
		    STR_ARG(str_lower(r->a, str_sub(s, at + 1, s.n))));
		if (at > 2 && s.p[0] == '"' && s.p[at - 1] == '"')
			s = unquote(r->a, s, at);
	}
	return s;
}

static struct str
clean_name(struct reader *r, struct str raw)
{
	struct str s = words_decode(r->a, str_trim(raw), r->charset);

	if (s.n > 1 && s.p[0] == '\'' && s.p[s.n - 1] == '\'')
		s = str_sub(s, 1, s.n - 2);
	return str_trim(str_utf8_cut(str_trim(s), LIMIT_NAME));
}

/* "jo@x.org al@x.org": two, but for one that is its own name.  False: something else. */
static bool
add_several(struct reader *r, struct str phrase)
{
	struct str rest = phrase, word;
	size_t n = 0;

	while (str_split(&rest, ' ', &word)) {
		if (word.n > 0 && find_at(word) == SIZE_MAX)
			return false;
		n += word.n > 0;
	}
	for (rest = phrase; n > 1 && str_split(&rest, ' ', &word);) {
		struct str addr = clean_addr(r, word);

		if (r->out->n == 0 || !str_ieq(r->out->v[r->out->n - 1].addr, addr))
			add(r, STR_NONE, addr);
	}
	return n > 1;
}

/* Without angles: "jo@x.org", "Jo Doe jo@x.org", "MAILER-DAEMON", "Jo Doe". */
static void
add_bare(struct reader *r, struct str phrase)
{
	struct str name = buf_str(&r->e.comment), word = phrase;
	size_t from = phrase.n;

	if (find_at(phrase) != SIZE_MAX && is_spaced(phrase)) {
		if (add_several(r, charset_line(r->a, phrase)))
			return;
		while (from > 0 && !is_space(phrase.p[from - 1]))
			from--;
		word = str_sub(phrase, from, phrase.n);
		if (find_at(word) == SIZE_MAX)
			word = phrase;		/* "jo @ x.org" */
		else
			name = str_sub(phrase, 0, from);
	} else if (find_at(phrase) == SIZE_MAX && (is_spaced(phrase) || words_skip(phrase) > 0)) {
		add(r, clean_name(r, phrase), STR_NONE);
		return;
	}
	add(r, clean_name(r, name), clean_addr(r, word));
}

/* What was taken for a surname stood alone. */
static void
flush_surname(struct reader *r)
{
	struct str phrase = str_trim(buf_str(&r->surname));

	r->surname.n = 0;
	if (phrase.n > 0)
		add_bare(r, phrase);
}

/* "Doe, Jo <jo@x.org>" lacks its quotes: what has no '@' may go on behind the comma. */
static bool
is_surname(const struct reader *r, struct str phrase)
{
	return !r->e.has_angle && r->e.comment.n == 0 && phrase.n > 0 &&
	    phrase.n < LIMIT_NAME && r->surname.n == 0 && find_at(phrase) == SIZE_MAX;
}

static void
flush(struct reader *r, bool at_comma)
{
	struct str phrase = str_trim(buf_str(&r->e.phrase));

	if (at_comma && is_surname(r, phrase)) {
		buf_add(&r->surname, phrase);
		entry_reset(&r->e);
		return;
	}
	if (r->surname.n > 0 && r->e.has_angle) {
		phrase = str_printf(r->a, "%.*s%s%.*s", STR_ARG(buf_str(&r->surname)),
		    phrase.n > 0 ? ", " : "", STR_ARG(phrase));
		r->surname.n = 0;
	} else if (phrase.n > 0)
		flush_surname(r);
	if (r->e.has_angle) {
		if (phrase.n == 0)
			phrase = buf_str(&r->e.comment);
		add(r, clean_name(r, phrase), clean_addr(r, buf_str(&r->e.angle)));
	} else if (phrase.n > 0)
		add_bare(r, phrase);
	entry_reset(&r->e);
}

/* At '"'.  Quotes stay when an address follows ("a b"@x.org). */
static size_t
read_quoted(struct reader *r, size_t i)
{
	size_t from = i + 1, end;
	bool local;

	for (end = from; end < r->in.n && r->in.p[end] != '"'; end++)
		if (r->in.p[end] == '\\' && end + 1 < r->in.n)
			end++;
	if (end >= r->in.n)
		return from;		/* never closed: it says nothing */
	local = end + 1 < r->in.n && r->in.p[end + 1] == '@';
	if (local)
		buf_addc(&r->e.phrase, '"');
	for (i = from; i < end; i++) {
		if (r->in.p[i] == '\\' && i + 1 < end && !local)
			i++;
		buf_addc(&r->e.phrase, r->in.p[i]);
	}
	if (local)
		buf_addc(&r->e.phrase, '"');
	return end + 1;
}

static bool
is_closed(struct str in, size_t i)
{
	size_t depth = 0;

	for (; i < in.n; i++) {
		if (in.p[i] == '\\')
			i++;
		else if (in.p[i] == '(')
			depth++;
		else if (in.p[i] == ')' && --depth == 0)
			return true;
	}
	return false;
}

static size_t
read_comment(struct reader *r, size_t i)
{
	size_t depth = 1;

	if (r->no_comments || !is_closed(r->in, i)) {
		r->no_comments = true;
		buf_addc(&r->e.phrase, '(');
		return i + 1;
	}
	while (r->e.phrase.n > 0 && is_space(r->e.phrase.p[r->e.phrase.n - 1]))
		r->e.phrase.n--;
	if (r->e.phrase.n > 0)
		buf_addc(&r->e.phrase, ' ');
	if (r->e.comment.n > 0)
		buf_addc(&r->e.comment, ' ');
	for (i++; i < r->in.n; i++) {
		char c = r->in.p[i];

		if (c == '\\' && i + 1 < r->in.n)
			c = r->in.p[++i];
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
		buf_addc(&r->e.comment, c);
	}
	for (i++; i < r->in.n && r->e.phrase.n > 0 && is_space(r->in.p[i]); i++)
		;
	return i < r->in.n ? i : r->in.n;
}

static size_t
read_angle(struct reader *r, size_t i)
{
	bool quoted = false;

	r->e.has_angle = true;
	r->e.angle.n = 0;
	for (i++; i < r->in.n; i++) {
		char c = r->in.p[i];

		quoted ^= c == '"';
		if (c == '>' && !quoted)
			return i + 1;
		if (c == '<' && !quoted)	/* "<<jo@x.org>>" */
			r->e.angle.n = 0;
		else
			buf_addc(&r->e.angle, c);
	}
	return i;
}

/* "Jo Doe [SMTP": an old Exchange, or a page's text. */
static bool
has_scheme(struct str phrase)
{
	size_t from = str_chr(phrase, '[', 0);
	struct str word = from == SIZE_MAX ? STR_NONE : str_sub(phrase, from + 1, phrase.n);

	return str_ieq(word, STR("smtp")) || str_ieq(word, STR("mailto"));
}

/* At ':'; true when what stands before it was a group's name. */
static bool
starts_group(struct reader *r)
{
	struct str phrase = buf_str(&r->e.phrase);

	if (r->e.is_group || r->e.has_angle || find_at(phrase) != SIZE_MAX ||
	    str_ieq(str_trim(phrase), STR("mailto")) || has_scheme(phrase))
		return false;
	r->e.is_group = true;
	entry_reset(&r->e);
	return true;
}

static size_t
read_one(struct reader *r, size_t i)
{
	char c = r->in.p[i];
	size_t word;

	if (c == '"')
		return read_quoted(r, i);
	if (c == '(')
		return read_comment(r, i);
	if (c == '<')
		return read_angle(r, i);
	if (c == ',' || c == ';') {
		flush(r, c == ',');
		if (c == ';')
			r->e.is_group = false;
		return i + 1;
	}
	if (c == ':' && starts_group(r))
		return i + 1;
	if (c == '=' && (word = words_skip(str_sub(r->in, i, r->in.n))) > 0) {
		buf_add(&r->e.phrase, str_sub(r->in, i, word));
		return i + word;
	}
	if (c != '>')
		buf_addc(&r->e.phrase, c);
	return i + 1;
}

void
address_parse(struct arena *a, struct str raw, struct str charset, size_t max,
    struct addresses *out)
{
	struct reader r = { .a = a, .in = raw, .charset = charset, .max = max, .out = out };

	buf_init(&r.e.phrase, a);
	buf_init(&r.e.comment, a);
	buf_init(&r.e.angle, a);
	buf_init(&r.surname, a);
	if (str_find(raw, STR("\033$"), 0) != SIZE_MAX)	/* hides commas and quotes */
		r.in = charset_text(a, STR("iso-2022-jp"), STR_NONE, raw);
	for (size_t i = 0; i < r.in.n && out->n < max;)
		i = read_one(&r, i);
	flush(&r, false);
	flush_surname(&r);
}
