/* severity: how grave a customer may say that something is. */
#ifndef DAEMON_PAGE_SEVERITY_H
#define DAEMON_PAGE_SEVERITY_H

#include "daemon/page/visit.h"

/* The words, lowest first, up to what the project's customers may say, and as they are read. */
void	severity_choices(struct visit *, const struct project *, struct strs *values,
	    struct strs *shown);

#endif
