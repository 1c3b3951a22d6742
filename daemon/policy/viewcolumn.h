/*
 * viewcolumn: what a view can show of a ticket, group by and sort by, a row each: the one
 * vocabulary of views.conf's `columns`, `group` and `sort`.  How each is found is view/'s.
 */
#ifndef DAEMON_POLICY_VIEWCOLUMN_H
#define DAEMON_POLICY_VIEWCOLUMN_H

#include "parsers/base/str.h"

enum view_column_id {
	SHOWN_NUMBER, SHOWN_SUBJECT, SHOWN_STATUS, SHOWN_CATEGORY, SHOWN_PROJECT,
	SHOWN_SEVERITY, SHOWN_VERSION, SHOWN_PRODUCT, SHOWN_TYPE, SHOWN_ASSIGNEE,
	SHOWN_TEAM, SHOWN_WHO, SHOWN_REQUESTER, SHOWN_DUE, SHOWN_START, SHOWN_RISK,
	SHOWN_CREATED, SHOWN_UPDATED, SHOWN_RESOLVED, SHOWN_AGE, SHOWN_IDLE,
	SHOWN_WAITING, SHOWN_HELD, SHOWN_TAGS, SHOWN_PARENT, SHOWN_TIME,
	SHOWN_BLOCKED_BY, SHOWN_MAILBOX, SHOWN_FIELD,	/* with a name behind it */
	VIEW_COLUMNS
};

/* What it is worth: instants in us, spans in s (render/sheet.h). */
enum view_holds { HOLDS_TEXT, HOLDS_NUMBER, HOLDS_AT, HOLDS_SPAN };

struct view_column {
	enum view_column_id	 id;
	const char		*word;		/* "due"; "field." where a name follows */
	enum view_holds		 holds;
	bool			 groups, sorts;
	bool			 is_public;	/* customers may see it */
	bool			 gives;		/* is cut first when there is little room */
	const char		*about;		/* for help */
};

const struct view_column	*view_column_row(enum view_column_id);
/* By its word; *field is the name behind "field."; NULL: there is none such. */
const struct view_column	*view_column_find(struct str word, struct str *field);
/* All words, those that can be so alone: NULL is any. */
struct strs	view_column_words(struct arena *, bool grouping, bool sorting);
/* Its head in that language; of a field the field's name. */
struct str	view_column_title(const struct view_column *, struct str field,
		    struct str language);

#endif
