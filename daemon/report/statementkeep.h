/*
 * statementkeep: statements that are closed.  What is kept is never changed and never
 * reckoned anew: the lines, the files that went out with their SHA-256, and the rules that
 * were in force as their files had them.  Numbers have no gaps in a year: who takes one holds
 * off the others until the commit, and a transaction that breaks off gives it back.
 *
 * The transaction is the caller's.  Locks are taken in this order: the project, the numbers.
 */
#ifndef DAEMON_REPORT_STATEMENTKEEP_H
#define DAEMON_REPORT_STATEMENTKEEP_H

#include "daemon/report/statementwrite.h"

struct kept {				/* one that is closed, as it was */
	int64_t			 id;
	struct statement_number	 number, credits;
	struct str		 project, zone, reason, currency, rules, closed_by, sent_to;
	int64_t			 month, since, until, closed_at, sent_at;
	int			 digits;
	int64_t			 total, raw, billed, apart;
	struct prepaid		 prepaid;	/* before and used */
};

/* Nobody books time in that project, or closes a month of it, until the commit. */
void	statement_lock(struct db *, struct str project);
/* Takes a number, makes the files, and keeps all of it; the entries are billed by it. */
int	statement_keep(struct statement *, struct db *, int64_t now, struct str by,
	    struct statement_files *, int64_t *id, struct err *);
/* 1; 0: there is none of that number; -1. */
int	statement_kept(struct arena *, struct db *, struct statement_number, struct kept *,
	    struct err *);
/* Its files, borrowed from the run; -1, ERR_BUG: one is not as it was kept. */
int	statement_files(struct arena *, struct db *, const struct kept *, struct statement_files *,
	    struct err *);
/*
 * After statement_lock(): a statement of its own that takes back what `kept` billed, or of it
 * those entries; they are billed by none then.  -1, ERR_REFUSED: there is nothing of it left.
 */
int	statement_credit(struct statement *, struct db *, const struct kept *,
	    const struct numbers *entries, struct str reason, int64_t now, struct str by,
	    struct statement_files *, int64_t *id, struct err *);
/* After statement_begin(): the lines that it has, as they were kept. */
int	statement_lines_kept(struct statement *, struct db *, const struct kept *, struct err *);

#endif
