/*
 * err: what went wrong, and by its kind what the caller should do about it.
 * A function logs or returns an error, never both.
 */
#ifndef PARSERS_BASE_ERR_H
#define PARSERS_BASE_ERR_H

#include <stdbool.h>

enum err_kind {
	ERR_NONE,
	ERR_RETRY,		/* try again later: network, database away */
	ERR_MESSAGE,		/* give up on this message only */
	ERR_MAILBOX,		/* give up on this mailbox for now */
	ERR_REFUSED,		/* … and its server said no: an admin may have to act there */
	ERR_CONF,		/* the configuration is wrong: an admin must act */
	ERR_BUG,		/* ours */
	ERR_ASK,		/* a parser must try a pattern first, then again */
	ERR_WAIT,		/* a transaction beside it must end first, then again */
};

struct err {
	enum err_kind	kind;
	char		text[480];	/* one line, for people */
};

/*
 * Fills *e (NULL is fine) with as many whole characters as it holds and returns -1, so
 * that `return err_set(...)` reads well.
 */
int	err_set(struct err *e, enum err_kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* Not the fault of what was tried: the same again, later. */
bool	err_is_passing(const struct err *);

#endif
