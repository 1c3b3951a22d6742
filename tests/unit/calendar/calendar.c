/* calendars.conf. */
#include "tests/unit/policy/world.h"

static const struct change refused[] = {
	{ "calendars.conf", "mon =", "monday =",
	  "calendars.conf:@: there is no day monday" },
	{ "calendars.conf", "\"09:00-17:00\"", "\"9-17\"",
	  "calendars.conf:@: \"9-17\" is not a span" },
	{ "calendars.conf", "\"09:00-17:00\"", "\"09:00-09:00\"",
	  "calendars.conf:@: \"09:00-09:00\"" },
	{ "calendars.conf", "\"09:00-17:00\"", "\"09:00-24:01\"",
	  "calendars.conf:@: \"09:00-24:01\"" },
	{ "calendars.conf", "\"09:00-14:00\", \"15:00-18:00\"", "\"09:00-14:00\", \"13:59-18:00\"",
	  "spans of mon and mon overlap" },
	{ "calendars.conf", "mon = [ \"09:00-17:00\" ]",
	  "sun = [ \"22:00-10:00\" ]; mon = [ \"09:00-17:00\" ]",
	  "spans of sun and mon overlap" },
	{ "calendars.conf", "\"Europe/Madrid\"", "\"Europe/Madird\"", "calendars.conf:@: " },
	{ "calendars.conf", "always = true;", "", "calendar always is never open" },
	{ "calendars.conf", "always = true;", "always = true; hours = { mon = \"09:00-10:00\"; };",
	  "calendars.conf:@: always and hours exclude each other" },
	{ "calendars.conf", "name = \"madrid\"", "name = \"office\"",
	  "calendars.conf:@: calendar office is there twice" },
	{ "calendars.conf", "\"2027-05-01\"", "\"2027-02-29\"",
	  "calendars.conf:@: \"2027-02-29\"" },
	{ "calendars.conf", "\"2026-12-24..2027-01-01\"", "\"2026-12-24..2026-01-01\"",
	  "calendars.conf:@: \"2026-12-24..2026-01-01\"" },
	{ "calendars.conf", "always = true;", "always = true; holidays = \"2027-01-01\";",
	  "calendars.conf:@: a calendar that is always open has no holidays" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]", "[ \"office\", \"madird\" ]",
	  "calendars.conf:@: there is no calendar madird (did you mean madrid?)" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]", "[ \"office\", \"europe\" ]",
	  "calendars.conf:@: the union europe is made of itself (europe, europe)" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]",
	  "[ \"office\" ]; hours = { mon = \"09:00-10:00\"; }; timezone = \"UTC\"",
	  "calendars.conf:@: a union has no hours of its own" },
	{ "calendars.conf", "[ \"office\", \"madrid\" ]",
	  "[ \"office\" ]; holidays = \"2027-01-01\"",
	  "calendars.conf:@: a union takes its holidays from its members" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";", "",
	  ": timezone is missing: an IANA name" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"gone.ics\";", "gone.ics cannot be used" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"gone.ics\";",
	  "calendars.conf:@: the holidays of calendar madrid are not known" },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"sla.conf\";", "calendars.conf:@: sla.conf: it " },
	{ "calendars.conf", "timezone = \"Europe/Madrid\";",
	  "timezone = \"Europe/Madrid\"; ics = \"../x.ics\";",
	  "calendars.conf:@: ics names a file beside this one" },
	{ "calendars.conf", "[ \"2026-12-25\", \"2027-01-01\", \"2027-01-06\" ]",
	  "[ \"2026-12-25..2027-12-26\" ]", "take away every open day of a year" },
};

static const struct change accepted[] = {
	{ "calendars.conf", "fri = [ \"09:00-15:00\" ]", "fri = \"22:00-06:00\"; sat = "
	  "[ \"06:00-12:00\", \"12:00-24:00\" ]", "" },
};

int
main(void)
{
	world_open();
	world_refuses(refused, COUNT(refused));
	world_accepts(accepted, COUNT(accepted));
	world_close();
	return tap_done();
}
