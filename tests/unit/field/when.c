/* Spans and instants as people write them, at Monday 2026-11-30 10:00 on their wall. */
#include "parsers/field/when.h"

#include <inttypes.h>

#include "parsers/text/date.h"
#include "tests/tap.h"

static const struct {
	const char	*in;
	int64_t		 seconds;	/* -1: none */
} spans[] = {
	{ "90", 5400 }, { "1h30m", 5400 }, { "1:30", 5400 }, { "1h 30 min", 5400 },
	{ "–1h", -3600 }, { "-1h", -3600 }, { "\xe2\x88\x92" "1h", -3600 }, { "+15m", 900 },
	{ "0", 0 }, { "1,5 Stunden", 5400 }, { "2 horas", 7200 }, { "2d", 172800 },
	{ "99999", 5999940 }, { "100000", -1 }, { "", -1 }, { "-", -1 }, { "--1h", -1 },
	{ "1h x", -1 }, { "fri", -1 }, { "1.12.", -1 }, { "h", -1 },
};

#define NOW	"2026-11-30T10:00:00"

static const struct {
	const char	*in;
	const char	*want;		/* "+SECONDS", with Z: UTC; or the verdict's number */
} rows[] = {
	/* absolute */
	{ "2026-12-01", "2026-12-01T09:00:00" },
	{ "2026-12-01 17:00", "2026-12-01T17:00:00" },
	{ "2026-12-01T17:00", "2026-12-01T17:00:00" },
	{ "2026-12-01T17:00:05Z", "2026-12-01T17:00:05Z" },
	{ "2026-12-01T17:00:05.250+01:00", "2026-12-01T16:00:05Z" },
	{ "2026-12-01 17:00 CET", "2026-12-01T16:00:00Z" },
	{ "2026/12/1", "2026-12-01T09:00:00" },
	{ "1.12. 17:00", "2026-12-01T17:00:00" }, { "1.12.", "2026-12-01T09:00:00" },
	{ "1.12.2026 17.30", "2026-12-01T17:30:00" }, { "01.12.26", "2026-12-01T09:00:00" },
	{ "1.2.", "2027-02-01T09:00:00" }, { "30.11.", "2027-11-30T09:00:00" },
	{ "30.11. 10:01", "2026-11-30T10:01:00" },
	{ "13/12", "2026-12-13T09:00:00" }, { "12/13", "2026-12-13T09:00:00" },
	{ "13/12/2027 8:15", "2027-12-13T08:15:00" }, { "1-12-2026", "2026-12-01T09:00:00" },
	{ "Dec 1", "2026-12-01T09:00:00" }, { "1 December 2026, 5pm", "2026-12-01T17:00:00" },
	{ "December 1st at 5:30 p.m.", "2026-12-01T17:30:00" },
	{ "1. Dezember um 17 Uhr", "2026-12-01T17:00:00" },
	{ "1. Dezember um 17:00 Uhr", "2026-12-01T17:00:00" },
	{ "1 de diciembre a las 17:00", "2026-12-01T17:00:00" },
	{ "1er décembre à 17h30", "2026-12-01T17:30:00" },
	{ "1º de dezembro às 17h", "2026-12-01T17:00:00" },
	{ "1 de dezembro às 17h", "2026-12-01T17:00:00" },
	{ "1 dicembre alle ore 17:00", "2026-12-01T17:00:00" },
	{ "29 feb", "2028-02-29T09:00:00" }, { "mar 3", "2027-03-03T09:00:00" },
	{ "2020-01-01", "2020-01-01T09:00:00" },		/* past: the caller says so */
	{ "until 2026-12-01", "2026-12-01T09:00:00" },
	/* relative */
	{ "fri 17:00", "2026-12-04T17:00:00" }, { "Friday", "2026-12-04T09:00:00" },
	{ "Mon 17:00", "2026-11-30T17:00:00" }, { "mon", "2026-12-07T09:00:00" },
	{ "mon 10:00", "2026-12-07T10:00:00" }, { "bis Freitag 17:00", "2026-12-04T17:00:00" },
	{ "fr 17.00", "2026-12-04T17:00:00" }, { "Fr 17.30", "2026-12-04T17:30:00" },
	{ "viernes 17:00", "2026-12-04T17:00:00" }, { "vendredi à 17 h", "2026-12-04T17:00:00" },
	{ "vendredi 17h", "2026-12-04T17:00:00" }, { "sexta-feira 17:00", "2026-12-04T17:00:00" },
	{ "venerdì 17:00", "2026-12-04T17:00:00" }, { "mar 17:00", "2026-12-01T17:00:00" },
	{ "mardi", "2026-12-01T09:00:00" }, { "terça", "2026-12-01T09:00:00" },
	{ "miércoles", "2026-12-02T09:00:00" }, { "Donnerstag", "2026-12-03T09:00:00" },
	{ "Fri 4 Dec 17:00", "2026-12-04T17:00:00" }, { "fri 4.12. 17:00", "2026-12-04T17:00:00" },
	{ "tomorrow 9:00", "2026-12-01T09:00:00" }, { "Tomorrow", "2026-12-01T09:00:00" },
	{ "morgen 9:00", "2026-12-01T09:00:00" }, { "mañana 9:00", "2026-12-01T09:00:00" },
	{ "demain 9h", "2026-12-01T09:00:00" }, { "amanhã 9:00", "2026-12-01T09:00:00" },
	{ "domani alle 9:00", "2026-12-01T09:00:00" }, { "tomorrow 5pm", "2026-12-01T17:00:00" },
	{ "übermorgen", "2026-12-02T09:00:00" }, { "pasado mañana", "2026-12-02T09:00:00" },
	{ "après-demain", "2026-12-02T09:00:00" }, { "depois de amanhã", "2026-12-02T09:00:00" },
	{ "dopodomani", "2026-12-02T09:00:00" },
	{ "the day after tomorrow", "2026-12-02T09:00:00" },
	{ "today 17:00", "2026-11-30T17:00:00" }, { "aujourd’hui 17:00", "2026-11-30T17:00:00" },
	{ "today 9:00", "2026-11-30T09:00:00" },
	{ "17:00", "2026-11-30T17:00:00" }, { "9:00", "2026-12-01T09:00:00" },
	{ "5pm", "2026-11-30T17:00:00" }, { "12 am", "2026-12-01T00:00:00" },
	{ "24:00", "2026-12-01T00:00:00" }, { "17:00 UTC", "2026-11-30T17:00:00Z" },
	/* spans */
	{ "+2d", "2026-12-02T10:00:00" }, { "2d", "2026-12-02T10:00:00" },
	{ "1w", "2026-12-07T10:00:00" }, { "in 2 days", "2026-12-02T10:00:00" },
	{ "in 2 Tagen", "2026-12-02T10:00:00" }, { "en 2 días", "2026-12-02T10:00:00" },
	{ "dans 2 jours", "2026-12-02T10:00:00" }, { "em 2 dias", "2026-12-02T10:00:00" },
	{ "fra 2 giorni", "2026-12-02T10:00:00" }, { "+2h", "+7200" }, { "48h", "+172800" },
	{ "90", "+5400" }, { "+1:30", "+5400" }, { "–1h", "+-3600" },
	{ "-2d", "2026-11-28T10:00:00" },
	/* none */
	{ "", "1" }, { "soon", "1" }, { "next friday", "1" }, { "friday or so", "1" },
	{ "12 mar apr", "3" }, { "1.12.2026 2027", "1" }, { "fri sat", "1" }, { "after", "1" },
	{ "tomorrow friday", "1" }, { "17:00 18:00", "1" }, { "at 5", "1" }, { "2026", "+121560" },
	{ "x1.12.", "1" }, { "1.12.123", "1" }, { "*", "1" }, { "17:0", "1" },
	{ "3/4", "2" }, { "3/4/2027", "2" }, { "4/4", "2027-04-04T09:00:00" },
	{ "fri 4.12", "2" },
	{ "2026-02-30", "3" }, { "30 feb", "3" }, { "25:00", "3" }, { "12:60", "3" },
	{ "fri 3.12.2026", "3" }, { "13pm", "3" }, { "32.1.", "3" }, { "1.13.", "3" },
};

/* Looking back: the last such; with "d" where no time of the day was named. */
static const struct {
	const char	*in;
	const char	*want;
} backs[] = {
	{ "yesterday 14:00", "2026-11-29T14:00:00" }, { "gestern um 14 Uhr", "2026-11-29T14:00:00" },
	{ "ayer a las 14:00", "2026-11-29T14:00:00" }, { "hier à 14h", "2026-11-29T14:00:00" },
	{ "ontem às 14h", "2026-11-29T14:00:00" }, { "ieri alle 14:00", "2026-11-29T14:00:00" },
	{ "yesterday", "2026-11-29T09:00:00d" }, { "vorgestern", "2026-11-28T09:00:00d" },
	{ "anteayer", "2026-11-28T09:00:00d" }, { "avant-hier", "2026-11-28T09:00:00d" },
	{ "anteontem", "2026-11-28T09:00:00d" }, { "the day before yesterday", "2026-11-28T09:00:00d" },
	{ "antes de ayer", "2026-11-28T09:00:00d" }, { "altroieri", "2026-11-28T09:00:00d" },
	{ "today", "2026-11-30T09:00:00d" }, { "mon", "2026-11-30T09:00:00d" },
	{ "mon 10:00", "2026-11-30T10:00:00" }, { "mon 10:01", "2026-11-23T10:01:00" },
	{ "fri", "2026-11-27T09:00:00d" }, { "Sonntag 17:00", "2026-11-29T17:00:00" },
	{ "9:00", "2026-11-30T09:00:00" }, { "23:00", "2026-11-29T23:00:00" },
	{ "30.11.", "2026-11-30T09:00:00d" }, { "1.12.", "2025-12-01T09:00:00d" },
	{ "24.12. 17:00", "2025-12-24T17:00:00" }, { "29 feb", "2024-02-29T09:00:00d" },
	{ "2026-12-01", "2026-12-01T09:00:00d" }, { "tomorrow", "2026-12-01T09:00:00d" },
	{ "13/12", "2025-12-13T09:00:00d" }, { "3/4", "2" }, { "2d", "1" }, { "90", "1" },
	{ "before tomorrow", "1" }, { "after yesterday", "1" }, { "30 feb", "3" },
	{ "fri 28.11.", "3" }, { "sat 28.11.", "2026-11-28T09:00:00d" },
};

/* "2026-12-01T17:00:00", "+3600" or "3". */
static struct str
shown(struct arena *a, enum when_verdict v, const struct when *w)
{
	struct date d = { .seconds = w->seconds, .has_time = true };

	if (v != WHEN_READ)
		return str_printf(a, "%d", (int)v);
	if (w->kind == WHEN_SPAN)
		return str_printf(a, "+%" PRId64, w->seconds);
	return str_printf(a, "%.*s%s", STR_ARG(date_text(a, &d)), w->kind == WHEN_UTC ? "Z" : "");
}

int
main(void)
{
	struct when_reader by = { .hour = 9 };
	struct arena *a = arena_new();
	struct when out = { 0 };
	struct date now;
	int64_t n;

	tap_ok(date_parse(STR(NOW), &now), "now");
	by.now = now.seconds;
	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++) {
		bool is = when_span(a, str_c(spans[i].in), &n);

		tap_ok(is ? n == spans[i].seconds : spans[i].seconds == -1, "\"%s\": %" PRId64,
		    spans[i].in, is ? n : -1);
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum when_verdict v = when_read(a, &by, str_c(rows[i].in), &out);

		tap_str(shown(a, v, &out), str_c(rows[i].want), "\"%s\"", rows[i].in);
	}
	by.back = true;
	for (size_t i = 0; i < sizeof(backs) / sizeof(backs[0]); i++) {
		enum when_verdict v = when_read(a, &by, str_c(backs[i].in), &out);
		struct str is = shown(a, v, &out);

		if (v == WHEN_READ && out.is_day)
			is = str_printf(a, "%.*sd", STR_ARG(is));
		tap_str(is, str_c(backs[i].want), "back: \"%s\"", backs[i].in);
	}
	by.back = false;
	by.day_first = true;
	tap_str(shown(a, when_read(a, &by, STR("3/4"), &out), &out), STR("2027-04-03T09:00:00"),
	    "3/4, day first");
	by.day_first = false;
	by.month_first = true;
	tap_str(shown(a, when_read(a, &by, STR("3/4"), &out), &out), STR("2027-03-04T09:00:00"),
	    "3/4, month first");
	arena_free(a);
	return tap_done();
}
