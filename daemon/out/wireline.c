/* wireline: see wireline.h. */
#include "daemon/out/wireline.h"

enum { LINE_MAX_BYTES = 998 };

/* No way out before its end: so it is done for many octets at once. */
static bool
is_printable(struct str line, unsigned char last)
{
	unsigned bad = 0;

	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		bad |= (c < ' ' && c != '\t') | (c > last) | (c == 0x7f);
	}
	return bad == 0;
}

static bool
has_c1(struct str bytes)
{
	for (size_t at = 0; (at = str_chr(bytes, '\xc2', at)) != SIZE_MAX; at++)
		if (at + 1 < bytes.n && (unsigned char)bytes.p[at + 1] < 0xa0)
			return true;
	return false;
}

bool
wirelines_ok(struct str bytes, bool utf8)
{
	unsigned char last_octet = utf8 ? 0xff : 0x7e;
	size_t start = 0, end;

	while ((end = str_chr(bytes, '\n', start)) != SIZE_MAX) {
		size_t n = end - start;

		if (n == 0 || n > LINE_MAX_BYTES + 1 || bytes.p[end - 1] != '\r' ||
		    !is_printable(str_sub(bytes, start, n - 1), last_octet))
			return false;
		start = end + 1;
	}
	return start == bytes.n && bytes.n > 0 &&
	    (!utf8 || (str_is_utf8(bytes) && !has_c1(bytes)));
}
