/*
 * chain: one event, and all that follows from it because rules act: what is still to be
 * tried, what was ordered, what became of each rule.  Lives in its work's arena.
 */
#ifndef DAEMON_RULES_CHAIN_H
#define DAEMON_RULES_CHAIN_H

#include "daemon/rules/captured.h"
#include "daemon/rules/rules.h"
#include "daemon/ticket/work.h"

enum { CHAIN_EVENTS = 200 };		/* each rule fires once, but does several things */

struct link {
	struct event	event;
	int		depth;		/* 0: no rule brought it forth */
};

struct ordered {			/* what is sent or written when the chain is stored */
	const struct rule		*rule;
	const struct rule_action	*action;
	const struct event		*event;
	struct captured			 captured;
};

struct chain {
	struct work		*w;
	struct link		**links;	/* in order */
	size_t			 n_events;
	bool			*fired;		/* by rule */
	struct ordered		*orders;
	size_t			 n_orders;
	enum mail_end		 end;		/* of a mail that has arrived */
	const struct rule	*ended_by;
	struct rule_traces	 traces;
	bool			 told_off;	/* the admins, of rules that are switched off */
};

/* `n` events, at most EVENTS, of what one mail or alarm did. */
struct chain	*chain_new(struct work *, const struct event *, size_t n);
const struct event	*chain_event(const struct chain *, size_t i);
/*
 * What a rule changed is an event of its own: what caused it, but for its kind and what is
 * changed by it: all in the ticket's plan from there on.
 */
void		 chain_raise(struct chain *, const struct event *cause, enum event_kind,
		    size_t from);
void		 chain_order(struct chain *, const struct ordered *);

#endif
