/* statementleft: what is not in a month's statement, and why: told, never billed silently. */
#ifndef DAEMON_REPORT_STATEMENTLEFT_H
#define DAEMON_REPORT_STATEMENTLEFT_H

#include "daemon/report/statementreckon.h"

/* Lines for people, in English, one each; none: all is in it. */
int	statement_left(const struct statement *, struct db *, const struct statement_withouts *,
	    struct strs *lines, struct err *);

#endif
