/*
 * explain: what rules did with a ticket, and why another did not, out of the traces and the
 * history: event by event, the oldest first.  Told by docketctl explain and by #explain.
 */
#ifndef DAEMON_RULES_EXPLAIN_H
#define DAEMON_RULES_EXPLAIN_H

#include "daemon/rules/trace.h"
#include "sql.h"

struct explain_test {
	struct str	said;		/* as the file had it; empty: `value` is a remark */
	struct str	value;		/* that it looked at: safe, cut */
	bool		has_value;
};

enum explain_deed_kind {
	DEED_CHANGE, DEED_MAIL, DEED_POST, DEED_UNSENT, DEED_NOTE,
	DEED_LISTED			/* in one mail with other tickets */
};

struct explain_deed {
	enum explain_deed_kind	 kind;
	struct str		 what, old, new;	/* of a change; `what` of a mail: template */
	struct str		 to;			/* of a mail; a webhook's name */
	struct str		 why;			/* it was not sent */
};

struct explain_rule {
	struct str		 name;
	struct str		 place;		/* "rules.conf:12" as it was then; empty: not known */
	enum rule_outcome	 outcome;
	struct str		 by;		/* the rule that stopped it */
	struct explain_test	*tests;
	size_t			 n_tests;
	struct explain_deed	*deeds;
	size_t			 n_deeds;
};

struct explain_event {
	int64_t			 at;
	int64_t			 entry;		/* 0: none */
	struct str		 event;
	struct explain_rule	*v;
	size_t			 n;
};

enum explain_gap {			/* why what was before the first is not told */
	GAP_NONE,
	GAP_KEPT,			/* it is longer ago than trace_keep */
	GAP_BEFORE,			/* no traces were kept then */
	GAP_MANY			/* there are too many: the newest are told */
};

struct explain {
	struct str		 subject;	/* of the ticket; as it came */
	int64_t			 merged_into;	/* 0: nowhere */
	enum explain_gap	 gap;
	int64_t			 gap_until;
	struct explain_event	*v;
	size_t			 n;
	struct strs		 names;		/* of all rules that were asked */
};

struct explain_ask {
	struct sql_trace_ticket	ticket;
	struct sql_trace_list	traces;
	struct sql_trace_rules	rules;
	struct sql_trace_deeds	deeds;
};

/* Queues what is asked; after the run explain_read().  False: there is no such ticket. */
void	explain_ask(struct db *, int64_t ticket, struct explain_ask *);
/* Of one rule, or of all (empty).  Lives in `a`. */
bool	explain_read(struct arena *a, struct db *, const struct conf *, int64_t now,
	    const struct explain_ask *, struct str rule, struct explain *);

/* "it fired, and all was so already" */
const char	*explain_says(enum rule_outcome);
/*
 * What else is told of a rule, a line each, in docket's English (policy/words.h): who stopped
 * it, its tests with what they saw, what it did.  Not made safe for a terminal.
 */
struct strs	 explain_lines(struct arena *, const struct explain_rule *);
/* Why what was before is not told: with `zone`'s word for when; empty: all is told. */
struct str	 explain_gap_text(struct arena *, const struct explain *, struct str until);

#endif
