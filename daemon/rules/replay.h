/*
 * replay: what a set of rules would do on what happened once (past.h).  Nothing is stored,
 * sent or asked of the database; patterns meet texts in a caged child.
 */
#ifndef DAEMON_RULES_REPLAY_H
#define DAEMON_RULES_REPLAY_H

#include "daemon/rules/past.h"
#include "daemon/rules/trace.h"

struct replay_did {			/* what one rule did in a chain */
	struct str	 rule;
	bool		 fired;		/* changed something, sent something, or would have */
	bool		 is_over;	/* not known: its pattern went over its limits */
	struct strs	 mails;		/* "acknowledgement to requester" */
	struct strs	 changes;	/* "assignee: lee" */
};

struct replay_done {
	struct replay_did	*v;
	size_t			 n;
};

struct replay_untried {			/* a rule that history cannot try */
	const struct rule	*rule;
	struct str		 why;	/* "it looks at dmarc, which no history has" */
	int64_t			 events;	/* that it was on, as far as they are known */
};

struct replay;				/* a set of rules, ready */

/* A set; `like` is one whose patterns and what they found are used where they say the same, or NULL. */
struct replay	*replay_new(struct arena *, const struct conf *, const struct replay *like);
void		 replay_free(struct replay *);
size_t		 replay_untried(const struct replay *, const struct replay_untried **);

/*
 * Into done[i], in `a`, what became of chain i.  -1: an error of ours or of the set; what it
 * could not do at all.
 */
int	replay_all(struct replay *, struct arena *a, struct past_chain *const *chains, size_t n,
	    struct replay_done *done, struct err *);

#endif
