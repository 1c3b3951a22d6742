/* htmlpair: see htmlpair.h.  Trusts nothing; linear. */
#include "parsers/markup/htmlpair.h"

enum { DIGITS_MAX = 8 };

/* The number at `at` ("&#55357;", "&#xD83D;"), behind which *end stands; 0: none. */
static uint32_t
number_at(struct str s, size_t at, size_t *end)
{
	bool hex = at + 2 < s.n && (s.p[at + 2] | 0x20) == 'x';
	size_t i = at + 2 + hex, from = i;
	uint32_t n = 0;

	if (!str_starts(str_sub(s, at, 2), STR("&#")))
		return 0;
	for (; i < s.n && i - from < DIGITS_MAX; i++) {
		char c = s.p[i];
		char low = (char)(c | 0x20);

		if (c >= '0' && c <= '9')
			n = n * (hex ? 16 : 10) + (uint32_t)(c - '0');
		else if (hex && low >= 'a' && low <= 'f')
			n = n * 16 + (uint32_t)(low - 'a') + 10;
		else
			break;
	}
	*end = i + (i < s.n && s.p[i] == ';');
	return n;
}

struct str
htmlpair_join(struct arena *a, struct str html)
{
	struct buf b = { .p = NULL };
	size_t from = 0, at = 0, mid = 0, end = 0;

	while ((at = str_find(html, STR("&#"), at)) != SIZE_MAX) {
		uint32_t high = number_at(html, at, &mid), low = 0;

		if (high >= 0xd800 && high < 0xdc00)
			low = number_at(html, mid, &end);
		if (low < 0xdc00 || low > 0xdfff) {
			at += 2;
			continue;
		}
		if (b.p == NULL)
			buf_init(&b, a);
		buf_add(&b, str_sub(html, from, at - from));
		buf_utf8(&b, 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00));
		from = at = end;
	}
	if (b.p == NULL)
		return html;
	buf_add(&b, str_sub(html, from, html.n));
	return buf_str(&b);
}
