/*
 * trial: a docket of one's own for a while: its tickets, its clock and its mails are in memory
 * and nowhere else.  What comes in goes the way that it goes in the daemon.  One at a time:
 * the process's clock stands where the trial's does.
 */
#ifndef DAEMON_TRIAL_TRIAL_H
#define DAEMON_TRIAL_TRIAL_H

#include "daemon/rules/rules.h"
#include "daemon/ticket/work.h"
#include "daemon/trial/store.h"

struct trial_mail {			/* that would go out, or a webhook's post */
	struct strs	to;		/* addresses, in the order in which they were queued */
	struct str	template;
	struct str	subject;
	struct str	text;		/* of a post its body */
	struct str	html;
	struct str	mailbox;	/* that it comes from */
	int64_t		at;
	int64_t		ticket;
	bool		withheld;	/* by the breaker */
};

/* What became of a rule on an event: rules/trace.h, kept. */
struct trial_trace {
	const struct rule	*rule;
	enum event_kind		 event;
	int64_t			 ticket;	/* 0: none */
	int64_t			 at;
	enum rule_outcome	 outcome;
	size_t			 leaf;		/* that decided; SIZE_MAX */
	struct str		 value;
	struct str		 by;
	signed char		*seen;		/* result of each of its tests (filter/eval.h) */
	bool			*done;		/* of each of its actions, whether it was done */
	struct strs		 refused;	/* why others were not, in words */
};

/* Who needs no proof of being who they are: an agent, by their own hand. */
struct trial_letter {
	struct str		 mailbox;	/* empty: that it is addressed to */
	struct str		 raw;
	const struct agent	*by;		/* is proven to have written it; NULL: as it is */
};

struct trial {
	struct arena		*a;
	struct core_state	 core;
	struct store		*store;
	struct db		*db;
	int64_t			 now;
	uint64_t		 mails;		/* that came */
	struct trial_trace	*traces;	/* n_traces; the first n_kept are of what was stored */
	size_t			 n_traces;
	size_t			 n_kept;
};

/* Begins at that instant.  NULL: *e.  Lives in `a`; the caller ends it with trial_end(). */
struct trial	*trial_begin(struct arena *a, const struct conf *, int64_t now, struct err *);
void		 trial_end(struct trial *);	/* NULL is fine */

/* Each 0, or -1 with *e. */
int	trial_mail(struct trial *, const struct trial_letter *, struct err *);
/* Time goes on to then; what falls due on the way happens. */
int	trial_pass(struct trial *, int64_t until, struct err *);
/* Patterns that ended a transaction are tried: it can begin again. */
void	trial_ask(struct trial *);

/* The number of the n-th ticket, from 0; 0: there is none. */
int64_t	trial_number(const struct trial *, size_t n);
size_t	trial_tickets(const struct trial *);
/* What a ticket has by that name, as tests say it: "severity", "tags". */
struct strs	trial_value(struct trial *, int64_t ticket, struct str name);
size_t	trial_mails(struct trial *, struct trial_mail **);
size_t	trial_traces(const struct trial *, const struct trial_trace **);
/* Of mails that are kept for people: why, each; held and in quarantine. */
struct strs	trial_kept(struct trial *);

#endif
