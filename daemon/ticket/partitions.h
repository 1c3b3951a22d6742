/*
 * partitions: the database keeps what is large by the month of storing (sql/README.md),
 * and a month must have its partitions before anything is stored in it.
 *
 * Whoever stores looks here first, by its own clock.  The server makes this month's and
 * the next three's; work_run() refuses to store at an instant that has none.
 */
#ifndef DAEMON_TICKET_PARTITIONS_H
#define DAEMON_TICKET_PARTITIONS_H

#include "daemon/db/db.h"

struct partitions {			/* zeros: none is known */
	int64_t		since, until;	/* us: what is stored between has its partition */
	int64_t		made;		/* of so many months, the last time */
	struct err	fault;		/* why not all was made that was wanted; or none */
};

/*
 * Makes what is missing at `now`, outside a transaction.  Waits seconds at most, when
 * something in the database is in the way: after 0 ask partitions_cover().
 */
int	partitions_make(struct db *, int64_t now, struct partitions *, struct err *);
bool	partitions_cover(const struct partitions *, int64_t at);
/* Made, or an error that says what to wait for. */
int	partitions_need(struct db *, int64_t now, struct partitions *, struct err *);

#endif
