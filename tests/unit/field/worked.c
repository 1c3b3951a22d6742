/* What people say that they worked, at Monday 2026-11-30 10:00 on their wall. */
#include "parsers/field/worked.h"

#include <inttypes.h>

#include "parsers/text/date.h"
#include "tests/tap.h"

static const char *const verdicts[] = { [WORKED_NO_SPAN] = "no span",
	[WORKED_NO_UNIT] = "no unit", [WORKED_MINUTES] = "minutes?", [WORKED_NO_DATE] = "no date",
	[WORKED_TWO_WAYS] = "two ways", [WORKED_NO_SUCH] = "no such",
	[WORKED_MAY_BE_DATE] = "date?", [WORKED_NEAR] = "near", [WORKED_TWICE] = "twice" };

static const struct {
	const char	*in;
	const char	*want;		/* "SECONDS|began|service|no|text", or "verdict: word" */
} rows[] = {
	/* spans */
	{ "1h30m", "5400||||" }, { "1h 30m", "5400||||" }, { "1h30", "5400||||" },
	{ "1:30", "5400||||" }, { "90", "5400||||" }, { "90 min", "5400||||" },
	{ "1,5h", "5400||||" }, { "1.5 h", "5400||||" }, { "1,5 Stunden", "5400||||" },
	{ "1 hora y 30 minutos", "5400||||" }, { "1 heure et 30 minutes", "5400||||" },
	{ "1 hora e 30 minutos", "5400||||" }, { "1 ora e 30 minuti", "5400||||" },
	{ "1 Stunde und 30 Minuten", "5400||||" }, { "PT1H30M", "5400||||" },
	{ "1h\xc2\xa0" "30m", "5400||||" }, { "0:05", "300||||" }, { "45s", "45||||" },
	{ "-30m", "-1800||||" }, { "\xe2\x88\x92" "30m", "-1800||||" }, { "–1h30", "-5400||||" },
	{ "0", "0||||" }, { "2d", "172800||||" },
	{ "1,5", "no unit: 1,5" }, { "1.5", "no unit: 1.5" }, { "-0,5 call", "no unit: -0,5" },
	{ "1h 30", "minutes?: 30" }, { "1h 30 tickets closed", "minutes?: 30" },
	{ "1h 5", "minutes?: 5" }, { "15 h 35", "minutes?: 35" },
	/* what others' trackers were told of: decimals read as minutes, commas not at all */
	{ "12.5h", "45000||||" }, { "0.1h", "360||||" }, { "0,11 h", "396||||" },
	{ "2,25 h", "8100||||" }, { "23,42 hours", "84312||||" },
	{ ":35", "no span: :35" }, { ",5h", "no span: ,5h" }, { "15 : 35", "no span: 15" },
	{ "", "no span: " }, { "fixed it", "no span: fixed" }, { "1x", "no span: 1x" },
	{ "yesterday 2h", "no span: yesterday" }, { "1h30x", "no span: 1h30x" },
	/* days */
	{ "1h @yesterday", "3600|2026-11-29d|||" }, { "1h @yesterday 14:00", "3600|2026-11-29T14:00:00|||" },
	{ "1h yesterday 14:00", "3600|2026-11-29T14:00:00|||" },
	{ "1h yesterday call", "3600|2026-11-29d|||call" },
	{ "1h @ gestern um 14 Uhr Anruf", "3600|2026-11-29T14:00:00|||Anruf" },
	{ "1h @gestern um 14:00 Uhr Anruf", "3600|2026-11-29T14:00:00|||Anruf" },
	{ "1h @hier à 14h appel", "3600|2026-11-29T14:00:00|||appel" },
	{ "1h @2026-11-27 text", "3600|2026-11-27d|||text" },
	{ "1h 2026-11-27 text", "3600|2026-11-27d|||text" },
	{ "1h @27.11. 14:00 text", "3600|2026-11-27T14:00:00|||text" },
	{ "1h @1.12. text", "3600|2025-12-01d|||text" },
	{ "1h @fri deploy", "3600|2026-11-27d|||deploy" },
	{ "1h @friday", "3600|2026-11-27d|||" }, { "1h friday", "3600|2026-11-27d|||" },
	{ "1h 9:00", "3600|2026-11-30T09:00:00|||" }, { "1h @23:00 x", "3600|2026-11-29T23:00:00|||x" },
	{ "1h @yesterday on the phone", "3600|2026-11-29d|||on the phone" },
	{ "1h @29 Nov 2 tickets", "3600|2026-11-29d|||2 tickets" },
	{ "1h @2026-11-27T14:00:00Z x", "3600|2026-11-27T14:00:00Z|||x" },
	{ "1h @tomorrow", "3600|2026-12-01d|||" },
	{ "1h @3/4", "two ways: 3/4" }, { "1h @30.2. x", "no such: 30.2." },
	{ "1h @ana", "no date: ana" }, { "1h @", "no date: " }, { "1h @2d", "no date: 2d" },
	{ "1h @yesterday @fri", "twice: fri" },
	/* … or text */
	{ "1h friday deploy", "date?: friday" }, { "1h 28.11. Meeting", "date?: 28.11." },
	{ "1h 2.4 upgrade", "date?: 2.4" }, { "1h 2.4.1 upgrade", "date?: 2.4.1" },
	{ "1h - 2.4.1 upgrade", "3600||||2.4.1 upgrade" }, { "1h – friday deploy", "3600||||friday deploy" },
	{ "1h do the thing", "3600||||do the thing" }, { "1h so war das", "3600||||so war das" },
	{ "1h hier nachgesehen", "3600||||hier nachgesehen" }, { "1h 5 tickets", "3600||||5 tickets" },
	{ "1h 3/4 of it", "two ways: 3/4" }, { "1h call @yesterday", "date?: yesterday" },
	{ "1h call @bob", "3600||||call @bob" }, { "1h may be more", "3600||||may be more" },
	{ "1h: fixed it", "3600||||fixed it" }, { "1h, fixed it", "3600||||fixed it" },
	{ "1h 2026 planning", "3600||||2026 planning" },
	/* services, and what can be billed */
	{ "1h support", "3600||support||" }, { "1h Support text", "3600||support||text" },
	{ "1h nonbillable", "3600|||no|" }, { "1h support non-billable on site", "3600||support|no|on site" },
	{ "1h nonbillable onsite x", "3600||Onsite|no|x" }, { "1h billable x", "3600|||yes|x" },
	{ "1h support @yesterday nonbillable x", "3600|2026-11-29d|support|no|x" },
	{ "1h não-faturável x", "3600|||no|x" }, { "1h nicht-abrechenbar", "3600|||no|" },
	{ "1h learned something nonbillable", "3600|||no|learned something" },
	{ "1h suport call", "near: suport" }, { "1h supported them", "3600||||supported them" },
	{ "1h - suport", "3600||||suport" }, { "1h call support", "3600||||call support" },
	{ "1h support onsite", "twice: onsite" }, { "1h billable nonbillable", "twice: nonbillable" },
	{ "-30m @yesterday", "-1800|2026-11-29d|||" },
};

static struct str
shown(struct arena *a, enum worked_verdict v, const struct worked *w)
{
	static const char *const billing[] = { "", "yes", "no" };
	struct date d = { .seconds = w->when.seconds, .has_time = !w->when.is_day };
	struct str at = w->has_date ? date_text(a, &d) : STR_NONE;

	if (v != WORKED_READ)
		return str_printf(a, "%s: %.*s", verdicts[v], STR_ARG(w->word));
	return str_printf(a, "%" PRId64 "|%.*s%s|%.*s|%s|%.*s", w->seconds, STR_ARG(at),
	    !w->has_date ? "" : w->when.is_day ? "d" : w->when.kind == WHEN_UTC ? "Z" : "",
	    STR_ARG(w->service), billing[w->billing], STR_ARG(w->text));
}

int
main(void)
{
	struct str names[] = { STR("support"), STR("Onsite") };
	struct strs services = { names, 2 };
	struct worked_reader by = { .services = &services };
	struct arena *a = arena_new();
	struct worked out;
	struct date now;

	tap_ok(date_parse(STR("2026-11-30T10:00:00"), &now), "now");
	by.when = (struct when_reader){ .now = now.seconds, .hour = 9, .back = true };
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum worked_verdict v = worked_read(a, &by, str_c(rows[i].in), &out);

		tap_str(shown(a, v, &out), str_c(rows[i].want), "\"%s\"", rows[i].in);
	}
	by.when.day_first = true;
	tap_str(shown(a, worked_read(a, &by, STR("1h @3/4 x"), &out), &out),
	    STR("3600|2026-04-03d|||x"), "3/4, day first");
	arena_free(a);
	return tap_done();
}
