#include "daemon/calendar/ics.h"

#include "tests/tap.h"

#define CALENDAR(body)	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" body "END:VCALENDAR\r\n"
#define EVENT(body)	"BEGIN:VEVENT\r\nUID:1\r\n" body "END:VEVENT\r\n"

/* Days since 1970-01-01, in order: "20811 20812". */
static struct str
days_text(struct arena *a, struct ics_days *d)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < d->n && i < 5; i++)
		buf_printf(&b, "%s%d", i > 0 ? " " : "", d->v[i]);
	if (d->n > 5)
		buf_printf(&b, " … %zu", d->n);
	return buf_str(&b);
}

int
main(void)
{
	static const struct {
		const char	*name, *text, *want;	/* want: days, or a fault's beginning */
	} rows[] = {
		{ "a day", CALENDAR(EVENT("DTSTART;VALUE=DATE:20261224\r\n")), "20811" },
		{ "days up to, and without, the end", CALENDAR(EVENT("DTSTART;VALUE=DATE:20261224"
		    "\r\nDTEND;VALUE=DATE:20261227\r\n")), "20811 20812 20813" },
		{ "each year, three times", CALENDAR(EVENT("DTSTART;VALUE=DATE:20261225\r\n"
		    "RRULE:FREQ=YEARLY;COUNT=3\r\n")), "20812 21177 21543" },
		{ "each year for ever", CALENDAR(EVENT("DTSTART;VALUE=DATE:20261225\r\n"
		    "RRULE:FREQ=YEARLY\r\n")), "20812 21177 21543 21908 22273 … 75" },
		{ "but not that one", CALENDAR(EVENT("DTSTART;VALUE=DATE:20261225\r\n"
		    "RRULE:FREQ=YEARLY;COUNT=3\r\nEXDATE;VALUE=DATE:20271225\r\n")),
		    "20812 21543" },
		{ "two events, bare line feeds", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\n"
		    "DTSTART;VALUE=DATE:20261224\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\n"
		    "DTSTART;VALUE=DATE:20270101\nEND:VEVENT\nEND:VCALENDAR\n", "20811 20819" },
		{ "a time of day takes no day away", CALENDAR(EVENT("DTSTART:20261224T100000Z\r\n")
		    EVENT("DTSTART;VALUE=DATE:20261225\r\n")), "20812" },
		{ "a cancelled one neither", CALENDAR(EVENT("STATUS:CANCELLED\r\n"
		    "DTSTART;VALUE=DATE:20261224\r\n") EVENT("DTSTART;VALUE=DATE:20261225\r\n")),
		    "20812" },
		{ "each day for ever is too much", CALENDAR(EVENT("DTSTART;VALUE=DATE:20261225\r\n"
		    "RRULE:FREQ=DAILY\r\n")), "it names more than 20000 days" },
		{ "no event", CALENDAR(""), "it names no whole day" },
		{ "another text", "slas = ( );\n", "it " },
		{ "nothing", "", "it " },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct arena *a = arena_new();
		struct ics_days d = { 0 };
		struct err e = { 0 };
		int rc = ics_days(a, str_c(rows[i].text), &d, &e);
		struct str got = rc == 0 ? days_text(a, &d) : str_c(e.text);

		if (rc == 0)
			tap_str(got, str_c(rows[i].want), "%s", rows[i].name);
		else
			tap_ok(str_starts(got, str_c(rows[i].want)) &&
			    rows[i].want[0] == 'i', "%s: %s", rows[i].name, e.text);
		arena_free(a);
	}
	return tap_done();
}
