/*
 * rules: the admins' rules (docket-rules(5)).  An event runs through the list
 * in order; what a rule does can raise further events, each rule fires at most
 * once in such a chain, and chains are bounded.  What one mail does is one chain.
 */
#ifndef DAEMON_RULES_RULES_H
#define DAEMON_RULES_RULES_H

#include "daemon/rules/trace.h"
#include "daemon/ticket/event.h"

struct chain;				/* what rules make of one event; in w->a */

enum mail_end {				/* of a mail that would open a ticket */
	END_OPENS,
	END_DROP,			/* no ticket comes of it */
	END_SPAM,			/* its ticket is closed as spam */
	END_HELD			/* it waits on its ticket until somebody decides */
};

struct rule_mail {			/* that a rule orders */
	struct str		 rule;
	struct str		 template;
	const struct strs	*to;		/* as the rule says: "requester" */
};

/*
 * Runs the event and all that follows from it: the ticket has it in its plan, the
 * mails are ordered, nothing is stored.  NULL: w->err.
 */
struct chain	*rules_plan(struct work *, struct event *);
/* The same of all that one mail did to a ticket, in order: a rule fires for the first alone. */
struct chain	*rules_plan_all(struct work *, const struct event *, size_t n);
/* What became of each rule on each of its events, in order: how many. */
size_t		 rules_traces(const struct chain *, const struct rule_trace **);
/* What becomes of a mail that has arrived; *by: the rule that ordered it, or NULL. */
enum mail_end	 rules_end(const struct chain *, const struct rule **by);
/* What became of a mail that has arrived is kept: on its ticket, or NULL, by this entry. */
void		 rules_arrived(struct work *, struct chain *, struct ticket *, int64_t entry);
/* The mails of a chain, in order: how many. */
size_t		 rules_mails(const struct chain *, struct arena *a, struct rule_mail **);
/*
 * Saves the ticket and queues the mails: they tell the state after the chain.  And to whom
 * no rule could: whoever had it by what was taken back.
 */
int		 rules_store(struct work *, struct chain *);
/* Both at once. */
int		 rules_run(struct work *, struct event *);
int		 rules_run_all(struct work *, const struct event *, size_t n);

#endif
