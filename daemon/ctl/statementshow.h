/*
 * statementshow: docketctl statement show and list: what was kept, as it was made.  That today's
 * entries or rules would give something else is told beside it; nothing is reckoned anew.
 */
#ifndef DAEMON_CTL_STATEMENTSHOW_H
#define DAEMON_CTL_STATEMENTSHOW_H

#include "daemon/ctl/statementask.h"

int	statement_show(struct statement_ask *);
int	statement_print_list(struct statement_ask *);

#endif
