/* Every slice lies within the mail or what was made of it, every count within its limit. */
#include "parsers/mime/rawmail.h"
#include "parsers/mime/scan.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	static const struct limits limits = { .message_bytes = 60000, .header_bytes = 2000,
	    .header_line = 500, .header_fields = 30, .parts = 20, .depth = 4 };
	struct str why = STR_NONE;
	struct scan scan;
	bool copied;

	charset_init();
	in = str_sub(in, 0, limits.message_bytes);
	copied = !fuzz_is_within(rawmail_read(a, in, &why), in);
	scan_raw(a, &limits, in, &scan);
	assert(scan.n_parts > 0 && scan.n_parts <= limits.parts);
	assert(scan.header.n <= limits.header_bytes);
	for (size_t i = 0; i < scan.n_parts; i++) {
		const struct part *part = &scan.parts[i];

		assert(copied || fuzz_is_within(part->body, in));
		assert(part->body.n <= 2 * in.n && part->end > i && part->end <= scan.n_parts);
	}
}
