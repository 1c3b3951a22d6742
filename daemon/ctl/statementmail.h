/*
 * statementmail: a closed statement to its project's billing contacts, and to nobody else, with
 * its HTML and CSV as files.  The mail, the files and that it was sent are of one transaction.
 */
#ifndef DAEMON_CTL_STATEMENTMAIL_H
#define DAEMON_CTL_STATEMENTMAIL_H

#include "daemon/report/statementkeep.h"
#include "daemon/ticket/work.h"

/* Why it has nobody to go to; NULL: it has. */
const char	*statement_mail_obstacle(const struct project *);
/* By this agent, or by docketctl (NULL).  *to: the addresses; -1: w->err. */
int	statement_mail(struct work *, const struct statement *, int64_t id,
	    const struct statement_files *, const struct agent *, struct str *to);

#endif
