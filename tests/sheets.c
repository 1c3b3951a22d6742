/* sheets: see sheets.h. */
#include "tests/sheets.h"

#include "daemon/calendar/zone.h"
#include "parsers/base/array.h"

#define HOUR	(3600LL * 1000000)
#define DAY	(24 * HOUR)
#define LONG	"Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde" \
		"Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsurkunde"

const char *const sheets_layouts[SHEET_LAYOUTS] = { "table", "board", "tree", "calendar",
	"timeline", "numbers", "chart" };
const char *const sheets_kinds[SHEETS_KINDS] = { "usual", "grouped", "empty", "hostile" };

static const struct sheet_column columns[] = {
	{ STR("number"), STR("Number"), SHEET_TICKET, false },
	{ STR("subject"), STR("Subject"), SHEET_TEXT, true },
	{ STR("status"), STR("Status"), SHEET_TEXT, false },
	{ STR("assignee"), STR("Assignee"), SHEET_TEXT, true },
	{ STR("due"), STR("Due"), SHEET_AT, false },
	{ STR("time"), STR("Time"), SHEET_SPAN, false },
};

static const struct {
	int64_t		 ticket;
	const char	*subject, *status, *assignee;
	int		 due, from, done;		/* hours from now; 9999: not known */
	int64_t		 time;
	size_t		 depth, lane;
	enum sheet_mark	 mark;
	int64_t		 waits;
} rows[] = {
	{ 41, "Invoice export stops after 1,000 lines", "open", "ana", -26, -200, -30, 5400, 0, 1,
	  SHEET_LATE, 0 },
	{ 57, "Login fails with an umlaut in the password", "open", "ben", 5, -80, 0, 2700, 1, 1,
	  SHEET_AT_RISK, 0 },
	{ 58, "Deploy 4.2.1 to the test server", "waiting", "ana", 50, 6, 9999, 0, 2, 2,
	  SHEET_PLAIN, 57 },
	{ 60, "Printer driver asks for a licence at every start of the warehouse terminals", "new",
	  NULL, 75, -3, 0, 0, 0, 0, SHEET_PLAIN, 0 },
	{ 61, "Question about the API limits", "new", NULL, 75, -2, 0, 0, 0, 0, SHEET_PLAIN, 0 },
	{ 44, "Backup report arrives twice", "resolved", "carla", -50, -190, -60, 7200, 0, 3,
	  SHEET_DONE, 0 },
	{ 62, "Upgrade to version 5", "waiting", "ben", 400, 60, 9999, 900, 0, 2, SHEET_PLAIN, 58 },
	{ 63, "Train the new colleagues", "open", "carla", 640, 120, 9999, 0, 1, 1, SHEET_PLAIN, 62 },
	{ 64, "SSO for the customer portal", "open", "ana", 9999, -20, 0, 45000, 0, 1,
	  SHEET_PLAIN, 0 },
};

static const char *const bad[] = {
	"<script>alert(1)</script>", "\" onload=\"alert(1)", "]]></title></svg><!--",
	"\u202egnp.exe \u05e9\u05dc\u05d5\u05dd \u2067x", LONG, "a\x01" "b\xff" "c\x7f", "",
	"' onfocus='x", "&lt;b&gt; &amp; \u65e5\u672c\u8a9e",
};

static const struct sheet_words words = { STR("Made at"), STR("more, not shown"),
	STR("Nothing to show"), STR("Total"), STR("Late"), STR("At risk"), STR("Oldest"),
	STR("Booked"), STR("Tickets") };

static struct sheet_cell
text_cell(struct arena *a, const char *text)
{
	struct sheet_cell c = { .is_set = text != NULL };

	c.text = str_dup(a, str_c(text));
	return c;
}

static int64_t
hours(int n)
{
	return n == 9999 ? 0 : SHEETS_NOW + n * HOUR;
}

static struct sheet_row
row(struct arena *a, size_t i, bool hostile)
{
	struct sheet_row r = { .ticket = rows[i].ticket, .depth = rows[i].depth,
	    .mark = rows[i].mark, .lane = rows[i].lane, .from = hours(rows[i].from),
	    .until = hours(rows[i].due), .done_until = hours(rows[i].done) };
	int64_t *waits = ARENA_ARRAY(a, 1, int64_t);

	r.cells = ARENA_ARRAY(a, COUNT(columns), struct sheet_cell);
	r.cells[0] = (struct sheet_cell){ .is_set = true, .n = r.ticket };
	r.cells[1] = text_cell(a, hostile ? bad[i] : rows[i].subject);
	r.cells[2] = text_cell(a, hostile ? bad[(i + 1) % COUNT(bad)] : rows[i].status);
	r.cells[3] = text_cell(a, rows[i].assignee);
	r.cells[4] = (struct sheet_cell){ .is_set = r.until != 0, .n = r.until };
	r.cells[5] = (struct sheet_cell){ .is_set = rows[i].time > 0, .n = rows[i].time };
	waits[0] = rows[i].waits;
	r.waits_for = waits;
	r.n_waits_for = rows[i].waits != 0;
	if (hostile) {
		r.depth = i * 1000;
		r.lane = i * i;
		r.from = i == 0 ? INT64_MIN : i == 1 ? INT64_MAX : r.from;
		r.until = i == 2 ? INT64_MAX : i == 3 ? 1 : i == 4 ? INT64_MIN : r.until;
		r.done_until = i == 5 ? INT64_MAX : r.done_until;
		waits[0] = r.ticket;
	}
	return r;
}

static void
set_groups(struct sheet *s, bool hostile)
{
	static struct sheet_group groups[] = {
		{ STR("Project"), STR("project"), STR("ACME"), 0, 0, 5, 17, 1, 1, 8100, SHEETS_NOW -
		  40 * DAY },
		{ STR("Severity"), STR("severity"), STR("high"), 1, 0, 3, 12, 1, 1, 8100, SHEETS_NOW -
		  40 * DAY },
		{ STR("Severity"), STR("severity"), STR("normal"), 1, 3, 2, 5, 0, 0, 0, SHEETS_NOW -
		  2 * DAY },
		{ STR("Project"), STR("project"), STR("Globex"), 0, 5, 4, 4, 0, 0, 53100, SHEETS_NOW -
		  9 * DAY },
		{ STR("Severity"), STR("severity"), STR(""), 1, 5, 4, 4, 0, 0, 53100, 0 },
	};
	static struct sheet_group worse[] = {
		{ STR("<b>"), STR("x"), STR("</table><script>"), 0, 2, SIZE_MAX, -1, -1, 1,
		  INT64_MIN, INT64_MIN },
		{ STR("\""), STR("x"), STR(LONG), 7, 900, 1, INT64_MAX, 3, 3, INT64_MAX, INT64_MAX },
		{ STR("c"), STR("x"), STR("\xff\xfe"), 3, 1, 1, 1, 0, 0, 0, 1 },
	};

	s->groups = hostile ? worse : groups;
	s->n_groups = hostile ? COUNT(worse) : COUNT(groups);
}

static void
set_lanes(struct sheet *s, bool hostile)
{
	static struct sheet_lane lanes[] = { { STR("New"), 2, 0 }, { STR("Open"), 7, 5 },
		{ STR("Waiting"), 2, 4 }, { STR("Resolved"), 1, 0 }, { STR("Closed"), 0, 0 } };
	static struct sheet_lane worse[] = { { STR("<i>\"'"), INT64_MAX, 1 },
		{ STR(LONG), -5, -5 } };

	s->lanes = hostile ? worse : lanes;
	s->n_lanes = hostile ? COUNT(worse) : COUNT(lanes);
}

static struct sheet_series
series(struct arena *a, const char *title, enum sheet_mark mark, size_t n, size_t k, bool hostile)
{
	struct sheet_series s = { str_c(title), mark, ARENA_ARRAY(a, n, int64_t) };
	static const int64_t worst[] = { INT64_MAX, INT64_MIN, 0, -1, 1, INT64_MAX - 1 };

	for (size_t i = 0; i < n; i++)
		s.values[i] = hostile ? worst[(i + k) % COUNT(worst)] :
		    (int64_t)((i * 7 + k * 5) % 11 + (k == 0 ? 3 : 0) + i);
	return s;
}

static void
set_chart(struct arena *a, struct sheet *s, int kind, bool hostile)
{
	static const char *const months[] = { "2026-01", "2026-02", "2026-03", "2026-04", "2026-05",
		"2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11", "2026-12" };
	static const char *const names[] = { "Open", "Overdue", "Waiting for the customer",
		"Booked this week", "Within the promise" };
	struct sheet_chart *c = &s->chart;
	bool numbers = s->layout == SHEET_NUMBERS, few = numbers || kind == CHART_BARS;
	size_t n = few ? COUNT(names) : COUNT(months);

	c->kind = (enum sheet_drawn)kind;
	c->unit = SHEET_COUNT;
	for (size_t i = 0; i < n; i++)
		strs_add(a, &c->labels, str_c(hostile ? bad[i % COUNT(bad)] :
		    few ? names[i] : months[i]));
	c->n_series = few || kind == CHART_SPARKLINE ? 1 : 3;
	c->series = ARENA_ARRAY(a, c->n_series, struct sheet_series);
	for (size_t k = 0; k < c->n_series; k++)
		c->series[k] = series(a, hostile ? bad[k] : k == 0 ? "Arrived" : k == 1 ? "Resolved" :
		    "Late", k == 2 ? SHEET_LATE : SHEET_PLAIN, n, k, hostile);
}

static struct sheet
bare(struct arena *a, enum sheet_layout layout, enum sheets_kind kind, const char *language)
{
	const struct zone *zone;
	struct err e;

	if (zone_load(a, STR("Europe/Berlin"), &zone, &e) == -1)
		zone = zone_utc();
	return (struct sheet){ .name = str_printf(a, "%s-%s", sheets_layouts[layout],
	    sheets_kinds[kind]), .title = kind == SHEETS_HOSTILE ? STR("<script>\"'&]]>") :
	    STR("What the team works on"), .about = kind == SHEETS_HOSTILE ? STR(LONG) :
	    STR("Open tickets and those that were resolved this week."),
	    .language = str_c(language), .zone = zone, .made_at = SHEETS_NOW, .layout = layout,
	    .words = words };
}

struct sheet
sheets_make(struct arena *a, enum sheet_layout layout, enum sheets_kind kind,
    const char *language)
{
	struct sheet s = bare(a, layout, kind, language);
	bool hostile = kind == SHEETS_HOSTILE;

	if (kind == SHEETS_EMPTY)
		return s;
	s.link_before = hostile ? STR("x\" onclick=\"'<") : STR("/ticket/");
	s.link_after = hostile ? STR("\">") : STR("");
	s.heading = 1;
	if (layout == SHEET_NUMBERS || layout == SHEET_CHART) {
		set_chart(a, &s, CHART_STACKED, hostile);
		return s;
	}
	s.columns = ARENA_ARRAY(a, COUNT(columns), struct sheet_column);
	memcpy(s.columns, columns, sizeof(columns));
	s.n_columns = COUNT(columns);
	s.rows = ARENA_ARRAY(a, COUNT(rows), struct sheet_row);
	for (; s.n_rows < COUNT(rows); s.n_rows++)
		s.rows[s.n_rows] = row(a, s.n_rows, hostile);
	s.total = (struct sheet_group){ .count = 21, .late = 1, .at_risk = 1, .seconds = 61200,
	    .oldest = SHEETS_NOW - 40 * DAY };
	set_lanes(&s, hostile);
	if (kind == SHEETS_GROUPED || hostile)
		set_groups(&s, hostile);
	return s;
}

struct sheet
sheets_chart(struct arena *a, int kind, enum sheets_kind how, const char *language)
{
	struct sheet s = bare(a, SHEET_CHART, how, language);

	s.heading = 1;
	if (how != SHEETS_EMPTY)
		set_chart(a, &s, kind, how == SHEETS_HOSTILE);
	return s;
}
