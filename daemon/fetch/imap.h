/*
 * imap: one session with an IMAP server (RFC 9051, RFC 3501; IDLE RFC 2177, MOVE
 * RFC 6851, UIDPLUS RFC 4315), as far as fetching mail needs it.  Blocks: one
 * thread a session; every call ends within deadlines of its own, or when the
 * cancel descriptor becomes readable.  Nothing that the server says about sizes
 * or numbers is believed.
 *
 * After a -1 the session is of no use: imap_free() it.
 */
#ifndef DAEMON_FETCH_IMAP_H
#define DAEMON_FETCH_IMAP_H

#include "daemon/fetch/imaplink.h"
#include "daemon/fetch/uidset.h"

struct imap;

struct imap_query {
	uint32_t	first;		/* UIDs first:last */
	uint32_t	last;		/* 0: to the end */
	bool		undeleted;	/* only those without \Deleted */
	bool		unseen;		/* only those without \Seen */
	int64_t		since;		/* us; 0: any; by days, so some are older */
	const struct uidset *but;	/* none of these; NULL: any */
};

enum { IMAP_SET_MAX = 500 };		/* UIDs in one command */

/*
 * Connected, its certificate verified, logged in.  ERR_CONF when the server
 * refused the login.  Caller frees with imap_free().
 */
int	imap_open(const struct endpoint *, int cancel_fd, struct imap **, struct err *);
/* Logs out when the session is sound; NULL is fine. */
void	imap_free(struct imap *);
bool	imap_has_idle(const struct imap *);
/* Whether a mail can be moved without a trace of it left behind, and nothing else going. */
bool	imap_has_move(const struct imap *);
int	imap_select(struct imap *, struct str folder, struct err *);
struct imap_folder	imap_folder(const struct imap *);
/* Makes the folder when it is not there. */
int	imap_ensure_folder(struct imap *, struct str folder, struct err *);

/*
 * UIDs that fit, rising, however many there are; lives in `a`.  What is known costs no
 * traffic: 200,000 mails without a gap are one range of `but`.
 */
int	imap_search(struct imap *, struct arena *a, const struct imap_query *,
	    uint32_t **, size_t *n, struct err *);
/*
 * Those of at most IMAP_SET_MAX UIDs (rising) that are still there: 1; 0: the server
 * refuses the command, which may be one mail's fault.
 */
int	imap_list(struct imap *, struct arena *a, const uint32_t *uids, size_t n_uids,
	    struct imap_item **, size_t *n, struct err *);
/* The highest UID of a mail that is there; 0: none is, or the server does not tell. */
int	imap_last(struct imap *, uint32_t *uid, struct err *);
/*
 * The bodies of at most IMAP_SET_MAX UIDs (rising), without flagging them; in
 * `a`.  There may be fewer than were asked for: expunged meanwhile, or the
 * server cannot read them.  More than `max` bytes together: -1.
 */
int	imap_fetch(struct imap *, struct arena *a, const uint32_t *uids, size_t n_uids,
	    size_t max, struct imap_item **, size_t *n, struct err *);
/*
 * Bytes from `offset`, at most n, of one body: appended to `b`; none: its end.
 * *given: the server answered with that mail at all.
 */
int	imap_fetch_part(struct imap *, uint32_t uid, uint32_t offset, uint32_t n,
	    struct buf *b, bool *given, struct err *);
/* Flags as \Seen, by sets. */
int	imap_flag(struct imap *, const uint32_t *uids, size_t n, struct err *);
/* Moves (MOVE, else COPY, \Deleted and UID EXPUNGE), by sets. */
int	imap_move(struct imap *, const uint32_t *uids, size_t n, struct str folder,
	    struct err *);
/* Waits for news, wake_fd, or the time. */
int	imap_idle(struct imap *, int wake_fd, int64_t timeout_ms, struct err *);
int	imap_noop(struct imap *, struct err *);

#endif
