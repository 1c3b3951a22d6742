/*
 * statementreckon: the lines of a statement, reckoned by the rules that are in force: of what
 * counts in its month and is billed by no statement, and of what a kept one billed, by today's
 * rules.
 *
 * A correction goes into the line of what it corrects where both are in the same statement.
 * Else it is a line of its own, with the day of what it corrects.  Of what was billed it takes
 * its share of that amount back, by the rate and rules of then, and with the last of its time
 * what is left of it: today's rules have no say.
 */
#ifndef DAEMON_REPORT_STATEMENTRECKON_H
#define DAEMON_REPORT_STATEMENTRECKON_H

#include "daemon/calendar/worktime.h"
#include "daemon/report/statement.h"

struct statement_without {		/* an entry that no rate is for */
	int64_t		entry, number;
	struct str	agent, service;
	int64_t		worked;		/* s */
	struct str	why;
};

struct statement_withouts {
	struct statement_without	*v;
	size_t				 n;
};

/*
 * After statement_begin(); lines, sums and hours are in it then.  Entries that no rate is for
 * are left out.
 */
int	statement_reckon(struct statement *, struct worktimes *, struct db *,
	    struct statement_withouts *, struct err *);
/* The same of the entries of a kept one, `id`, as if it were closed today. */
int	statement_reckon_again(struct statement *, struct worktimes *, struct db *, int64_t id,
	    struct statement_withouts *, struct err *);

#endif
