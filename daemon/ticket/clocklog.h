/*
 * clocklog: what a ticket's history says about its clocks, in order, so that
 * they can be run again: for `sla explain` and `sla verify` (sla.md rule 13).
 */
#ifndef DAEMON_TICKET_CLOCKLOG_H
#define DAEMON_TICKET_CLOCKLOG_H

#include "daemon/db/db.h"
#include "daemon/sla/clocks.h"
#include "sql.h"

struct clock_event {
	int64_t		at;
	struct str	kind;		/* of the entry: "mail-in", "command", … */
	struct str	author;
	bool		by_agent;
	struct str	what;		/* "status", "promise", "asked", "merged-into", "spam"; empty: a mail */
	struct str	new;		/* the status */
	struct str	category;	/* what it means; empty: it is called so */
	struct sla_promise *promise;	/* NULL: none; its worktime comes when it is applied */
	int64_t		version;	/* of the promise as it is kept; 0: it is none */
	struct str	why;		/* of the first promise: empty */
	int64_t		asked;		/* since when they wait; 0: nobody, or it is not that */
	bool		is_split;	/* "asked": since what waited longest went elsewhere */
	bool		resolves;	/* a reply that resolved as well */
	bool		is_human;	/* a mail that a person wrote */
};

/*
 * As they take place, from as they were decided: of one instant an agent's answer
 * comes first (sla.md rule 6), however late it was read.  Statuses keep their
 * order: the ticket has the last.
 */
void	clocklog_order(struct clock_event *, size_t n);
/* What was asked, copied and ordered so: lives in `a`. */
size_t	clocklog_read(struct arena *a, const struct db *, struct sql_clock_log,
	    struct clock_event **out);
/*
 * The first version of a promise that this docket does not know, 0 when it knows
 * all: only then may they be applied.
 */
int64_t	clocklog_unknown(const struct clock_event *, size_t n);
/* Does to the clocks what the daemon did.  False when it moves no clock. */
bool	clocklog_apply(struct clocks *, struct worktimes *, const struct clock_event *);
/* For people: "ana answered the customer", "status becomes waiting (jo@…)". */
struct str	clocklog_text(struct arena *a, const struct clock_event *);

#endif
