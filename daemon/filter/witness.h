/*
 * witness: a made-up ticket, and what happens to it, of which a condition holds: what a
 * warning shows.  It is evaluated as a real one is, by filter_holds().
 */
#ifndef DAEMON_FILTER_WITNESS_H
#define DAEMON_FILTER_WITNESS_H

#include "daemon/filter/read.h"

struct fact {				/* what a subject is */
	enum subject_id		 subject;
	struct str		 field;
	struct strs		 values;
	bool			 changed;	/* by this event, from `was` */
	struct strs		 was;
	bool			 unknown;	/* it may be anything */
};

struct witness {			/* of subjects that nobody says: empty */
	struct arena	*a;
	struct fact	*v;
	size_t		 n;
};

/* Of the test's subject; NULL: there is none. */
struct fact	*witness_find(const struct witness *, const struct filter_test *);
/* It takes the place of one of the same subject. */
void		 witness_put(struct witness *, const struct fact *);
/* 1, 0, or -1: a pattern went over its limits. */
int		 witness_holds(const struct condition *, const struct witness *);
/* `project="ACME" severity="high" status was "new" now "open"`; in the witness's arena. */
struct str	 witness_text(const struct witness *);

#endif
