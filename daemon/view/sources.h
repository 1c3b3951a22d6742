/* sources: views of what is no list of tickets: versions in use, SLAs, time, how mail goes. */
#ifndef DAEMON_VIEW_SOURCES_H
#define DAEMON_VIEW_SOURCES_H

#include "daemon/view/rows.h"

/* Fills columns and rows of a sheet that was begun.  -1: *e. */
int	source_fill(struct arena *a, struct db *, const struct conf *, const struct view_ask *,
	    struct sheet *out, struct err *e);

#endif
