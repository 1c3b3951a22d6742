/*
 * act: what `#name value` lines of a proven agent do (product.md 4).  All
 * lines of a mail are checked before the first is applied: a mail with a fault
 * changes nothing.
 */
#ifndef DAEMON_ACT_ACT_H
#define DAEMON_ACT_ACT_H

#include "daemon/ticket/event.h"
#include "parsers/letter/command.h"

struct command;

struct order {				/* a line that was understood */
	const struct command	*command;
	struct str		 arg;
	struct str		 line;
};

struct orders {
	struct order	*v;
	size_t		 n;
	bool		 resolves;	/* the ticket is done after them, and was not */
	bool		 is_note;	/* the rest of the mail is internal */
	struct refusal	*refused;
	size_t		 n_refused;
};

struct happened {			/* for the rules: one a line, at most */
	enum event_kind	v[LIMIT_COMMANDS];
	size_t		n;
};

/* Checks every line against the ticket as it would be by then. */
void	command_check(struct work *, const struct ticket *,
	    const struct command_block *, struct orders *);
/*
 * Applies them in order; adds what happened.  -1: w->err, the work is to be rolled back.
 */
int	command_apply(struct work *, struct ticket *, const struct agent *,
	    int64_t at, const struct orders *, struct happened *);
/* One line a command, for people. */
struct str	command_list(struct arena *a);

#endif
