/*
 * trace: what became of each rule on an event, as docket.trace keeps it: a few letters a
 * rule, and the texts that its tests looked at, each once, cut and safe to print.  All that
 * a work raises is stored by one statement at its commit.
 *
 * Packed, rules are parted by spaces: "12n2.1" is rule 12, n for an outcome, and that its
 * test 2 looked at text 1.  The number is left out behind the rule before it; further tests
 * follow commas, "<3" names another rule, and "!4" says that text 4 is told with it.
 */
#ifndef DAEMON_TICKET_TRACE_H
#define DAEMON_TICKET_TRACE_H

#include "daemon/ticket/work.h"

enum {
	TRACE_VALUE = 96,		/* octets of a text */
	TRACE_TEXTS = 4096		/* of all texts of an event */
};

#define TRACE_NONE	SIZE_MAX

struct trace_test {
	size_t		 leaf;		/* of its rule; TRACE_NONE: of none, a remark */
	bool		 has_value;
	struct str	 value;		/* that it looked at */
};

struct trace_mark {			/* what became of a rule */
	size_t			 rule;		/* its number in the set */
	char			 outcome;	/* a letter */
	size_t			 by;		/* rule that has to do with it; TRACE_NONE */
	struct trace_test	*tests;
	size_t			 n_tests;
};

struct trace {				/* of an event */
	int64_t			 id;		/* as read */
	int64_t			 ticket;	/* 0: none */
	int64_t			 entry;		/* 0: none */
	int64_t			 at;
	int64_t			 policy;	/* as read */
	struct str		 event;
	struct trace_mark	*marks;
	size_t			 n;
};

/* It goes with the work's commit.  Letters of `fired` are those of rules that did something. */
void	trace_store(struct work *, const struct trace *, const char *fired);

struct trace_packed {
	struct str	rules, texts;
};

void	trace_pack(struct arena *, const struct trace *, struct trace_packed *);
/* Into marks.  What cannot be read of it is left out.  Texts are borrowed from `p`. */
void	trace_unpack(struct arena *, struct trace_packed p, struct trace *);

/*
 * Drops some of the oldest that are no longer kept, and rule sets that none can name.  For
 * every few seconds: it holds no lock that somebody waits for.
 */
int	trace_sweep(struct db *, const struct conf *, int64_t now, struct err *);

#endif
