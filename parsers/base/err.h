/*
 * err: what went wrong, and by its kind what the caller should do about it.
 * A function logs or returns an error, never both.
 */
#ifndef PARSERS_BASE_ERR_H
#define PARSERS_BASE_ERR_H

enum err_kind {
	ERR_NONE,
	ERR_RETRY,		/* try again later: network, database away */
	ERR_MESSAGE,		/* give up on this message only */
	ERR_MAILBOX,		/* give up on this mailbox for now */
	ERR_CONF,		/* the configuration is wrong: an admin must act */
	ERR_BUG,		/* ours */
};

struct err {
	enum err_kind	kind;
	char		text[480];	/* one line, for people */
};

/* Fills *e (NULL is fine) with as many whole characters as it holds and returns -1, so that `return err_set(...)` reads well. */
int	err_set(struct err *e, enum err_kind, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
