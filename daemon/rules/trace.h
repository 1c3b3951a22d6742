/*
 * trace: what became of each rule on each event of a chain, in order: whether it fired, and
 * else what kept it.  It is told from (docketctl explain); nothing is decided by it.
 */
#ifndef DAEMON_RULES_TRACE_H
#define DAEMON_RULES_TRACE_H

#include "daemon/policy/rule.h"
#include "daemon/ticket/event.h"

struct filter_seen;			/* daemon/filter/eval.h */

enum rule_outcome {
	RULE_FIRED,
	RULE_UNCHANGED,			/* fired, and all was so already */
	RULE_SHADOW,			/* it would have fired */
	RULE_NOT,			/* its condition does not hold */
	RULE_BEFORE,			/* fired before in the chain */
	RULE_STOPPED,			/* by a rule above */
	RULE_OFF,			/* switched off, because of its pattern */
	RULE_BUDGET,			/* its changes or mails were too many */
	RULE_OVER,			/* its pattern went over a limit */
	RULE_OUTCOMES
};

struct rule_refusal {			/* an action that was not done, and why */
	const struct rule_action	*action;
	struct str			 value;
	struct str			 why;	/* for admins */
};

struct rule_trace {
	const struct rule		*rule;
	const struct event		*event;
	enum rule_outcome		 outcome;
	size_t				 leaf;	/* NOT: the test that decided; SIZE_MAX */
	struct str			 value;	/* … and what it looked at */
	struct str			 by;	/* STOPPED: the rule that did */
	const struct filter_seen	*seen;	/* of its tests, where w->wants_seen; or NULL */
	struct rule_refusal		*refused;	/* of what it fired for */
	size_t				 n_refused;
};

struct rule_traces {
	struct rule_trace	*v;
	size_t			 n;
};

/* Who wants to know what each chain did (core_state.watch): called when it is stored. */
struct rules_watch {
	void	(*chain)(void *of, struct work *, const struct rule_trace *, size_t n);
	void	*of;
};

extern const char *const	rule_outcome_words[RULE_OUTCOMES + 1];	/* ends in NULL */

/* The trace to fill in, until the next is added. */
struct rule_trace	*traces_add(struct arena *, struct rule_traces *, const struct rule *,
			    const struct event *, enum rule_outcome);
/* An action of the last one was not done. */
void			 traces_refuse(struct arena *, struct rule_traces *,
			    const struct rule_refusal *);

#endif
