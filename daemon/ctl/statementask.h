/* statementask: what is asked of docketctl statement, and what its actions share. */
#ifndef DAEMON_CTL_STATEMENTASK_H
#define DAEMON_CTL_STATEMENTASK_H

#include "daemon/ctl/core.h"
#include "daemon/report/statementkeep.h"
#include "daemon/report/statementreckon.h"

struct statement_ask {			/* as it stands on the command line */
	const char	*month, *dir, *as, *why, *entry, *project, *year;
	bool		 all, early, send, no_send;
	char		**words;	/* behind the action */
	int		 n_words;

	struct ctl	*ctl;
	int64_t		 months;	/* --month, as calendar/month.h counts */
	struct str	 by;		/* --as of what is kept, else docketctl */
	const struct agent *agent;	/* … who that is; NULL */
	struct core_state core;
};

/* Each returns CTL_OK, or has told what is wrong. */

/* Configuration and database; `writes`: what --as names may close, too. */
int	statement_open(struct statement_ask *, bool writes);
int	statement_read_month(struct statement_ask *);
/* What --as says of a format; none: AS_TEXT. */
int	statement_read_as(struct statement_ask *, enum statement_as *);
/* The statement that the first word names. */
int	statement_find(struct statement_ask *, struct kept *);
/* Its files into --dir, the name of each printed; `only`: STATEMENT_FILES for all. */
int	statement_put(struct statement_ask *, const struct statement *,
	    const struct statement_files *, enum statement_as only);
/* "1234.50 EUR" */
struct str	statement_total(struct arena *, int64_t total, int digits, struct str currency);

#endif
