/* expect: whether what a test expects is so; a line for each thing that is not. */
#ifndef DAEMON_TRIAL_EXPECT_H
#define DAEMON_TRIAL_EXPECT_H

#include "daemon/policy/rulecase.h"
#include "daemon/trial/trial.h"

/* The lines live in `a`. */
void		expect(struct arena *a, struct trial *, const struct rule_case *, struct strs *out);
/*
 * What kept a rule from firing, the last time that it was looked at, and by which test:
 * rules.conf:44 severity at_least "high", was "low".
 */
struct str	expect_why_not(struct arena *a, const struct trial *, const struct rule *);
struct str	expect_outcome(struct arena *a, const struct trial_trace *);

#endif
