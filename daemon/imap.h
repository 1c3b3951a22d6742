/*
 * imap: one session with an IMAP server (RFC 9051, RFC 3501; IDLE RFC 2177, MOVE
 * RFC 6851, UIDPLUS RFC 4315), as far as fetching mail needs it.  Blocks: one
 * thread a session; every call ends within a total deadline of its own, or when
 * the cancel descriptor becomes readable.
 *
 * After a -1 the session is of no use: imap_free() it.
 *
 * The only file that includes libetpan is imap.c.
 */
#ifndef DAEMON_IMAP_H
#define DAEMON_IMAP_H

#include "daemon/conf.h"
#include "parsers/err.h"

struct imap;

struct imap_item {
	uint32_t	uid;
	uint64_t	size;		/* as the server says */
	int64_t		arrived;	/* INTERNALDATE, us since 1970 */
};

/* Connected, its certificate verified, logged in.  Caller frees with imap_free(). */
int	imap_open(const struct endpoint *, int cancel_fd, struct imap **, struct err *);
/* Logs out when the session is sound; NULL is fine. */
void	imap_free(struct imap *);
bool	imap_has_idle(const struct imap *);
int	imap_select(struct imap *, struct str folder, uint32_t *uidvalidity, struct err *);
/* Makes the folder when it is not there. */
int	imap_ensure_folder(struct imap *, struct str folder, struct err *);

/* What lies at or above `first`, by UID; lives in `a`. */
int	imap_list(struct imap *, struct arena *a, uint32_t first, struct imap_item **,
	    size_t *n, struct err *);
/* UIDs of 1:last, only those not \Seen when `unseen`; lives in `a`. */
int	imap_search(struct imap *, struct arena *a, uint32_t last, bool unseen,
	    uint32_t **, size_t *n, struct err *);
/*
 * The bodies of n UIDs (rising) without flagging them.  `take` gets each whole;
 * the bytes are its only during the call.  More than max bytes in all: -1.
 */
int	imap_fetch(struct imap *, const uint32_t *uids, size_t n, size_t max,
	    void (*take)(void *, uint32_t uid, struct str raw), void *, struct err *);
/* Bytes from `offset`, at most n, of one body: appended to `b`; 0 bytes: no more. */
int	imap_fetch_part(struct imap *, uint32_t uid, uint32_t offset, uint32_t n,
	    struct buf *b, struct err *);
/* Flags as \Seen, by one set. */
int	imap_flag(struct imap *, const uint32_t *uids, size_t n, struct err *);
/* Moves (MOVE, else COPY and EXPUNGE), by one set. */
int	imap_move(struct imap *, const uint32_t *uids, size_t n, struct str folder,
	    struct err *);
/* Waits for news, wake_fd, or the time; *news: the server said something. */
int	imap_idle(struct imap *, int wake_fd, int64_t timeout_ms, bool *news, struct err *);
int	imap_noop(struct imap *, struct err *);

#endif
