/*
 * orders: what the `#name value` lines of a proven agent's mail order (product.md
 * 4).  All are checked before the first is done: a mail with a fault changes
 * nothing.
 */
#ifndef DAEMON_INTAKE_ORDERS_H
#define DAEMON_INTAKE_ORDERS_H

#include "daemon/act/act.h"
#include "daemon/intake/reading.h"
#include "parsers/letter/command.h"

struct orders {
	struct order	*v;
	size_t		 n;
	bool		 resolves;	/* the ticket is done after them, and was not */
	bool		 is_note;	/* the rest of the mail is internal */
	bool		 is_public;	/* it goes out, whatever it answers */
	bool		 is_dry;	/* it is told, and nothing is done */
	size_t		 n_asks;	/* of v: that change nothing */
	size_t		 n_marks;	/* of v: that only say what is done with the text */
	struct told_line *lines;	/* all of the block's, for their writer */
	size_t		 n_lines;
	size_t		*at;		/* of v: which of them */
	size_t		 n_refused;
};

struct happened {			/* for the rules, each kind once */
	enum event_kind	v[EVENTS];
	size_t		n;
};

void	happened_add(struct happened *, enum event_kind);
/*
 * What a mail says, which is told once, and then what it did: how many events; `v` has room
 * for one more than happened.
 */
size_t	happened_events(const struct reading *, struct ticket *, const struct entry *, bool says,
	    const struct happened *, struct event *v);

/* Adds the other tickets that the lines of a text would name: to be locked before. */
void	orders_tickets(struct work *, struct str text, struct numbers *);
/* Asks what the checks of its lines must know.  -1: w->err. */
int	orders_look(struct work *, struct ticket *, const struct actor *,
	    const struct command_block *);
/* Of that, what is asked of a ticket that is not stored yet, too. */
int	orders_ask(struct work *, struct ticket *, const struct actor *,
	    const struct command_block *);
/* One of the lines is this verb. */
bool	orders_has(const struct command_block *, enum verb_id);
/* `answers`: its text goes to the customer.  Checks every line against the ticket as it would be by then. */
void	orders_check(struct work *, const struct ticket *, const struct actor *,
	    const struct command_block *, bool answers, struct orders *);
/*
 * Does them in order; adds what happened, and tells the lines, and others what concerns them.  -1: w->err, the work is
 * to be rolled back.
 */
int	orders_apply(struct work *, struct ticket *, const struct actor *, struct orders *,
	    struct happened *);

#endif
