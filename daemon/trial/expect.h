/* expect: whether what a test expects is so; a line for each thing that is not. */
#ifndef DAEMON_TRIAL_EXPECT_H
#define DAEMON_TRIAL_EXPECT_H

#include "daemon/policy/rulecase.h"
#include "daemon/trial/trial.h"

/* The lines live in `a`. */
void		expect(struct arena *a, struct trial *, const struct rule_case *, struct strs *out);
struct str	expect_outcome(struct arena *a, const struct trial_trace *);

#endif
