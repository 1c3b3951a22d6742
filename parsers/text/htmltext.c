/* htmltext: see htmltext.h. */
#include "parsers/text/htmltext.h"

#define REPLACED	"\xef\xbf\xbd"		/* U+FFFD */

/* What stands for one byte; NULL: itself. */
static const char *
instead(unsigned char c)
{
	static const char *const entities[] = { ['&'] = "&amp;", ['<'] = "&lt;",
		['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;" };

	if (c == '\t' || c == '\n' || c == '\r')
		return NULL;
	if (c < ' ' || c == 0x7f)
		return REPLACED;
	return c < sizeof(entities) / sizeof(entities[0]) ? entities[c] : NULL;
}

/* C1 controls, U+FFFE and U+FFFF. */
static bool
is_unfit(struct str c)
{
	return (c.n == 2 && c.p[0] == '\xc2' && (unsigned char)c.p[1] < 0xa0) ||
	    (c.n == 3 && c.p[0] == '\xef' && c.p[1] == '\xbf' && (unsigned char)c.p[2] >= 0xbe);
}

void
htmltext_put(struct buf *b, struct str s)
{
	size_t from = 0;

	for (size_t i = 0, n; i < s.n; i += n) {
		bool ascii = (unsigned char)s.p[i] < 0x80;
		const char *to = ascii ? instead((unsigned char)s.p[i]) : NULL;

		n = ascii ? 1 : str_utf8_len(str_sub(s, i, 4));
		if (!ascii && (n == 0 || is_unfit(str_sub(s, i, n))))
			to = REPLACED;
		n = n == 0 ? 1 : n;
		if (to == NULL)
			continue;
		buf_add(b, str_sub(s, from, i - from));
		buf_adds(b, to);
		from = i + n;
	}
	buf_add(b, str_sub(s, from, s.n));
}
