/*
 * event: something that happened to a ticket, as rules test it and templates
 * tell it.  Made by intake, commands and the clock loop; borrowed by all.
 */
#ifndef DAEMON_TICKET_EVENT_H
#define DAEMON_TICKET_EVENT_H

#include "daemon/filter/eventkind.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/entry.h"
#include "daemon/ticket/ticket.h"
#include "daemon/ticket/timer.h"
#include "daemon/ticket/told.h"
#include "parsers/letter/letter.h"

struct event_sla {
	enum sla_clock	 clock;
	struct str	 point;		/* "75%", "breach" */
	struct str	 cause;		/* of a breach that a change made; or empty */
	struct str	 calendar;
	int64_t		 target;	/* seconds */
	int64_t		 due;		/* us */
	int64_t		 left;		/* worked us until due; negative: over */
	bool		 late;		/* fired after its instant (event_is_late) */
};

struct event_wake {			/* a ticket that is to be seen again (ticket/wake.h) */
	struct str	 kind;		/* "due", "snooze", "hold"; empty: it is about none */
	int64_t		 at;
};

struct event_timer {			/* of one that was left running */
	const struct timer	*of;		/* NULL: the event is about none */
	int64_t			 stop_at;	/* it may have been worked until then; 0: nobody knows */
	bool			 is_cut;	/* … and was stopped */
	bool			 is_gone;	/* its owner works here no more */
};

struct parcel;				/* daemon/out/parcel.h */
struct advice;				/* daemon/ticket/advice.h */
struct project_event;			/* daemon/ticket/projectevent.h */

struct event {
	enum event_kind		 kind;
	struct ticket		*ticket;	/* NULL: no ticket (quarantine) */
	struct str		 mailbox;
	struct str		 project;	/* of one without a ticket; or empty */
	const struct letter	*letter;	/* NULL: no mail caused it */
	struct str		 raw;		/* the letter's bytes */
	int64_t			 raw_id;	/* docket.raw that holds them */
	struct address		 author;	/* who wrote or did it; empty: docket */
	const struct agent	*agent;		/* the author, proven; or NULL */
	int64_t			 at;
	int64_t			 entry;
	int64_t			 first_file;	/* the letter's, as docketctl attachment counts */
	enum entry_kind		 entry_kind;
	struct str		 text;		/* what was written this time */
	const struct change	*changes;	/* that it made of the ticket, oldest first */
	size_t			 n_changes;
	struct event_sla	 sla;
	struct event_wake	 wake;
	struct event_timer	 timer;
	int64_t			 quiet_since;	/* of idle: people's last word, us */
	int64_t			 quiet_told;	/* … what was due up to then is told */
	const struct rule	*alone;		/* of schedule: the one rule whose time it is */
	const struct project_event *of;		/* of an event of a project; or NULL */
	struct bounce		 bounce;
	struct str		 hook;		/* the webhook that did not take it: no mail; or empty */
	struct str		 astray;	/* whose return path it came to; empty: none's */
	const struct parcel	*parcel;	/* files that go with it, and are no letter's; NULL */
	const struct advice	*advice;	/* of a fault in what its project runs; NULL */
	const struct told	*told;		/* of its command lines; NULL: nothing */
	bool			 in_heap;	/* of too many: agents are told by a list */
	struct str		 reason;	/* why held, refused, quarantined */
	bool			 is_wanted;	/* by people here, or it answers us: no rule sends it away */
	bool			 is_staffs;	/* people here opened it: the customer wrote no mail */
	struct str		 doubt;		/* why its author may be another; empty: none */
	struct str		 capped;	/* the severity that its author asked for and may not set */
	struct addresses	 copied;	/* whom it went to who are not on the ticket */
	int64_t			 held;		/* entry that waits for a decision; 0: none */
	int64_t			 quarantine;	/* raw's id */
	int64_t			 unproven;	/* raw's id: its author can still say it is theirs */
	int64_t			 link;		/* another ticket it mentions; 0: none */
	struct str		 link_subject;
	bool			 link_is_known;	/* to its author too, not to the desk alone */
	int64_t			 twin;		/* the same mail opened this one too; 0 */
};

/* What was due then fires so much later that it is said. */
static inline bool
event_is_late(int64_t due, int64_t now)
{
	return now - due > 60LL * SECOND_US;
}

/* It tells engineers what one of them wrote for them alone: so are the answers to it. */
static inline bool
event_is_internal(const struct event *ev)
{
	return ev->kind == EVENT_NOTED && ev->entry_kind == ENTRY_NOTE && ev->told == NULL;
}

#endif
