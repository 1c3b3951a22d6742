/* Calendar messages as lines for people. */
#include "parsers/mime/invite.h"

#include "tests/tap.h"

#define EVENT(lines)	"BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\n" lines \
			"END:VEVENT\nEND:VCALENDAR\n"

static const struct { const char *name, *in, *want; } rows[] = {
	{ "a meeting", EVENT("SUMMARY:Export\\, part 2\nDTSTART;TZID=Europe/Madrid:20260601T100000\n"
	    "DTEND;TZID=Europe/Madrid:20260601T110000\nLOCATION:Room 1\n"
	    "ORGANIZER;CN=\"Jo: desk\":mailto:jo@x.example\nDESCRIPTION:One\\nTwo\n"),
	  "Invitation: Export, part 2\nWhen: 2026-06-01 10:00 (Europe/Madrid) to 11:00\n"
	  "Where: Room 1\nOrganizer: Jo: desk <jo@x.example>\n\nOne\nTwo\n" },
	{ "UTC, over midnight", EVENT("SUMMARY:x\nDTSTART:20260601T230000Z\n"
	    "DTEND:20260602T010000Z\n"),
	  "Invitation: x\nWhen: 2026-06-01 23:00 UTC to 2026-06-02 01:00 UTC\n" },
	{ "whole days", EVENT("SUMMARY:x\nDTSTART;VALUE=DATE:20260601\nDTEND;VALUE=DATE:20260603\n"),
	  "Invitation: x\nWhen: 2026-06-01 to 2026-06-03\n" },
	{ "folded", EVENT("SUMMARY:Ex\n port\nLOCATION:Ro\n om\n"),
	  "Invitation: Export\nWhere: Room\n" },
	{ "an alarm's description is not the event's",
	  EVENT("SUMMARY:x\nBEGIN:VALARM\nDESCRIPTION:alarm\nEND:VALARM\nLOCATION:y\n"),
	  "Invitation: x\nWhere: y\n" },
	{ "a time zone's start is not the event's", "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\n"
	  "DTSTART:19700101T000000\nEND:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n",
	  "Event: x\n" },
	{ "called off", "METHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:x\nSTATUS:CANCELLED\nEND:VEVENT\n",
	  "Cancelled: x\nStatus: cancelled\n" },
	{ "a task", "BEGIN:VTODO\nSUMMARY:x\nDUE:20260601T100000Z\nDTSTART:soon\nEND:VTODO\n",
	  "Event: x\nWhen: soon to 2026-06-01 10:00 UTC\n" },
	{ "cut off", "BEGIN:VEVENT\nSUMMARY:x\nLOCA", "Event: x\n" },
	{ "no event", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "" },
	{ "a location that hides lines", EVENT("SUMMARY:x\nLOCATION:a\\nWhen: never\n"),
	  "Invitation: x\nWhere: a When: never\n" },
};

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_str(invite_text(a, str_c(rows[i].in), 4096), str_c(rows[i].want), "%s",
		    rows[i].name);
	arena_free(a);
	return tap_done();
}
