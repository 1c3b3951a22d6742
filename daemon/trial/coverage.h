/*
 * coverage: what of the rules no test has seen: a rule that never fired, a test of its
 * condition that was never true or never false, an action that was never done.  Of rules
 * that are switched off nothing is wanted, and of one in shadow no action.
 */
#ifndef DAEMON_TRIAL_COVERAGE_H
#define DAEMON_TRIAL_COVERAGE_H

#include "daemon/trial/trial.h"

struct covered;				/* of a rule */

struct coverage {
	struct arena		*a;
	const struct rules	*rules;
	struct covered		*v;	/* by rule */
	size_t			 seen, wanted;	/* after coverage_gaps() */
};

void	coverage_init(struct coverage *, struct arena *, const struct rules *);
void	coverage_add(struct coverage *, const struct trial *);
/* A line for each thing that was not seen: rules.conf:41 rule "x" never fired. */
struct strs	coverage_gaps(struct coverage *);
/* Of a hundred, rounded down, so that 100 is all of them; 100 where nothing is wanted. */
int	coverage_percent(const struct coverage *);

#endif
