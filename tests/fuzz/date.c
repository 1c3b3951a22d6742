/* A date that is read is written and read again as the same instant. */
#include <assert.h>

#include "parsers/date.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { DAY = 24 * 60 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct date d, again;
	struct str text;

	if (date_parse((struct str){ (const char *)data, n }, &d)) {
		assert(d.offset > -DAY && d.offset < DAY);
		text = date_text(a, &d);
		assert(str_is_utf8(text) && text.n >= sizeof("2026-03-01T10:00:00Z") - 1);
		if (date_parse(text, &again))
			assert(again.seconds == d.seconds && again.offset == d.offset);
	}
	arena_free(a);
	return 0;
}
