/* The pieces between tags lie in the text, one behind the other. */
#include <assert.h>

#include "parsers/htmlguard.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str html = { (const char *)data, n }, rest = html, piece;
	const char *at = html.p;

	(void)htmlguard_is_too_deep(html);
	while (htmlguard_next(&rest, &piece)) {
		if (piece.n == 0)
			continue;
		assert(piece.p >= at && piece.p + piece.n <= html.p + html.n);
		at = piece.p + piece.n;
	}
	return 0;
}
