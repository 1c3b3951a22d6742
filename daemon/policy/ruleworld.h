/*
 * ruleworld: what tickets and events can be, as far as the files say: the world in which
 * rules are analysed (filter/analysis.h).
 */
#ifndef DAEMON_POLICY_RULEWORLD_H
#define DAEMON_POLICY_RULEWORLD_H

#include "daemon/filter/analysis.h"
#include "daemon/filter/eventkind.h"
#include "daemon/policy/conf.h"

struct rule_seen {			/* a ticket of which a rule holds */
	struct str	event;			/* on this; empty: it was not looked for */
	bool		found;
	struct witness	ticket;
};

struct rule_world {
	struct loader		*l;
	const struct conf	*c;
	struct arena		*a;		/* of one question; emptied by ruleworld_ask() */
	struct strs		 known[SUBJECTS];
	struct rule_seen	*seen;		/* by rule: of the event last asked for */
	size_t			 asked;		/* questions so far */
	struct str		 event;
	bool			 open;		/* a name that has gone from the files may be, too */
};

/* Caller frees world->a. */
void	ruleworld_init(struct rule_world *, struct loader *, const struct conf *);
/* On the world's event; *out may be NULL, and holds until the next question. */
enum analysis_result	ruleworld_ask(struct rule_world *, const struct term *, size_t n,
			    struct witness *out);
/* Whether it is so on none of the rule's events. */
bool	ruleworld_never(struct rule_world *, const struct strs *on, const struct condition *,
	    bool want);
/* The same ticket as before, on the world's event; NULL: none is known. */
const struct witness	*ruleworld_seen(struct rule_world *, const struct rule *);
/* A ticket of which they hold, as text in the loader's arena; empty: none was found. */
struct str	ruleworld_example(struct rule_world *, const struct term *, size_t n);
/* Whether no mail can be the cause: time is. */
bool	ruleworld_is_of_time(struct str event);

#endif
