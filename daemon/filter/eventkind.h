/*
 * eventkind: what can happen to a ticket, as `on` and tests of rules name it.
 * The one table of the words; the event itself is ticket/event.h's.
 */
#ifndef DAEMON_FILTER_EVENTKIND_H
#define DAEMON_FILTER_EVENTKIND_H

#include "parsers/base/str.h"

enum event_kind {
	EVENT_CREATED, EVENT_CUSTOMER_REPLIED, EVENT_AGENT_REPLIED, EVENT_NOTED, EVENT_CHANGED,
	EVENT_ASSIGNED, EVENT_RESOLVED, EVENT_CLOSED, EVENT_REOPENED, EVENT_SLA_WARNING,
	EVENT_SLA_BREACH, EVENT_BOUNCE, EVENT_HELD, EVENT_QUARANTINED, EVENT_BLOCKED,
	EVENT_UNBLOCKED, EVENT_MERGED, EVENT_ARRIVED, EVENT_IDLE, EVENT_SCHEDULE,
	EVENT_TIMER_LEFT, EVENT_REPLY_WITHOUT_TIME, EVENT_BUDGET, EVENT_VERSION_EOL,
	EVENT_CONTRACT_ENDING, EVENTS
};

extern const char *const	event_words[EVENTS + 1];	/* ends in NULL */

const char	*event_word(enum event_kind);
/* -1: no event is called so. */
int		 event_find(struct str word);
/* It happens to a project, and no ticket is there: budget, version-eol, contract-ending. */
bool		 event_is_of_project(enum event_kind);

enum { EVENT_POINTS = 4 };

/*
 * Of those of a project: the points that are reached, the furthest first, into v: how many.
 * `at`: per cent of the budget, or days that are left.
 */
size_t		 event_points_at(enum event_kind, int64_t at, int64_t v[EVENT_POINTS]);
/* All that the event has; of one without points: none. */
size_t		 event_points(enum event_kind, int64_t v[EVENT_POINTS]);

#endif
