/* wireline: see wireline.h. */
#include "daemon/out/wireline.h"

enum { LINE_MAX_BYTES = 998 };

/* No way out before its end: so it is done for many octets at once. */
static bool
is_printable(struct str line)
{
	unsigned bad = 0;

	for (size_t i = 0; i < line.n; i++) {
		unsigned char c = (unsigned char)line.p[i];

		bad |= (c < ' ' && c != '\t') | (c > 0x7e);
	}
	return bad == 0;
}

bool
wirelines_ok(struct str bytes)
{
	size_t start = 0, end;

	while ((end = str_chr(bytes, '\n', start)) != SIZE_MAX) {
		size_t n = end - start;

		if (n == 0 || n > LINE_MAX_BYTES + 1 || bytes.p[end - 1] != '\r' ||
		    !is_printable(str_sub(bytes, start, n - 1)))
			return false;
		start = end + 1;
	}
	return start == bytes.n && bytes.n > 0;
}
