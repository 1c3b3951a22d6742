/* A mail's parts, decoded: clean texts within their limits, files that can be shown. */
#include "parsers/base/array.h"
#include "parsers/base/limits.h"
#include "parsers/mime/mime.h"
#include "parsers/mime/parttype.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

static void
check_file(const struct attachment *at)
{
	assert(fuzz_is_line(at->name) && at->name.n <= LIMIT_NAME);
	assert(fuzz_is_line(at->type) && at->type.n > 0 && at->type.n <= LIMIT_NAME);
	assert(fuzz_is_line(at->content_id) && at->content_id.n <= LIMIT_MSGID);
	assert(at->sha256.n == 64);
}

void
fuzz_one(struct arena *a, struct str in)
{
	static const struct limits limits = { .message_bytes = 60000, .header_bytes = 4000,
	    .header_line = 1000, .header_fields = 50, .parts = 20, .depth = 5,
	    .text_bytes = 2000 };
	struct scan scan;
	struct mime m;
	struct str *pieces[] = { &m.report.status, &m.report.original, &m.report.feedback,
	    &m.report.calendar };

	mime_init();
	scan_raw(a, &limits, in, &scan);
	mime_read(a, &limits, &scan, part_charset(&scan), in.n % 2 == 0, NULL, &m);
	assert(m.text.n <= limits.text_bytes && str_is_utf8(m.text));
	assert(str_eq(charset_clean(a, m.text), m.text));
	for (size_t i = 0; i < COUNT(pieces); i++)
		assert(str_is_utf8(*pieces[i]) && pieces[i]->n <= 4 * limits.text_bytes);
	assert(fuzz_is_line(m.report.type) && m.n_attachments <= limits.parts);
	for (size_t i = 0; i < m.n_attachments; i++)
		check_file(&m.attachments[i]);
}
