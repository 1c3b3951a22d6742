/*
 * conn: one connection, one request: its bytes as they come, its answer as it goes.  Memory
 * grows with the bytes that came, never with the length that was told, and is counted.
 */
#ifndef DAEMON_WEB_CONN_H
#define DAEMON_WEB_CONN_H

#include "daemon/policy/portal.h"
#include "parsers/http/request.h"

enum conn_state {
	CONN_HEAD, CONN_BODY,		/* it comes */
	CONN_WAIT,			/* for read or core; `fd` may be -1 by then */
	CONN_WRITE,			/* the answer goes */
	CONN_LINGER,			/* it went: what still comes is thrown away */
	CONN_OVER
};

struct conn {
	int			 fd;
	uint64_t		 id;
	enum conn_state		 state;
	int64_t			 came;		/* ms, clock_mono() */
	int64_t			 since;		/* ms: of the state */
	int64_t			 moved;		/* ms: the last octet */
	size_t			 octets;	/* that moved in this state */
	struct arena		*a;
	char			*in;		/* of the head, then of the body */
	size_t			 n, cap;
	struct http_request	 request;
	struct http_form	 form;		/* in `in` */
	bool			 asked;		/* CONN_WAIT: it was handed on */
	struct str		 out;		/* in `a` */
	size_t			 at;
	uint32_t		 status;	/* of the answer */
	size_t			*held;		/* octets of all connections */
};

struct conn_rules {
	struct http_limits	 limits;
	enum portal_protocol	 protocol;
	size_t			 held_max;
};

struct conn	*conn_new(int fd, uint64_t id, size_t *held);
void		 conn_free(struct conn *);
void		 conn_become(struct conn *, enum conn_state);
/*
 * Reads what came, some of it.  0: goes on, see the state: CONN_WAIT is a whole request with
 * its form; else the status to answer with.  The other end may be gone: CONN_OVER.
 */
int		 conn_read(struct conn *, const struct conn_rules *);
/* The body is not wanted any more. */
void		 conn_forget(struct conn *);
/* Takes the bytes of an answer, which live in c->a. */
void		 conn_answer(struct conn *, struct str bytes, uint32_t status);
/* Writes what goes; CONN_LINGER when all went. */
void		 conn_write(struct conn *);
/* Throws away what comes; CONN_OVER at its end. */
void		 conn_drain(struct conn *);
/* The other end closed while it waited. */
void		 conn_hang_up(struct conn *);

#endif
