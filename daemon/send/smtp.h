/*
 * smtp: one connection to a mailbox's SMTP server, kept open between mails.
 * With daemon/net/web.c the only user of libcurl (promises.md S7: one recipient a transaction, no
 * connection is used again after an error).
 *
 * The server's certificate and name are verified before a login is sent; plain
 * connections reach loopback only.  Calls block: libcurl waits for the answer
 * to the data in its own loop, so each connection has a thread of its own.
 */
#ifndef DAEMON_SEND_SMTP_H
#define DAEMON_SEND_SMTP_H

#include <stdatomic.h>

#include "daemon/policy/conf.h"
#include "daemon/role/channel.h"

/*
 * Milliseconds, kept to about a second.  To the data a server may take long: it has
 * the mail by then, and who hangs up sends it twice (RFC 5321, 4.5.3.2.6: ten minutes).
 */
struct smtp_times {
	long	connect;
	long	answer;			/* to one command */
	long	end;			/* to the data */
	long	whole;			/* one mail, connecting included */
};

struct smtp_mail {			/* borrowed */
	struct str	from;		/* empty: the null sender */
	struct str	recipient;
	struct str	bytes;		/* CRLF lines, the last one ended */
	/*
	 * So many octets follow, in the same lines: those from `at` on are asked for when
	 * they are to go out.  -1: they cannot be had now.
	 */
	uint64_t	rest;
	int		(*more)(void *self, uint64_t at, struct str *piece);
	void		*self;
};

struct smtp_result {
	enum send_outcome	outcome;
	uint32_t		code;	/* the server's, 0: it gave none */
	struct str		reply;	/* one line for people */
	/* The server is away or stuck: the next mail would fare the same. */
	bool			server_down;
	/* It refused us, not this mail: an admin, or time, must mend it. */
	bool			about_us;
	/* It refused the login; with the token of that number, 0: by password. */
	bool			about_login;
	int64_t			token;
	/* It refused the envelope sender: another may pass; or perhaps that it is null. */
	bool			about_sender, about_null;
	struct str		mend;	/* what an admin can do; empty: nothing is known */
};

struct smtp;

/* Process-wide: before the first smtp_new() and before any thread. */
int	smtp_init(struct err *);
/* Of an endpoint that sends mail, by its timeout. */
struct smtp_times	smtp_times_of(const struct endpoint *);
/*
 * Connects on use.  Borrows the endpoint; `times` NULL: the endpoint's.  `helo`
 * is how it introduces itself, empty: the host's name.  While *stop is set
 * (NULL is fine), what is under way ends within about a second.
 */
struct smtp	*smtp_new(const struct endpoint *, struct str password, struct str helo,
		    const struct smtp_times *, const atomic_bool *stop);
/* Says QUIT when the connection is sound. */
void		 smtp_free(struct smtp *);		/* NULL is fine */
/*
 * Whether the server lets us in and takes that envelope sender, and for it that recipient
 * (empty: it is not asked): nothing is sent, and the connection is closed.
 */
void		 smtp_probe(struct smtp *, struct arena *a, struct str from, struct str to,
		    struct smtp_result *);
/* result->reply lives in `a`. */
void		 smtp_send(struct smtp *, struct arena *a, const struct smtp_mail *,
		    struct smtp_result *);

#endif
