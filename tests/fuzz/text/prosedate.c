/* What is read as a date is one: its text is read again as the same. */
#include "parsers/text/prosedate.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	bool day_first = in.n > 0 && (in.p[0] & 1) != 0;
	struct date d, again;
	struct str text;

	if (!prosedate_parse(a, in, day_first, &d))
		return;
	text = date_text(a, &d);
	assert(date_parse(text, &again) && again.seconds == d.seconds);
	assert(again.has_zone == d.has_zone && again.offset == d.offset);
}
