/*
 * bounce: what a delivery report says, whether in RFC 3464's form or in a
 * mail server's own words.
 */
#ifndef PARSERS_BOUNCE_H
#define PARSERS_BOUNCE_H

#include "parsers/machine.h"

enum bounce_outcome {
	BOUNCE_NO,			/* not a delivery report */
	BOUNCE_FAILED,
	BOUNCE_DELAYED,
	BOUNCE_DELIVERED		/* a success report */
};

/* A message/delivery-status body: the first failed recipient, else delayed, else any. */
enum bounce_outcome	bounce_status(struct arena *a, struct str status, struct bounce *out);

/*
 * Fills what `out` lacks from header fields, the notice in words and the
 * returned mail; status is never empty afterwards ("5.0.0": no reason said).
 */
void	bounce_words(struct arena *a, const struct report *, const struct letter *,
	    struct bounce *out);

#endif
