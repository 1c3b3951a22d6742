/*
 * Trusts nothing of the text; linear, for an address is short.
 */
#include "parsers/head/mailbox.h"

#include "parsers/base/array.h"
#include "parsers/base/limits.h"

static bool
is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_addr_char(char c)
{
	return (unsigned char)c > ' ' && c != 127 &&
	    str_chr(STR("<>()[]\",;:\\"), c, 0) == SIZE_MAX;
}

/* Quotation marks, colons and brackets beyond ASCII end a word as ASCII's do. */
static bool
ends_in_mark(struct str s, size_t end)
{
	static const char *const leads[] = {
		"\xe2\x80", "\xe2\x81", "\xe3\x80", "\xef\xbc", "\xef\xbd",
	};
	struct str before = str_sub(s, 0, end);

	if (end >= 2 && s.p[end - 2] == '\xc2')
		return true;
	for (size_t i = 0; end >= 3 && i < COUNT(leads); i++)
		if (str_eq(str_sub(before, end - 3, 2), str_c(leads[i])))
			return true;
	return false;
}

/* The address around the '@' at `at`, or STR_NONE. */
static struct str
addr_around(struct str s, size_t at)
{
	size_t from = at, to = at + 1;
	struct str addr;

	while (from > 0 && is_addr_char(s.p[from - 1]) && s.p[from - 1] != '@' && at - from < 64 &&
	    !ends_in_mark(s, from))
		from--;
	while (to < s.n && (is_alnum(s.p[to]) || s.p[to] == '.' || s.p[to] == '-' ||
	    s.p[to] == '_'))
		to++;
	while (to > at + 1 && !is_alnum(s.p[to - 1]))
		to--;
	while (from < at && (s.p[from] == '*' || s.p[from] == '\'' || s.p[from] == '`' ||
	    s.p[from] == '='))
		from++;
	/* Exchange writes X.400 forms: "dda:SMTP=jo@x.example;" */
	if (str_istarts(str_sub(s, from, at - from), STR("smtp=")))
		from += 5;
	if (from == at || to == at + 1)
		return STR_NONE;
	addr = str_sub(s, from, to - from);
	return addr.n <= LIMIT_ADDRESS ? addr : STR_NONE;
}

struct str
mailbox_next(struct str s, size_t *from)
{
	size_t at;

	while ((at = str_chr(s, '@', *from)) != SIZE_MAX) {
		struct str addr = addr_around(s, at);

		*from = at + 1;
		if (addr.n > 0)
			return addr;
	}
	return STR_NONE;
}

/* Something@domain without blanks: also a quoted or an encoded local part. */
static bool
is_whole_addr(struct str s)
{
	size_t at = str_chr(s, '@', 0);

	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '<' || s.p[i] == '>' ||
		    ends_in_mark(s, i))
			return false;
	return at != SIZE_MAX && at > 0 && at + 1 < s.n && s.n <= LIMIT_ADDRESS;
}

struct str
mailbox_bare(struct str s)
{
	size_t at = str_chr(s, ';', 0), from = 0;

	if (at != SIZE_MAX)
		s = str_sub(s, at + 1, s.n);
	s = str_trim(s);
	if (str_starts(s, STR("<")) && str_ends(s, STR(">")))
		s = str_sub(s, 1, s.n - 2);
	return is_whole_addr(s) ? s : mailbox_next(s, &from);
}

struct str
mailbox_local(struct str addr)
{
	return str_sub(addr, 0, str_chr(addr, '@', 0));
}
