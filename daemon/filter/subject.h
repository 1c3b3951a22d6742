/*
 * subject: what a condition can look at, a row each: its word, what its values
 * can be, and the number by which the caller's table of getters finds it.
 */
#ifndef DAEMON_FILTER_SUBJECT_H
#define DAEMON_FILTER_SUBJECT_H

#include "daemon/filter/eventkind.h"
#include "parsers/field/field.h"
#include "parsers/letter/match.h"

enum subject_id { SUBJECT_PROJECT, SUBJECT_SUPPORT, SUBJECT_BILLING, SUBJECT_SEVERITY, SUBJECT_VERSION,
	SUBJECT_SUPPORTED,
	SUBJECT_STATUS, SUBJECT_CATEGORY, SUBJECT_TYPE, SUBJECT_SUBJECT, SUBJECT_BODY,
	SUBJECT_FROM, SUBJECT_MAILBOX, SUBJECT_ASSIGNEE, SUBJECT_TEAM, SUBJECT_TAGS, SUBJECT_EVENT, SUBJECT_KIND,
	SUBJECT_REASON, SUBJECT_CLOCK, SUBJECT_POINT, SUBJECT_CAUSE, SUBJECT_BREACHED,
	SUBJECT_REQUESTER, SUBJECT_REQUESTER_DOMAIN, SUBJECT_PARTICIPANT, SUBJECT_PARTICIPANTS,
	SUBJECT_AUTHOR, SUBJECT_FROM_DOMAIN, SUBJECT_RECIPIENT, SUBJECT_PROVEN, SUBJECT_DMARC,
	SUBJECT_FILE_NAME, SUBJECT_FILE_TYPE, SUBJECT_FILES, SUBJECT_AGE, SUBJECT_IDLE,
	SUBJECT_DUE, SUBJECT_OVERDUE, SUBJECT_WAITING, SUBJECT_HELD,
	SUBJECT_POLICY, SUBJECT_METRIC, SUBJECT_USED,
	SUBJECT_REACHED, SUBJECT_PRODUCT, SUBJECT_ENVIRONMENT, SUBJECT_BUDGET, SUBJECT_BUDGET_USED,
	SUBJECT_HEADER, SUBJECT_CALENDAR, SUBJECT_FIELD,	/* with a name behind it */
	SUBJECTS };

enum subject_value {
	VALUE_ANY,			/* any text */
	VALUE_WISH,			/* a name of the part `what`, when all is read */
	VALUE_KNOWN,			/* a name of the part `what`, that was read before */
	VALUE_WORD,			/* one of words() */
	VALUE_OF_FIELD		/* a value of the field */
};

/* What its values are among each other: what can be asked, what analysis can know. */
enum subject_type {
	TYPE_TEXT,			/* anything; no order */
	TYPE_BOOL,			/* "yes" or "no" */
	TYPE_WORD,			/* one of few, known when all is read; no order */
	TYPE_FIELD,			/* what the field's type says */
	TYPE_NUMBER,			/* "3", "-1.5" */
	TYPE_PERCENT,			/* the same, written "75%" */
	TYPE_DURATION			/* "1h30m" */
};

struct subject {
	const char		*word;		/* "sla.clock"; "field." where a name follows */
	enum subject_value	 value;
	const char		*what;		/* "clock": what a fault calls a value */
	struct strs		(*words)(struct arena *);
	bool			 may_lack;	/* "": there is none */
	enum match_text	 text;		/* NOTHING: an admin's or docket's own word */
	bool			 of_clock;	/* known on events of SLA clocks alone */
	bool			 of_event;	/* of what happened, not of the ticket */
	bool			 of_project;	/* known on events of a project, which have no ticket */
	unsigned		 only;		/* … and of those: ON() of its events; 0: all there are */
	const char		*about;		/* for help */
	enum subject_type	 type;
	bool			 many;		/* can have several values, of which one must fit */
	bool			 changes;	/* an event can say what it was before */
	bool			 lasts;		/* what is promised to a ticket may depend on it */
};

#define ON(event)	(1u << ((event) - EVENT_BUDGET))	/* of those of a project */

const struct subject	*subject_row(enum subject_id);
/* Whether an event of that kind has one: what is of a ticket, no event of a project has. */
bool		subject_is_on(const struct subject *, enum event_kind);
/*
 * By its word; *field is the name that follows it, of a field, header or calendar; of a
 * built-in field its own; else empty.
 */
bool		subject_find(const struct field_defs *, struct str word, enum subject_id *,
		    struct str *field);
bool		subject_is_named(enum subject_id);	/* a name follows */
/* Whether subjects of that word and a dot are there: "sla", "field". */
bool		subject_has_members(struct str word);
/* All words that there are: "field.NAME" for each field. */
struct strs	subject_words(struct arena *, const struct field_defs *);

/* What `docketctl help conf.when` prints. */
struct str	subjects_help(struct arena *);

#endif
