/*
 * play: one test of rules from its beginning to its end, and what became of what it expects.
 */
#ifndef DAEMON_TRIAL_PLAY_H
#define DAEMON_TRIAL_PLAY_H

#include "daemon/trial/coverage.h"
#include "daemon/trial/deed.h"

enum played_how { PLAYED_PASSED, PLAYED_FAILED, PLAYED_ERROR };

struct played {
	const struct rule_case	*test;
	enum played_how		 how;
	struct strs		 faults;	/* a line each: what was expected, and what was */
	int64_t			 ms;		/* that it took */
};

/* What the test saw is added to the coverage.  The faults live in `a`. */
void	play(struct arena *a, const struct conf *, const struct rule_case *, struct coverage *,
	    struct played *);

#endif
