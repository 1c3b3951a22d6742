/* squeeze: see squeeze.h. */
#include "parsers/head/squeeze.h"

#include "parsers/base/array.h"

/* Web forms and chat programs leave them around an address. */
static const struct str unseen[] = {
	{ "\xc2\xa0", 2 }, { "\xc2\xad", 2 }, { "\xe2\x80\x8b", 3 }, { "\xe2\x80\x8c", 3 },
	{ "\xe2\x80\x8d", 3 }, { "\xe2\x80\x8e", 3 }, { "\xe2\x80\x8f", 3 },
	{ "\xe2\x80\xaf", 3 }, { "\xe2\x81\xa0", 3 }, { "\xe3\x80\x80", 3 },
	{ "\xef\xbb\xbf", 3 },
};

static size_t
unseen_size(struct str s)
{
	for (size_t i = 0; i < COUNT(unseen) && (unsigned char)s.p[0] > 0x7f; i++)
		if (str_starts(s, unseen[i]))
			return unseen[i].n;
	return 0;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
squeeze_addr(struct arena *a, struct str s)
{
	bool quoted = false;
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0, n; i < s.n; i += n > 0 ? n : 1) {
		quoted ^= s.p[i] == '"';
		n = unseen_size(str_sub(s, i, s.n));
		if (n == 0 && (!is_space(s.p[i]) || (quoted && s.p[i] == ' ')))
			buf_addc(&b, s.p[i]);
	}
	return buf_str(&b);
}
