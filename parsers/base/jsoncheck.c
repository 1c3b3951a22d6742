/* jsoncheck: see jsoncheck.h.  Descends as deep as the text nests, to a limit. */
#include "parsers/base/jsoncheck.h"

#include <string.h>

struct reader {
	struct str	 text;
	size_t		 at;
	size_t		 depth;
	const char	*why;
};

static bool	value(struct reader *);

static bool
fault(struct reader *r, const char *why)
{
	if (r->why == NULL)
		r->why = why;
	return false;
}

/* '\0' at the end: no JSON has one. */
static char
peek(const struct reader *r)
{
	return r->at < r->text.n ? r->text.p[r->at] : '\0';
}

static void
skip_blanks(struct reader *r)
{
	while (r->at < r->text.n && strchr(" \t\r\n", r->text.p[r->at]) != NULL &&
	    r->text.p[r->at] != '\0')
		r->at++;
}

static bool
take(struct reader *r, char c)
{
	skip_blanks(r);
	if (peek(r) != c)
		return false;
	r->at++;
	return true;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* Behind the backslash. */
static bool
escape(struct reader *r)
{
	char c = peek(r);

	if (c == '\0' || strchr("\"\\/bfnrtu", c) == NULL)
		return fault(r, "no such escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\uXXXX");
	r->at++;
	for (int i = 0; c == 'u' && i < 4; i++, r->at++)
		if (!is_hex(peek(r)))
			return fault(r, "\\u wants four hexadecimal digits");
	return true;
}

static bool
string(struct reader *r)
{
	if (!take(r, '"'))
		return fault(r, "a string is wanted here: \"…\"");
	while (peek(r) != '"') {
		unsigned char c = (unsigned char)peek(r);
		size_t n = c < 0x80 ? 1 : str_utf8_len(str_sub(r->text, r->at, 4));

		if (r->at >= r->text.n)
			return fault(r, "the text ends within a string");
		if (c < 0x20)
			return fault(r, "a line's end or control byte within a string: write \\n");
		if (n == 0)
			return fault(r, "this is no UTF-8");
		r->at += n;
		if (c == '\\' && !escape(r))
			return false;
	}
	r->at++;
	return true;
}

static bool
digits(struct reader *r)
{
	size_t from = r->at;

	while (is_digit(peek(r)))
		r->at++;
	return r->at > from || fault(r, "a digit is wanted here");
}

static bool
number(struct reader *r)
{
	if (peek(r) == '-')
		r->at++;
	if (peek(r) == '0')
		r->at++;
	else if (!digits(r))
		return false;
	if (peek(r) == '.' && (r->at++, !digits(r)))
		return false;
	if (peek(r) != 'e' && peek(r) != 'E')
		return true;
	r->at++;
	if (peek(r) == '+' || peek(r) == '-')
		r->at++;
	return digits(r);
}

static bool
word(struct reader *r)
{
	static const char *const words[] = { "true", "false", "null" };

	for (size_t i = 0; i < 3; i++)
		if (str_starts(str_sub(r->text, r->at, SIZE_MAX), str_c(words[i]))) {
			r->at += strlen(words[i]);
			return true;
		}
	return fault(r, peek(r) == '\0' ? "the text ends, and a value is wanted" :
	    "a value is wanted here: \"text\", number, true, false, null, { … } or [ … ]");
}

static bool
member(struct reader *r)
{
	return string(r) && (take(r, ':') || fault(r, "a : is wanted behind a member's name")) &&
	    value(r);
}

/* Behind its bracket. */
static bool
list(struct reader *r, char end, bool (*item)(struct reader *))
{
	if (++r->depth > JSON_CHECK_DEPTH)
		return fault(r, "it nests too deep");
	if (!take(r, end)) {
		do {
			if (!item(r))
				return false;
		} while (take(r, ','));
		if (!take(r, end))
			return fault(r, end == '}' ? "a , or } is wanted here" :
			    "a , or ] is wanted here");
	}
	r->depth--;
	return true;
}

static bool
value(struct reader *r)
{
	if (take(r, '{'))
		return list(r, '}', member);
	if (take(r, '['))
		return list(r, ']', value);
	if (peek(r) == '"')
		return string(r);
	return peek(r) == '-' || is_digit(peek(r)) ? number(r) : word(r);
}

const char *
json_check(struct str text, size_t *at)
{
	struct reader r = { .text = text };

	if (value(&r)) {
		skip_blanks(&r);
		if (r.at < text.n)
			fault(&r, "the text goes on behind its value");
	}
	*at = r.at;
	return r.why;
}
