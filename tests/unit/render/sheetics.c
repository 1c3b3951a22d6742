/* A sheet as iCalendar, read back by libical. */
#include "daemon/render/sheetics.h"

#include <libical/ical.h>

#include "daemon/calendar/zone.h"
#include "parsers/base/array.h"
#include "tests/tap.h"

enum { SECOND = 1000000 };
#define AT	((int64_t)1780308000 * SECOND)		/* 2026-06-01T10:00:00Z */
#define HOUR	((int64_t)3600 * SECOND)

static const struct sheet_column columns[] = {
	{ STR("number"), STR("Number"), SHEET_TICKET, false },
	{ STR("subject"), STR("Subject"), SHEET_TEXT, false },
	{ STR("status"), STR("Status"), SHEET_TEXT, false },
	{ STR("due"), STR("Due"), SHEET_AT, false },
	{ STR("age"), STR("Age"), SHEET_SPAN, false },
};

static struct sheet_row
row(struct arena *a, int64_t ticket, struct str subject, int64_t until)
{
	struct sheet_cell *c = ARENA_ARRAY(a, COUNT(columns), struct sheet_cell);

	c[0] = (struct sheet_cell){ .is_set = true, .n = ticket };
	c[1] = (struct sheet_cell){ .is_set = subject.n > 0, .text = subject };
	c[2] = (struct sheet_cell){ .is_set = true, .text = STR("open") };
	c[3] = (struct sheet_cell){ .is_set = until != 0, .n = until };
	c[4] = (struct sheet_cell){ .is_set = true, .n = 90 };
	return (struct sheet_row){ .ticket = ticket, .cells = c, .from = AT - 24 * HOUR,
	    .until = until, .changed_at = AT - HOUR, .revision = 3 };
}

static struct sheet
sheet_of(struct sheet_row *rows, size_t n)
{
	return (struct sheet){ .name = STR("due-dates"), .title = STR("Due, by day"),
	    .zone = zone_utc(), .made_at = AT, .layout = SHEET_CALENDAR,
	    .columns = (struct sheet_column *)(void *)(uintptr_t)columns,
	    .n_columns = COUNT(columns), .rows = rows, .n_rows = n,
	    .link_before = STR("https://desk.example.com/tickets/"), .link_after = STR("") };
}

static struct str
written(struct arena *a, const struct sheet *s)
{
	struct buf b;

	buf_init(&b, a);
	sheet_ics(&b, a, s, STR("desk.example.com"));
	return buf_str(&b);
}

static bool
has(struct str text, const char *line)
{
	return str_find(text, str_c(line), 0) != SIZE_MAX;
}

static size_t
count(struct str text, const char *line)
{
	size_t n = 0;

	for (size_t at = 0; (at = str_find(text, str_c(line), at)) != SIZE_MAX; at++)
		n++;
	return n;
}

static void
test_whole(struct arena *a)
{
	struct sheet_row rows[] = { row(a, 12, STR("The lift; it is stuck, again"), AT + HOUR),
	    row(a, 9, STR("No day"), 0), row(a, 7, STR_NONE, AT) };
	struct sheet s = sheet_of(rows, COUNT(rows));
	struct str text;

	rows[2].mark = SHEET_DONE;
	text = written(a, &s);
	tap_str(str_sub(text, 0, str_find(text, STR("BEGIN:VEVENT"), 0)),
	    STR("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//docket//views//EN\r\n"
	    "CALSCALE:GREGORIAN\r\nNAME:Due\\, by day\r\nX-WR-CALNAME:Due\\, by day\r\n"
	    "REFRESH-INTERVAL;VALUE=DURATION:PT30M\r\nX-PUBLISHED-TTL:PT30M\r\n"), "a calendar of two");
	tap_str(str_sub(text, str_find(text, STR("UID:ticket-12"), 0), text.n),
	    STR("UID:ticket-12-due@desk.example.com\r\nDTSTAMP:20260601T090000Z\r\n"
	    "LAST-MODIFIED:20260601T090000Z\r\nSEQUENCE:3\r\nDTSTART:20260601T110000Z\r\n"
	    "DTEND:20260601T111500Z\r\nSUMMARY:#12 The lift\\; it is stuck\\, again\r\n"
	    "DESCRIPTION:Status: open\\nDue: 2026-06-01 11:00 UTC\\nhttps://desk.example.c\r\n"
	    " om/tickets/12\r\nURL:https://desk.example.com/tickets/12\r\nSTATUS:CONFIRMED\r\n"
	    "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"), "an event");
	tap_ok(count(text, "BEGIN:VEVENT") == 2 && !has(text, "No day"), "what has no day is none");
	tap_ok(has(text, "SUMMARY:#7\r\n") && count(text, "STATUS:CANCELLED") == 1,
	    "what is done is cancelled");
	tap_ok(!has(text, "VALARM") && !has(text, "TZID"), "no alarms, and all in UTC");
}

static void
test_same(struct arena *a)
{
	struct sheet_row rows[] = { row(a, 1, STR("A"), AT), row(a, 2, STR("B"), AT),
	    row(a, 2, STR("B"), AT) };
	struct sheet_row other[] = { rows[1], rows[0] };
	struct sheet s = sheet_of(rows, 3), t = sheet_of(other, 2);

	t.made_at += 7 * HOUR;
	other[0].cells[4].n = other[1].cells[4].n = 4000;	/* their age */
	tap_ok(str_eq(written(a, &s), written(a, &t)),
	    "the same when sorted otherwise, shown twice, and later");
	other[0].revision++;
	tap_ok(!str_eq(written(a, &s), written(a, &t)), "another when one changed");
}

static void
test_bar(struct arena *a)
{
	struct sheet_row rows[] = { row(a, 1, STR("A"), AT), row(a, 2, STR("B"), AT) };
	struct sheet s = sheet_of(rows, 2);
	struct str text;

	s.layout = SHEET_TIMELINE;
	rows[0].mark = SHEET_DONE;
	rows[1].from = AT + HOUR;
	text = written(a, &s);
	tap_ok(has(text, "UID:ticket-1-work@") && has(text, "DTSTART:20260531T100000Z\r\n"
	    "DTEND:20260601T100000Z\r\n"), "a bar of a timeline");
	tap_ok(has(text, "DTSTART:20260601T100000Z\r\nDTEND:20260601T101500Z\r\n"),
	    "one that ends before it begins is a point");
	tap_ok(!has(text, "CANCELLED"), "what was done was done");
}

/* What strangers write as a subject, and what it is again when it was read. */
static const struct { const char *name, *subject, *shown; } texts[] = {
	{ "another line", "a\r\nATTENDEE:mailto:x@example.org\r\nb", "#1 a\nATTENDEE:mailto:x@example.org\nb" },
	{ "backslashes", "\\n \\, C:\\new", "#1 \\n \\, C:\\new" },
	{ "an end", "END:VEVENT\nEND:VCALENDAR", "#1 END:VEVENT\nEND:VCALENDAR" },
	{ "controls", "a\001\033[31mb\177c\td", "#1 a[31mbc d" },
	{ "long", "für alle? für alle? für alle? für alle? für alle? für alle? für alle? für alle? für alle?",
	  "#1 für alle? für alle? für alle? für alle? für alle? für alle? für alle? für alle? für alle?" },
	{ "emoji at the fold", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\360\237\232\200\360\237\232\200",
	  "#1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\360\237\232\200\360\237\232\200" },
	{ "quotes and colons", "\"a\": b; c, d", "#1 \"a\": b; c, d" },
	{ "broken bytes", "\377\376 x", NULL },
	{ "nothing", "", "#1" },
};

static bool
lines_fit(struct str text)
{
	size_t end, at = 0;

	while ((end = str_find(text, STR("\r\n"), at)) != SIZE_MAX) {
		if (end - at > 75 || str_chr(str_sub(text, at, end - at), '\n', 0) != SIZE_MAX)
			return false;
		at = end + 2;
	}
	return at == text.n;
}

static void
test_text(struct arena *a, size_t i)
{
	struct sheet_row rows[] = { row(a, 1, str_c(texts[i].subject), AT) };
	struct sheet s = sheet_of(rows, 1);
	struct str text = written(a, &s);
	icalcomponent *all = icalparser_parse_string(text.p), *event;

	tap_ok(lines_fit(text), "%s: lines of 75 octets, and CRLF alone ends them", texts[i].name);
	if (texts[i].shown == NULL) {
		icalcomponent_free(all);
		return;
	}
	tap_ok(all != NULL && icalcomponent_count_errors(all) == 0 &&
	    icalcomponent_count_components(all, ICAL_ANY_COMPONENT) == 1,
	    "%s: libical reads it", texts[i].name);
	event = icalcomponent_get_first_component(all, ICAL_VEVENT_COMPONENT);
	tap_str(str_c(icalcomponent_get_summary(event)), str_c(texts[i].shown), "%s: read back",
	    texts[i].name);
	tap_ok(icalcomponent_count_properties(event, ICAL_ATTENDEE_PROPERTY) == 0 &&
	    icaltime_as_timet(icalcomponent_get_dtstart(event)) == AT / SECOND,
	    "%s: and nothing else of it", texts[i].name);
	icalcomponent_free(all);
}

int
main(void)
{
	struct arena *a = arena_new();

	test_whole(a);
	test_same(a);
	test_bar(a);
	for (size_t i = 0; i < COUNT(texts); i++)
		test_text(a, i);
	arena_free(a);
	return tap_done();
}
