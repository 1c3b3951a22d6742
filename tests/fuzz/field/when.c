/*
 * The line above says when it is read, the rest is what somebody typed.  What is read is
 * read again as it stands in full, and what names no year lies after now.
 */
#include "parsers/field/when.h"
#include "parsers/text/date.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct date now = { 0 };
	struct when_reader by = { .hour = 9 };
	struct when out, again;
	struct str line = fuzz_line(&in);
	int64_t seconds;

	if (date_parse(line, &now))
		by.now = now.seconds;
	by.day_first = line.n % 2 == 0;
	if (when_span(a, in, &seconds))
		assert(seconds < INT64_C(2000000000000) && seconds > INT64_C(-2000000000000));
	if (when_read(a, &by, in, &out) != WHEN_READ)
		return;
	assert(out.seconds < INT64_C(2000000000000) && out.seconds > INT64_C(-2000000000000));
	if (out.kind == WHEN_SPAN || out.seconds < 0 || out.seconds >= INT64_C(253402300800))
		return;
	now = (struct date){ .seconds = out.seconds, .has_time = true };
	assert(when_read(a, &by, date_text(a, &now), &again) == WHEN_READ);
	assert(again.kind == WHEN_WALL && again.seconds == out.seconds);
	by.back = true;
	assert(when_read(a, &by, date_text(a, &now), &again) == WHEN_READ);
	assert(again.kind == WHEN_WALL && again.seconds == out.seconds);
}
