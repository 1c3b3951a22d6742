/*
 * viewdef: what somebody wants to see (views.conf): which tickets, in which groups and order,
 * with which columns, drawn how, for whom, and when as mail.
 */
#ifndef DAEMON_POLICY_VIEWDEF_H
#define DAEMON_POLICY_VIEWDEF_H

#include "daemon/filter/read.h"
#include "daemon/policy/agent.h"
#include "daemon/policy/viewcolumn.h"
#include "daemon/sla/category.h"

struct conf;

enum view_of { VIEW_TICKETS, VIEW_VERSIONS, VIEW_SLA, VIEW_TIME, VIEW_MAIL };

enum view_layout { LAYOUT_TABLE, LAYOUT_BOARD, LAYOUT_TREE, LAYOUT_CALENDAR, LAYOUT_TIMELINE,
	LAYOUT_NUMBERS, LAYOUT_CHART };	/* as enum sheet_layout (render/sheet.h) */

enum view_empty { VIEW_EMPTY_SKIP, VIEW_EMPTY_SEND };

enum { VIEW_GROUPS_MAX = 4 };

struct view_key {			/* of columns, group and sort */
	const struct view_column *column;
	struct str		 field;		/* of field.NAME; else empty */
	bool			 falls;		/* "-severity" */
};

struct view_keys {
	struct view_key	*v;
	size_t		 n;
};

struct view_limit {			/* of a board's column */
	int		category;	/* enum category */
	int64_t		most;
};

struct view_mail {
	struct str	 at, zone;	/* cron words (calendar/cron.h); empty: never */
	struct strs	 to;		/* as show_to */
	enum view_empty	 if_empty;
};

struct view_def {
	struct str		 name;
	struct strs		 titles, abouts;	/* language, text, language, text … */
	enum view_of		 of;
	struct condition	 where;		/* all zero: every ticket */
	bool			 of_reader;	/* it names who reads it */
	struct view_keys	 group, sort, columns;
	enum view_layout	 layout;
	struct view_limit	*limits;
	size_t			 n_limits;
	int64_t			 rows;		/* shown at most; counts are of all */
	struct strs		 show_to;	/* agents, "team:NAME", "leads", "admins"; none: every agent */
	bool			 for_customers;	/* of their project alone */
	struct view_mail	 mail;
	struct str		 file;
	int			 line;
};

struct view_defs {
	struct view_def	*v;
	size_t		 n;
};

extern const struct conf_part view_part;

const struct view_def	*view_defs_find(const struct view_defs *, struct str name);
/* In that language, else in English, else the name; about: else nothing. */
struct str	view_title(const struct view_def *, struct str language);
struct str	view_about(const struct view_def *, struct str language);
bool		view_is_mailed_to(const struct view_def *, const struct conf *,
		    const struct agent *);
/* To whom it is mailed, it is shown as well. */
bool		view_is_shown_to(const struct view_def *, const struct conf *,
		    const struct agent *);

#endif
