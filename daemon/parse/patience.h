/*
 * patience: how often a pattern of the rules went over its limits, in all mails since the
 * start.  It is over when it did three times: the pattern is not tried any more, and rules
 * that have it are off until the configuration is read again.
 */
#ifndef DAEMON_PARSE_PATIENCE_H
#define DAEMON_PARSE_PATIENCE_H

#include "parsers/letter/match.h"

struct patience;

struct patience	*patience_new(struct arena *, size_t patterns);
/* Of one mail, or question, in which patterns were tried: each counts once. */
void		 patience_count(struct patience *, const struct matches *);
/* NULL: never. */
bool		 patience_is_over(const struct patience *, uint32_t pattern);
/* A byte a pattern, 1 where it is over; empty: with none.  Lives as long as the patience. */
struct str	 patience_marks(const struct patience *);
/* The same, of a copy of the marks. */
bool		 patience_is_marked(struct str marks, uint32_t pattern);
/* What is OPEN of such patterns is over its limits untried. */
void		 patience_apply(struct str marks, struct matches *);

#endif
