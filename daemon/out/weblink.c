/* weblink: see weblink.h. */
#include "daemon/out/weblink.h"

#include <string.h>

#include "parsers/base/array.h"

enum {
	LINK_MAX = 2000,
	ENDING_MAX = 16,		/* bytes that may end a sentence behind it */
};

static const struct {
	const char	*prefix;
	bool		 is_bare;	/* found in a text without brackets */
} schemes[] = {
	{ "https://", true }, { "http://", true }, { "ftp://", true }, { "mailto:", true },
	{ "tel:", false }, { "cid:", false },
};

static bool
is_alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/*
 * Letters of alphabets (U+00C0 to U+07FF) are in an address that was copied from a
 * browser.  Ideographs go on where a sentence does, and dashes and quotes end one.
 */
static bool
is_inside(unsigned char c, unsigned char before)
{
	if (c >= 0x80 && c < 0xc0)
		return before >= 0xc3 && before <= 0xdf;
	return (c >= 0xc3 && c <= 0xdf) ||
	    (c > ' ' && c < 0x7f && strchr("<>\"`\\^", c) == NULL);
}

static size_t
prefix_size(struct str s)
{
	for (size_t k = 0; k < COUNT(schemes); k++)
		if (schemes[k].is_bare && str_istarts(s, str_c(schemes[k].prefix)))
			return strlen(schemes[k].prefix);
	return 0;
}

/* A bracket that was opened within is the address's own. */
static bool
is_unpaired(struct str s)
{
	static const char pairs[] = "()[]{}";
	const char *close = strchr(pairs, s.p[s.n - 1]);
	size_t open = 0, closed = 0;

	if (close == NULL || (close - pairs) % 2 == 0)
		return close != NULL;
	for (size_t i = 0; i < s.n; i++) {
		open += s.p[i] == close[-1];
		closed += s.p[i] == *close;
	}
	return closed > open;
}

size_t
weblink_size(struct str text, size_t i)
{
	struct str s = str_sub(text, i, LINK_MAX);
	size_t prefix, n, least;

	if (s.n == 0 || strchr("hHfFmM", s.p[0]) == NULL)	/* most bytes begin no scheme */
		return 0;
	if (i > 0 && (is_alnum((unsigned char)text.p[i - 1]) || text.p[i - 1] == '_'))
		return 0;
	if ((prefix = prefix_size(s)) == 0)
		return 0;
	for (n = prefix; n < s.n && is_inside((unsigned char)s.p[n], (unsigned char)s.p[n - 1]);)
		n++;
	n = str_utf8_cut(s, n).n;
	least = n > prefix + ENDING_MAX ? n - ENDING_MAX : prefix;
	while (n > least && (strchr(".,;:!?'*_~|", s.p[n - 1]) != NULL ||
	    is_unpaired(str_sub(s, 0, n))))
		n--;
	return n > prefix ? n : 0;
}

bool
weblink_is_safe(struct str target)
{
	size_t k = 0;

	while (k < COUNT(schemes) && !str_istarts(target, str_c(schemes[k].prefix)))
		k++;
	if (k == COUNT(schemes) || target.n == strlen(schemes[k].prefix))
		return false;
	for (size_t i = 0; i < target.n; i++)
		if ((unsigned char)target.p[i] <= ' ' || target.p[i] == 0x7f)
			return false;
	return true;
}

void
weblink_put(struct buf *b, struct str target)
{
	for (size_t i = 0; i < target.n; i++) {
		unsigned char c = (unsigned char)target.p[i];

		if (c == '&')
			buf_adds(b, "&amp;");
		else if (c <= ' ' || c >= 0x7f || strchr("<>\"'`\\^", c) != NULL)
			buf_printf(b, "%%%02X", c);
		else
			buf_addc(b, (char)c);
	}
}
