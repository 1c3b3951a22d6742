/*
 * imaplink: the connection under imap.h: bytes out, answers in.  Each answer has
 * a deadline and a bound on its bytes, named before the command is sent.
 *
 * After a -1 nothing more can be said on it.
 *
 * The only file that includes libetpan is imaplink.c.
 */
#ifndef DAEMON_FETCH_IMAPLINK_H
#define DAEMON_FETCH_IMAPLINK_H

#include "daemon/fetch/imaptext.h"
#include "daemon/policy/conf.h"
#include "parsers/base/err.h"

struct imaplink;

struct imap_item {			/* a mail as an answer names it */
	uint32_t	uid;		/* 0: not said, like the others */
	uint64_t	size;		/* as the server says */
	int64_t		arrived;	/* INTERNALDATE, us since 1970; 0: no such moment */
	bool		is_listed;	/* its size or date was told */
	bool		has_body;
	struct str	body;
};

struct imap_folder {			/* the selected one, as last heard */
	uint32_t	uidvalidity;
	uint32_t	uidnext;	/* 0: not said */
	uint32_t	exists;
	uint32_t	expunged;	/* EXPUNGEs that were told in this session */
	bool		read_only;	/* nothing in it can be flagged */
};

/*
 * Connected, with TLS when that is implicit, its certificate verified; in the
 * clear to loopback only.  Caller frees with imaplink_free().
 */
int	imaplink_open(const struct endpoint *, int cancel_fd, struct imaplink **,
	    enum imap_greeting *, struct err *);
/* STARTTLS and the proof; what was buffered before it is a fault. */
int	imaplink_secure(struct imaplink *, const struct endpoint *, struct err *);
/* Says LOGOUT when it is sound; NULL is fine. */
void	imaplink_free(struct imaplink *);

/* "HOST: why"; nothing more is said to it.  Returns -1. */
int	imaplink_refuse(struct imaplink *, struct err *, const char *why);
/* What the server said in its last answer, for people. */
struct str	imaplink_said(const struct imaplink *);
bool	imaplink_can(const struct imaplink *, const char *capability);
bool	imaplink_can_auth(const struct imaplink *, const char *mechanism);
/* Forgets the capabilities: the next answer that has some tells. */
void	imaplink_forget(struct imaplink *);

/* The next answer is over after that many ms and bytes, or it is a fault. */
void	imaplink_allow(struct imaplink *, int64_t ms, size_t bytes);
/* … and brings one body, or a part of it, of so many bytes: it is kept until the next. */
void	imaplink_allow_part(struct imaplink *, int64_t ms, size_t bytes);
/* The next answer brings at most n bodies of `bytes` together, which go to `all`. */
void	imaplink_allow_bodies(struct imaplink *, int64_t ms, struct buf *all, size_t n,
	    size_t bytes);
/* 1: OK, 0: NO or BAD; `what` is what failed then, for people. */
int	imaplink_ask(struct imaplink *, const char *what, struct str command, struct err *);
/* 0: OK; all else is a fault. */
int	imaplink_must(struct imaplink *, const char *what, struct str command,
	    struct err *);
/*
 * A command with a secret in it, or in `then`, which follows the server's "+"
 * (empty: it asks for none).  No copy of it is left here.  A further "+" is answered by
 * nothing, and its text is added to *challenge (RFC 7628, 3.2.3).
 */
int	imaplink_ask_secret(struct imaplink *, struct str command, struct str then,
	    struct buf *challenge, struct err *);
/* Waits for news, wake_fd, or the time. */
int	imaplink_idle(struct imaplink *, int wake_fd, int64_t ms, struct err *);

/*
 * What the last answer held: mails, in `a` (a body until the next one); numbers, appended
 * as uint32_t.
 */
void	imaplink_items(struct imaplink *, struct arena *a, struct imap_item **,
	    size_t *n);
void	imaplink_numbers(struct imaplink *, struct buf *);
/* Before SELECT: nothing is known of a folder. */
void	imaplink_leave(struct imaplink *);
struct imap_folder	imaplink_folder(const struct imaplink *);

#endif
