/* report: the parts of a mail that machines read. */
#ifndef PARSERS_MIME_REPORT_H
#define PARSERS_MIME_REPORT_H

#include "parsers/base/str.h"

/*
 * A multipart/report's (RFC 6522) and a calendar's, decoded, as the MIME walk
 * found them; empty when there is none.
 */
struct report {
	struct str	type;		/* report-type parameter, lower case */
	struct str	status;		/* message/delivery-status body */
	struct str	receipt;	/* message/disposition-notification (RFC 8098) */
	struct str	original;	/* message/rfc822 or text/rfc822-headers */
	struct str	feedback;	/* message/feedback-report (RFC 5965) */
	struct str	calendar;	/* text/calendar, and its method parameter */
	struct str	calendar_method;
};

struct part;

/* Keeps what kind of report the multipart is, if it is one. */
void	report_open(struct arena *a, struct report *, const struct part *);
/* Keeps at most `max` bytes of the part, when it is one of these. */
void	report_take(struct arena *a, struct report *, const struct part *, struct str charset,
	    size_t max);

#endif
