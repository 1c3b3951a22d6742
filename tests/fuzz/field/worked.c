/*
 * The line above says when it is read, the rest is what somebody typed.  What was read is in
 * what was typed, and its text is read as text again behind a dash.
 */
#include "parsers/field/worked.h"
#include "parsers/text/date.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str names[] = { STR("support"), STR("On-site") };
	struct strs services = { names, 2 };
	struct worked_reader by = { .when = { .hour = 9, .back = true }, .services = &services };
	struct worked out, again;
	struct date now = { 0 };
	struct str line = fuzz_line(&in);
	struct buf b;

	if (date_parse(line, &now))
		by.when.now = now.seconds;
	by.when.day_first = line.n % 2 == 0;
	if (worked_read(a, &by, in, &out) != WORKED_READ)
		return;
	assert(out.seconds < INT64_C(2000000000000) && out.seconds > INT64_C(-2000000000000));
	assert(out.service.n == 0 || strs_has(&services, out.service));
	if (out.text.n == 0)
		return;
	buf_init(&b, a);
	buf_adds(&b, "1h billable - ");
	buf_add(&b, out.text);
	assert(worked_read(a, &by, buf_str(&b), &again) == WORKED_READ);
	assert(again.seconds == 3600 && !again.has_date && str_eq(again.text, out.text));
}
