/* A sheet as text, CSV and JSON: each layout, and texts that mean harm. */
#include "daemon/render/sheet.h"

#include <locale.h>
#include <stdio.h>

#include "daemon/render/sheetcsv.h"
#include "daemon/render/sheetjson.h"
#include "daemon/render/sheettext.h"
#include "daemon/render/text.h"
#include "parsers/base/jsoncheck.h"
#include "tests/tap.h"

#define DAY	(INT64_C(86400) * 1000000)
#define NOW	(INT64_C(1780300800) * 1000000)		/* 2026-06-01 08:00 UTC */
#define T(s)	{ .is_set = true, .text = { s, sizeof(s) - 1 } }
#define N(v)	{ .is_set = true, .n = (v) }
#define UNSET	{ .is_set = false }

static struct sheet_column columns[] = {
	{ STR("number"), STR("No."), SHEET_TICKET, false },
	{ STR("subject"), STR("Subject"), SHEET_TEXT, true },
	{ STR("assignee"), STR("Assignee"), SHEET_TEXT, false },
	{ STR("due"), STR("Due"), SHEET_AT, false },
	{ STR("time"), STR("Time"), SHEET_SPAN, false },
};

static struct sheet_cell cells[][COUNT(columns)] = {
	{ N(1), T("Printer is on fire"), T("ana"), N(NOW - DAY), N(5400) },
	{ N(22), T("=HYPERLINK(\"http://x\")"), UNSET, N(NOW + 3600000000), UNSET },
	{ N(333), T("a\x1b[2Jb\nc \xe2\x80\xaegnp \xff"), T("-1+1"), N(NOW + 2 * DAY), N(-60) },
	{ N(4), T("打印机着火了打印机着火了打印机着火了打印机着火了"), T("jo, \"the\" one"), UNSET, N(0) },
};

static const int64_t waits[] = { 1, 22 };

static struct sheet_row rows[] = {
	{ .ticket = 1, .mark = SHEET_LATE, .cells = cells[0], .from = NOW - 3 * DAY,
	  .until = NOW - DAY, .done_until = NOW - 2 * DAY },
	{ .ticket = 22, .mark = SHEET_AT_RISK, .cells = cells[1], .depth = 1, .lane = 1,
	  .from = NOW - DAY, .until = NOW + 3600000000, .done_until = NOW },
	{ .ticket = 333, .cells = cells[2], .depth = 2, .lane = 1, .from = NOW, .until = NOW + 2 * DAY,
	  .waits_for = waits, .n_waits_for = COUNT(waits) },
	{ .ticket = 4, .mark = SHEET_DONE, .cells = cells[3], .depth = 1000, .lane = 2 },
};

static struct sheet_group groups[] = {
	{ STR("Project"), STR("project"), STR("ACME"), 0, 0, 3, 3, 1, 1, 5340, NOW - 3 * DAY },
	{ STR("Severity"), STR("severity"), STR("S1"), 1, 0, 2, 2, 1, 1, 5400, NOW - 3 * DAY },
	{ STR("Severity"), STR("severity"), STR(""), 1, 2, 1, 1, 0, 0, -60, NOW },
	{ STR("Project"), STR("project"), STR("=2+5\x07"), 0, 3, 1, 7, 0, 0, 0, 0 },
	{ STR("Severity"), STR("severity"), STR("S3"), 1, 3, 1, 7, 0, 0, 0, 0 },
};

static struct sheet_lane lanes[] = {
	{ STR("New"), 1, 0 }, { STR("Open"), 2, 1 }, { STR("Done"), 1, 5 },
	{ STR("Waiting for the customer"), 0, 3 }, { STR("Closed"), 0, 0 },
};

static int64_t met[] = { 10, 0, -3 }, missed[] = { 5, 2, INT64_MAX };
static struct sheet_series series[] = {
	{ STR("Met"), SHEET_PLAIN, met }, { STR("Missed"), SHEET_LATE, missed },
};
static struct str labels[] = { STR("ACME"), STR("=1+1"), STR("x\x1b]0;y\x07") };

static const struct sheet base = {
	.name = STR("at-risk"), .title = STR("At risk"), .about = STR("What is due soon."),
	.language = STR("en"), .made_at = NOW, .columns = columns, .n_columns = COUNT(columns),
	.rows = rows, .n_rows = COUNT(rows),
	.total = { .n = COUNT(rows), .count = 10, .late = 1, .at_risk = 1, .seconds = 5340,
	  .oldest = NOW - 3 * DAY },
	.words = { STR("Made at"), STR("more, not shown"), STR("Nothing"), STR("Total"), STR("Late"),
	  STR("At risk"), STR("Oldest"), STR("Booked"), STR("Tickets") },
};

/* One of those above, by what it is drawn as. */
static struct sheet
made(enum sheet_layout layout, bool grouped, size_t n_lanes)
{
	struct sheet s = base;

	s.layout = layout;
	if (grouped) {
		s.groups = groups;
		s.n_groups = COUNT(groups);
	}
	s.lanes = lanes;
	s.n_lanes = n_lanes;
	if (layout == SHEET_NUMBERS || layout == SHEET_CHART) {
		s.chart.labels = (struct strs){ labels, COUNT(labels) };
		s.chart.series = series;
		s.chart.n_series = COUNT(series);
		s.n_rows = s.n_columns = 0;
		s.total = (struct sheet_group){ .count = 0 };
	}
	return s;
}

static struct str
text(struct arena *a, const struct sheet *s, size_t room)
{
	struct buf b;

	buf_init(&b, a);
	sheet_text(&b, a, s, room);
	return buf_str(&b);
}

static void
has(struct str s, const char *what, const char *name)
{
	tap_ok(str_find(s, str_c(what), 0) != SIZE_MAX, "%s: %s", name, what);
	if (str_find(s, str_c(what), 0) == SIZE_MAX)
		fprintf(stderr, "%.*s\n", STR_ARG(s));
}

/* Each line fits, and nothing in it moves a cursor or turns the reading around. */
static void
test_safe(struct arena *a)
{
	static const size_t rooms[] = { 1, 40, 60, 80, 200 };

	for (size_t l = 0; l < SHEET_LAYOUTS * 4; l++)
		for (size_t r = 0; r < COUNT(rooms); r++) {
			struct sheet s = made((enum sheet_layout)(l / 4), l % 2 == 1, l % 4 < 2 ? COUNT(lanes) : 3);
			struct str all = text(a, &s, rooms[r]), rest = all, line;
			size_t widest = 0, n = 0;

			for (; str_line(&rest, &line); n++)
				widest = text_width(line) > widest ? text_width(line) : widest;
			tap_ok(n > 3 && widest <= (rooms[r] < 40 ? 40 : rooms[r]) &&
			    str_eq(all, text_safe_lines(a, all)),
			    "layout %zu, %zu columns: %zu lines, %zu wide", l, rooms[r], n, widest);
			if (widest > (rooms[r] < 40 ? 40 : rooms[r]))
				fprintf(stderr, "%.*s\n", STR_ARG(all));
		}
}

static const struct {
	const char		*name;
	enum sheet_layout	 layout;
	bool			 grouped;
	size_t			 n_lanes, room;
	const char		*want;
} texts[] = {
	{ "a table", SHEET_TABLE, false, 0, 80,
	  "At risk\nWhat is due soon.\n\n"
	  "     No.  Subject                        Assignee       Due               Time\n"
	  "!!    #1  Printer is on fire             ana            2026-05-31 08:00  1h 30m\n"
	  "!    #22  =HYPERLINK(\"http://x\")         -              2026-06-01 09:00  -\n"
	  "    #333  a\\x1b[2Jb\\nc <U+202E>gnp \\xff  -1+1           2026-06-03 08:00  -1m\n"
	  "✓     #4  打印机着火了打印机着火了打印…  jo, \"the\" one  -                 0s\n"
	  "… 6 more, not shown\n\n"
	  "Total: Tickets 10 · Late 1 · At risk 1 · Booked 1h 29m · Oldest 2026-05-29\n"
	  "!! Late  ! At risk  ✓ done\nMade at 2026-06-01 08:00 UTC\n" },
};

static const struct {
	const char		*name;
	enum sheet_layout	 layout;
	bool			 grouped;
	size_t			 n_lanes, room;
	const char		*has[6];
} pieces[] = {
	{ "groups and what they add up to", SHEET_TABLE, true, 0, 80,
	  { "\nProject: ACME (Tickets 3 · Late 1 · At risk 1 · Booked 1h 29m · Oldest",
	    "\n  Severity: S1 (Tickets 2 ·", "\n  Severity: – (Tickets 1 · Oldest",
	    "\nProject: =2+5\\x07 (Tickets 7)\n", "\n    … 6 more, not shown\n" } },
	{ "a table that is too wide", SHEET_TABLE, false, 0, 40,
	  { "!! #1 Printer is on fire\n    Assignee: ana · Due: 2026-05-31" } },
	{ "a tree", SHEET_TREE, false, 0, 0,
	  { "#22  └ =HYPERLINK", "#333    └ a\\x1b", "#4                    └ 打印机" } },
	{ "a board", SHEET_BOARD, false, 3, 80,
	  { "New (1)", "Open (2/1, over the ", "Done (1/5)", "!! #1 Printer is on fire" } },
	{ "a board with many lanes", SHEET_BOARD, true, 5, 80,
	  { "Waiting for the customer (0/3)\n", "\n[Open]\n!    #22", "\n[Done]\n✓     #4" } },
	{ "a calendar", SHEET_CALENDAR, false, 0, 80,
	  { "\nSun 2026-05-31\n  08:00  !! #1 Printer is on fire · ana",
	    "\nMon 2026-06-01 (Today)\n  09:00  ! #22", "\nWed 2026-06-03\n",
	    "\nWithout a date\n  ✓ #4" } },
	{ "a timeline", SHEET_TIMELINE, false, 0, 80,
	  { "2026-05-29", "2026-06-03\n", "!! #1 Printer is on fire        ███████",
	    "waits for #1, #22\n", "Without a date\n" } },
	{ "numbers", SHEET_NUMBERS, false, 0, 80,
	  { "ACME", "x\\x1b]0;y\\x07   -3  9223372036854775807\n" } },
	{ "a chart", SHEET_CHART, false, 0, 80, { "█ Met   ▒ Missed\n", "=1+1", "█ 10\n", "  -3\n" } },
};

static const struct { const char *name, *want; enum sheet_layout layout; bool grouped; } csvs[] = {
	{ "CSV", "number,subject,assignee,due,time,mark\r\n"
	  "1,Printer is on fire,ana,2026-05-31T08:00:00Z,5400,late\r\n"
	  "22,\"'=HYPERLINK(\"\"http://x\"\")\",,2026-06-01T09:00:00Z,,at-risk\r\n"
	  "333,\"a\x1b[2Jb\nc \xe2\x80\xaegnp \xff\",'-1+1,2026-06-03T08:00:00Z,-60,\r\n"
	  "4,打印机着火了打印机着火了打印机着火了打印机着火了,\"jo, \"\"the\"\" one\",,0,done\r\n",
	  SHEET_TABLE, false },
	{ "CSV of groups", "project,severity,number,subject,assignee,due,time,depth,mark\r\n"
	  "ACME,S1,1,Printer is on fire,ana,2026-05-31T08:00:00Z,5400,0,late\r\n"
	  "ACME,S1,22,\"'=HYPERLINK(\"\"http://x\"\")\",,2026-06-01T09:00:00Z,,1,at-risk\r\n"
	  "ACME,,333,\"a\x1b[2Jb\nc \xe2\x80\xaegnp \xff\",'-1+1,2026-06-03T08:00:00Z,-60,2,\r\n"
	  "'=2+5\x07,S3,4,打印机着火了打印机着火了打印机着火了打印机着火了,\"jo, \"\"the\"\" one\",,0,1000,done\r\n",
	  SHEET_TREE, true },
	{ "CSV of a chart", "label,Met,Missed\r\nACME,10,5\r\n'=1+1,0,2\r\n"
	  "x\x1b]0;y\x07,-3,9223372036854775807\r\n", SHEET_CHART, false },
};

static void
test_csv(struct arena *a)
{
	struct buf b;

	for (size_t i = 0; i < COUNT(csvs); i++) {
		struct sheet s = made(csvs[i].layout, csvs[i].grouped, 0);

		buf_init(&b, a);
		sheet_csv(&b, a, &s);
		tap_str(buf_str(&b), str_c(csvs[i].want), "%s", csvs[i].name);
	}
}

static void
test_json(struct arena *a)
{
	static const char *const pieces_of[] = {
		"\"view\": \"at-risk\"", "\"made_at\": \"2026-06-01T08:00:00Z\"", "\"not_shown\": 6",
		"\"ticket\": 333", "\"mark\": \"late\"", "\"due\": \"2026-05-31T08:00:00Z\"",
		"\"subject\": \"a\\u001B[2Jb\\nc \\u202egnp \xef\xbf\xbd\"", "\"time\": -60",
		"\"assignee\": null", "\"by\": \"severity\"",
	};

	for (size_t l = 0; l < SHEET_LAYOUTS; l++) {
		struct sheet s = made((enum sheet_layout)l, true, 3);
		size_t at = 0;
		struct buf b;
		const char *fault;

		buf_init(&b, a);
		sheet_json(&b, a, &s);
		fault = json_check(buf_str(&b), &at);
		tap_ok(fault == NULL, "JSON of layout %zu: %s at %zu", l, fault, at);
		for (size_t i = 0; l == SHEET_TREE && i < COUNT(pieces_of); i++)
			has(buf_str(&b), pieces_of[i], "JSON");
	}
}

static void
test_empty(struct arena *a)
{
	for (size_t l = 0; l < SHEET_LAYOUTS; l++) {
		struct sheet s = base;

		s.layout = (enum sheet_layout)l;
		s.n_rows = 0;
		s.total = (struct sheet_group){ .count = 0 };
		has(text(a, &s, 80), "\nNothing\n", "an empty sheet");
	}
}

int
main(void)
{
	struct arena *a = arena_new();

	setlocale(LC_CTYPE, "C.UTF-8");
	for (size_t i = 0; i < COUNT(texts); i++) {
		struct sheet s = made(texts[i].layout, texts[i].grouped, texts[i].n_lanes);

		tap_str(text(a, &s, texts[i].room), str_c(texts[i].want), "%s", texts[i].name);
	}
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct sheet s = made(pieces[i].layout, pieces[i].grouped, pieces[i].n_lanes);
		struct str all = text(a, &s, pieces[i].room);

		for (size_t k = 0; k < COUNT(pieces[i].has) && pieces[i].has[k] != NULL; k++)
			has(all, pieces[i].has[k], pieces[i].name);
	}
	test_safe(a);
	test_csv(a);
	test_json(a);
	test_empty(a);
	arena_free(a);
	return tap_done();
}
