/*
 * ruleset: the rules as traces tell of them later, when the files may say something else:
 * each by its name and place, with what its tests say; and the print by which such a set
 * is known.
 */
#ifndef DAEMON_POLICY_RULESET_H
#define DAEMON_POLICY_RULESET_H

#include "daemon/policy/conf.h"

struct ruleset {			/* parallel, a rule each, in the order in which they run */
	int64_t		print;		/* of all of it, never 0 */
	struct strs	names;
	struct strs	places;		/* "rules.conf:12" */
	struct strs	states;		/* words of enum rule_enabled */
	struct strs	events;		/* "created, changed" */
	struct strs	tests;		/* what each says, a line each, as they are numbered */
};

int64_t		ruleset_print(const struct conf *);
void		ruleset_of(struct arena *, const struct conf *, struct ruleset *);
/* Where a rule stands, as seen from the configuration's folder. */
struct str	rule_place(struct arena *, const struct conf *, const struct rule *);

#endif
