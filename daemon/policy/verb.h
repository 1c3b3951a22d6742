/*
 * verb: what can be done to a ticket, a row each.  A line `#NAME VALUE` of an
 * agent's mail, an action of a rule's `do` and `docketctl do N NAME VALUE` all
 * name these rows; what a verb checks and changes is act/'s.
 */
#ifndef DAEMON_POLICY_VERB_H
#define DAEMON_POLICY_VERB_H

#include "daemon/policy/agent.h"

enum verb_id {
	VERB_SET, VERB_STATUS, VERB_OPEN, VERB_WAIT, VERB_HOLD, VERB_RESOLVE, VERB_CLOSE,
	VERB_REOPEN, VERB_TAKE, VERB_ASSIGN, VERB_TEAM, VERB_UNASSIGN, VERB_SEVERITY, VERB_VERSION,
	VERB_RUNS,
	VERB_FOUND_IN, VERB_NOT_IN, VERB_FIXED_IN,
	VERB_TYPE, VERB_SLA,
	VERB_TAG, VERB_SUBJECT, VERB_PROJECT, VERB_START, VERB_DUE, VERB_SNOOZE, VERB_UNDO, VERB_CC, VERB_UNCC,
	VERB_REQUESTER, VERB_RETRY_ADDRESS,
	VERB_BLOCKS, VERB_BLOCKED_BY, VERB_UNBLOCK, VERB_PARENT, VERB_LINK, VERB_UNLINK, VERB_MERGE,
	VERB_ACCEPT, VERB_ACCEPT_ALWAYS, VERB_SPLIT, VERB_SPAM, VERB_ERASE,
	VERB_TIME, VERB_FORCE, VERB_TIMER,
	VERB_APPROVE_TIME, VERB_UNAPPROVE_TIME,
	VERB_AWAY, VERB_NEW,
	VERB_SHOW, VERB_HISTORY, VERB_EXPLAIN, VERB_LIST, VERB_REPORT, VERB_TIMESHEET, VERB_HELP, VERB_TEXT, VERB_PUBLIC, VERB_DRY_RUN,
	VERB_NOTE, VERB_TICKET, VERB_TICKETS,
	VERB_REMARK, VERB_REPLY, VERB_NOTIFY, VERB_WEBHOOK, VERB_DROP, VERB_KEEP, VERB_STOP, VERBS
};

enum verb_takes {
	TAKES_NOTHING,
	TAKES_STATUS,
	TAKES_ASSIGNEE,			/* an agent; from a rule "team:NAME" and its like too */
	TAKES_TEAM,
	TAKES_FIELD,			/* a value of the row's field */
	TAKES_SETTING,			/* a field's name and a value of it */
	TAKES_RUNNING,			/* "2.4.1 env=prod since=1 Oct", or keep */
	TAKES_VERSIONS,			/* "2.4.1 2.4.2 product=widget", "-2.4.1" */
	TAKES_TYPE,
	TAKES_SLA,
	TAKES_TAG,			/* from a rule; else "+a -b" */
	TAKES_TEXT,
	TAKES_PROJECT,
	TAKES_INSTANT,			/* "fri 17:00" */
	TAKES_TIME,			/* worked: parsers/field/worked.h */
	TAKES_PERIOD,			/* an agent, and a month or a week */
	TAKES_ADDRESSES,
	TAKES_TICKETS,			/* numbers */
	TAKES_HELD,			/* the number of a mail of the ticket */
	TAKES_PEOPLE,			/* policy/whom.h */
	TAKES_WEBHOOKS,			/* of webhooks.conf */
	TAKES_REPORT,			/* its name, and of when */
	TAKES_COMMAND,			/* the name of a verb */
	TAKES_CANNED,			/* policy/canned.h */
	TAKES_TIMER,			/* "start", "stop 17:30 TEXT" */
	TAKES_RULE			/* its name */
};

enum verb_door {			/* where it can be named: bits */
	DOOR_MAIL = 1, DOOR_RULE = 2, DOOR_CTL = 4
};

enum verb_trait {			/* bits */
	VERB_ASKS = 1,			/* answers by mail, changes nothing */
	VERB_GRAVE = 2,			/* wants a proof that is young */
	VERB_ALONE = 4,			/* needs no ticket */
	VERB_BOOKS = 8			/* says how long somebody worked */
};

struct verb {
	const char		*name;
	enum verb_takes		 takes;
	const char		*value;		/* "LEVEL", for people; "[LEVEL]": or none; NULL: nothing */
	unsigned		 doors;
	enum role_agent		 who;		/* the least that an agent must be */
	int			 to;		/* of a status that the name says; or -1 */
	const char		*field;		/* of TAKES_FIELD */
	unsigned		 traits;
	const char		*help;
};

const struct verb	*verb_row(enum verb_id);
/* By its name; NULL: that door knows none of that name. */
const struct verb	*verb_find(enum verb_door, struct str name);
/* Not there yet, so that whoever writes one is told and nobody gets it as text; ends in NULL. */
extern const char *const verb_later[];
/* The names that the door knows, in the table's order. */
struct strs		 verb_names(struct arena *a, enum verb_door);
bool			 verb_is_optional(const struct verb *);
bool			 verb_is(const struct verb *, enum verb_id);
enum verb_id		 verb_id(const struct verb *);
bool			 verb_has(const struct verb *, enum verb_trait);
bool			 verb_may(const struct verb *, enum role_agent);

#endif
