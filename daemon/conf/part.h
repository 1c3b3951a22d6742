/*
 * part: one subject of the configuration as a row: who loads all, helps or
 * looks for a name walks rows and knows no subject.
 */
#ifndef DAEMON_CONF_PART_H
#define DAEMON_CONF_PART_H

#include "daemon/conf/schema.h"

struct conf_part {
	const char	*word;		/* "calendar": in wishes and faults */
	const char	*where;		/* "calendars.conf" */
	const struct section	*sections;	/* ends without a name; NULL: another row's */
	void		(*load)(struct loader *, void *own);	/* NULL: another row does it */
	struct strs	(*names)(struct arena *, const void *own);	/* NULL: none have one */
};

/* A part in a whole: where its own list stands there. */
struct conf_place {
	const struct conf_part	*part;
	size_t			 at;	/* offsetof */
};

#endif
