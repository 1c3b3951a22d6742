/*
 * machine: whether a person wrote this mail, and what a bounce is about.
 * Works on a letter whose header fields and text are filled in.
 */
#ifndef PARSERS_MACHINE_MACHINE_H
#define PARSERS_MACHINE_MACHINE_H

#include "parsers/letter/letter.h"

/*
 * The parts of a mail that machines read (a multipart/report's of RFC 6522, a
 * calendar's), decoded, as the MIME walk found them.
 */
struct report {
	struct str	type;		/* report-type parameter, lower case */
	struct str	status;		/* message/delivery-status body */
	struct str	original;	/* message/rfc822 or text/rfc822-headers */
	struct str	feedback;	/* message/feedback-report (RFC 5965) */
	struct str	calendar;	/* text/calendar, and its method parameter */
	struct str	calendar_method;
};

/* Sets kind, kind_why and bounce. */
void	machine_classify(struct arena *a, const struct report *, struct letter *);

#endif
