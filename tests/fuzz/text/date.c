/* A date that is read is written and read again as the same instant. */
#include "parsers/text/date.h"
#include "tests/fuzz/fuzz.h"

enum { DAY = 24 * 60 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct date d, again;
	struct str text;

	if (date_parse(in, &d)) {
		assert(d.offset > -DAY && d.offset < DAY);
		text = date_text(a, &d);
		assert(str_is_utf8(text) && text.n >= sizeof("2026-03-01") - 1);
		if (date_parse(text, &again))
			assert(again.seconds == d.seconds && again.offset == d.offset);
	}
}
