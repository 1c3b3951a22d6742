/*
 * bounce: what a delivery report in RFC 3464's form says; a server's own words
 * are notice's.
 */
#ifndef PARSERS_MACHINE_BOUNCE_H
#define PARSERS_MACHINE_BOUNCE_H

#include "parsers/machine/machine.h"

enum bounce_outcome {
	BOUNCE_NO,			/* not a delivery report */
	BOUNCE_FAILED,
	BOUNCE_DELAYED,
	BOUNCE_DELIVERED		/* a success report */
};

/* A message/delivery-status body: the first failed recipient, else delayed, else any. */
enum bounce_outcome	bounce_status(struct arena *a, struct str status, struct bounce *out);

#endif
