/*
 * sheet: what a view shows, before it is written as text, CSV, JSON, HTML, SVG or iCalendar:
 * columns, rows, groups of rows with what they add up to.  Texts stand as they came, so
 * each renderer makes them safe; titles are in the reader's language already.
 *
 * Instants are microseconds since 1970, durations seconds, shares 1/100 of a percent.
 */
#ifndef DAEMON_RENDER_SHEET_H
#define DAEMON_RENDER_SHEET_H

#include "parsers/base/str.h"

struct zone;

enum sheet_kind {
	SHEET_TEXT,
	SHEET_TICKET,			/* the number of one */
	SHEET_COUNT,
	SHEET_AT,			/* an instant */
	SHEET_SPAN,			/* a duration */
	SHEET_SHARE
};

enum sheet_mark { SHEET_PLAIN, SHEET_AT_RISK, SHEET_LATE, SHEET_DONE };

enum sheet_layout { SHEET_TABLE, SHEET_BOARD, SHEET_TREE, SHEET_CALENDAR, SHEET_TIMELINE,
	SHEET_NUMBERS, SHEET_CHART, SHEET_LAYOUTS };

struct sheet_column {
	struct str	word;		/* the same in every language: of CSV and JSON */
	struct str	title;
	enum sheet_kind	kind;
	bool		gives;		/* is cut first when there is little room */
};

struct sheet_cell {			/* by the column's kind */
	bool		is_set;
	struct str	text;		/* of SHEET_TEXT */
	int64_t		n;		/* of the others */
};

struct sheet_row {
	int64_t			 ticket;	/* its number; 0: it is of none */
	size_t			 depth;		/* in a tree; else 0 */
	enum sheet_mark		 mark;
	struct sheet_cell	*cells;		/* as many as columns */
	size_t			 lane;		/* of a board: which of its columns */
	/* Of calendars and timelines; 0: not known. */
	int64_t			 from, until;	/* the bar */
	int64_t			 done_until;	/* … and its part that is over */
	const int64_t		*waits_for;	/* tickets of the sheet that block it */
	size_t			 n_waits_for;
	/* Of iCalendar (view/stamps.h): when anything of the ticket changed, and how often. */
	int64_t			 changed_at, revision;
};

/*
 * In reading order, a group before those within it; its rows stand together.  Totals are of
 * all that belong to it, whether they are among the rows or beyond the limit.
 */
struct sheet_group {
	struct str	title;		/* of what: "Project" */
	struct str	word;		/* of what, as in CSV: "project" */
	struct str	value;		/* "ACME", as people read it; empty: it has none */
	size_t		level;		/* 0: the outermost */
	size_t		first, n;	/* of rows */
	int64_t		count;
	int64_t		late, at_risk;	/* of these */
	int64_t		seconds;	/* booked on them */
	int64_t		oldest;		/* when the oldest was made; 0: none */
};

struct sheet_lane {			/* a column of a board */
	struct str	title;
	int64_t		count;
	int64_t		limit;		/* so many are meant to be in it; 0: any */
};

struct sheet_series {			/* of a chart: a value for each label; NUMBERS: labels */
	struct str	 title;
	enum sheet_mark	 mark;
	int64_t		*values;
};

struct sheet_chart {
	enum sheet_drawn { CHART_BARS, CHART_STACKED, CHART_LINE, CHART_SPARKLINE } kind;
	enum sheet_kind		 unit;
	struct strs		 labels;
	struct sheet_series	*series;
	size_t			 n_series;
};

/* docket's own words around it, in the reader's language. */
struct sheet_words {
	struct str	made;		/* "Made at" */
	struct str	more;		/* "more, not shown" */
	struct str	none;		/* "Nothing" */
	struct str	total;		/* "Total" */
	struct str	late, at_risk, oldest, booked, count;
};

struct sheet {
	struct str		 name;		/* of the view: "at-risk" */
	struct str		 title, about;
	struct str		 language;	/* "de" */
	const struct zone	*zone;		/* of the reader */
	int64_t			 made_at;
	enum sheet_layout	 layout;
	unsigned		 heading;	/* level of its own in HTML; 0: 2 */
	struct sheet_column	*columns;
	size_t			 n_columns;
	struct sheet_row	*rows;
	size_t			 n_rows;
	struct sheet_group	*groups;	/* none: n_groups is 0 */
	size_t			 n_groups;
	struct sheet_group	 total;		/* of all */
	struct sheet_lane	*lanes;
	size_t			 n_lanes;
	struct sheet_chart	 chart;		/* of CHART and NUMBERS */
	struct sheet_words	 words;
	/* Where a ticket's page is: what is before its number and behind it; empty: nowhere. */
	struct str		 link_before, link_after;
};

#endif
