/* Every slice lies within the mail or what was made of it, every count within its limit. */
#include <stdlib.h>

#include "parsers/charset.h"
#include "parsers/rawmail.h"
#include "parsers/scan.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
is_within(struct str s, struct str raw)
{
	return s.n == 0 || (s.p >= raw.p && s.p + s.n <= raw.p + raw.n);
}

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	static const struct limits limits = { .message_bytes = 60000, .header_bytes = 2000,
	    .header_line = 500, .header_fields = 30, .parts = 20, .depth = 4 };
	struct arena *a = arena_new();
	struct str raw = { (const char *)p, n }, why = STR_NONE;
	struct scan scan;
	bool copied;

	charset_init();
	copied = !is_within(rawmail_read(a, raw, &why), raw);
	scan_raw(a, &limits, raw, &scan);
	if (scan.n_parts == 0 || scan.n_parts > limits.parts ||
	    scan.header.n > limits.header_bytes)
		abort();
	for (size_t i = 0; i < scan.n_parts; i++) {
		const struct part *part = &scan.parts[i];

		if ((!copied && !is_within(part->body, raw)) || part->body.n > 2 * n ||
		    part->end <= i || part->end > scan.n_parts)
			abort();
	}
	arena_free(a);
	return 0;
}
