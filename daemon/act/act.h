/*
 * act: what can be done to a ticket, by the rows of policy/verb.h: whether a verb
 * can be done, and doing it.  What is done changes the ticket in memory and waits
 * there as its plan, which ticket_save() stores: nothing here asks the database.
 * Other tickets that a verb names are locked before.
 */
#ifndef DAEMON_ACT_ACT_H
#define DAEMON_ACT_ACT_H

#include "daemon/policy/verb.h"
#include "daemon/policy/why.h"
#include "daemon/ticket/event.h"
#include "daemon/ticket/timer.h"
#include "parsers/field/numbers.h"

struct actor {				/* who does it */
	enum verb_door		 door;		/* where it was said */
	const struct agent	*agent;		/* NULL: a rule, a customer, or who may run docketctl */
	struct str		 name;		/* for the history */
	int64_t			 at;
	bool			 is_stale;	/* what proves them is too old for grave verbs */
	int64_t			 about;		/* the entry that their mail answers; 0: none */
	int64_t			 entry;		/* … that their mail is; 0: none yet */
};

struct order {				/* a verb that was understood */
	const struct verb	*verb;
	struct str		 value;		/* as its check left it */
	struct str		 why;		/* for the history: the line, the rule */
	const struct why	*remark;	/* what is told with it when it is done; or NULL */
	struct time_entry	*times;		/* what #time books, as its check made it */
	size_t			 n_times;
	const struct approval	*approval;	/* what #approve-time and its like are about */
};

struct prospect {
	struct work		*w;
	struct ticket		*t;	/* a copy, as what was checked so far leaves it */
	const struct actor	*actor;
	struct edges		 edges;	/* w->edges, likewise */
	struct timers		 timers;	/* w->timers, likewise: once looked for */
	bool			 answers;	/* the customer gets a text with it */
	bool			 books;		/* #time is among what is ordered */
	bool			 forced;	/* what is doubtful is meant: #force is beside it */
};

struct action {				/* a verb while it is done */
	struct work		*w;
	struct ticket		*t;
	const struct actor	*actor;
	const struct order	*order;
	struct cause		 cause;	/* who, and why */
	enum event_kind		 event;		/* of what changed, for the rules */
};

struct act {				/* how a verb is checked and done */
	/* NULL: fine; else why not.  May put a better value into the order. */
	struct why	*(*check)(struct prospect *, struct order *);
	int		(*apply)(struct action *);	/* 1 changed, 0 it was so, -1; NULL: elsewhere */
	/* Adds the other tickets that the value names.  NULL: it names none. */
	void		(*tickets)(struct arena *, struct str value, struct numbers *);
	/* Asks what the check must know of the ticket, and locks it.  NULL: nothing. */
	int		(*look)(struct work *, struct ticket *);
	/* What of the value the look asks for, too.  NULL: nothing. */
	void		(*wants)(struct work *, struct str value);
	/* Asks what depends on who does it, and how.  NULL: nothing. */
	int		(*ask)(struct work *, struct ticket *, const struct actor *,
			    struct str value);
};

/* For each verb that will be checked, before act_prospect().  -1: w->err. */
int		act_look(struct work *, struct ticket *, const struct actor *, const struct verb *,
		    struct str value);
/* Of that, what its actor alone is asked for: of a ticket that is not stored yet. */
int		act_ask(struct work *, struct ticket *, const struct actor *, const struct verb *,
		    struct str value);

/*
 * The tickets that a verb's value names beside its own: to be locked with it, all at
 * once, before act_check(), where work_ticket() finds those that there are.
 */
void		act_tickets(struct arena *, const struct verb *, struct str value,
		    struct numbers *);

void		act_prospect(struct prospect *, struct work *, const struct ticket *,
		    const struct actor *);
/* What is ordered says something to the customer, too. */
void		act_answers(struct prospect *);
/* NULL: it can be done after what was checked before; else why not, for people. */
struct why	*act_check(struct prospect *, struct order *);
/* The same, and the prospect stays as it is. */
struct why	*act_try(const struct prospect *, struct order *);
/* A refusal's line to copy is kept if it can be done now; else a better one, or none. */
void		act_offer(const struct prospect *, struct why *);
/* The values that a verb can have now, where they can be counted; none: anything. */
struct strs	act_values(const struct prospect *, const struct verb *);
/* Not done by mails and rules themselves. */
bool		act_is_here(const struct verb *);
/*
 * 1: changed, *event tells the rules what happened; 0: it was so already, or is
 * done elsewhere (#note); -1: w->err, the work is to be rolled back.
 */
int		act_apply(struct work *, struct ticket *, const struct actor *,
		    const struct order *, enum event_kind *event);

#endif
