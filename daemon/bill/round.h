/* round: durations by `rounding` of rates.conf, and what that gives to each of several. */
#ifndef DAEMON_BILL_ROUND_H
#define DAEMON_BILL_ROUND_H

#include "daemon/policy/rounding.h"

/* Seconds that are billed of these; negative ones mirror positive ones, nothing is nothing. */
int64_t	round_worked(const struct rounding *, int64_t worked);
/*
 * Spreads `rounded` over n pieces of raw time: each gets its own, and of the difference its
 * share by its length, to the second; what is left over goes to the largest remainders, and
 * to the first of equal ones.  The pieces add up to `rounded`, which equals their sum where
 * they have no length at all.
 */
void	round_spread(struct arena *, const int64_t *raw, size_t n, int64_t rounded,
	    int64_t *billed);

#endif
