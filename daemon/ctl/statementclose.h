/*
 * statementclose: docketctl statement close, credit, send: what keeps something, each project a
 * transaction of its own.  What breaks off between two leaves the first ones closed; the same
 * call again goes on, for it takes what is unbilled alone.
 */
#ifndef DAEMON_CTL_STATEMENTCLOSE_H
#define DAEMON_CTL_STATEMENTCLOSE_H

#include "daemon/ctl/statementask.h"

int	statement_close(struct statement_ask *);
int	statement_take_back(struct statement_ask *);	/* credit */
int	statement_send(struct statement_ask *);

#endif
