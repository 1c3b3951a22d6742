/*
 * bounce: what a delivery report in RFC 3464's form says; a server's own words
 * are notice's.
 */
#ifndef PARSERS_MACHINE_BOUNCE_H
#define PARSERS_MACHINE_BOUNCE_H

#include "parsers/base/str.h"

/* A complaint may have the ones marked +. */
struct bounce {
	struct str	recipient;	/* + who could not be reached; may be empty */
	struct str	sent_to;	/* who was written to, when that is another */
	struct str	status;		/* RFC 3463, "5.1.1"; never empty in a bounce */
	struct str	diagnostic;
	struct str	original_id;	/* + Message-ID of the mail that it is about */
	bool		is_delayed;	/* not a failure yet */
};

enum bounce_outcome {
	BOUNCE_NO,			/* not a delivery report */
	BOUNCE_FAILED,
	BOUNCE_DELAYED,
	BOUNCE_DELIVERED		/* a success report */
};

/* A message/delivery-status body: the first failed recipient, else delayed, else any. */
enum bounce_outcome	bounce_status(struct arena *a, struct str status, struct bounce *out);

#endif
