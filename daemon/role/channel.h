/*
 * channel: framed messages over a socketpair between two roles.  A frame is a
 * 32-bit length, a type and a body (parsers/base/wire.h); a descriptor can ride
 * along.  Nothing blocks but the functions that say so; nothing is trusted: a
 * frame over CHANNEL_MAX or of an unknown type ends the channel.
 */
#ifndef DAEMON_ROLE_CHANNEL_H
#define DAEMON_ROLE_CHANNEL_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

enum message_type {
	/* supervisor and any role */
	MSG_PEER = 1,		/* u8 role, u32 index, and a descriptor: a new peer */
	MSG_READY,		/* role to supervisor: caged and serving */
	MSG_STOP,		/* finish what is in flight, then exit 0 */
	MSG_KILL_PARSER,	/* core to supervisor: u32 index: past its deadline */
	MSG_ALIVE,		/* role to supervisor: the watchdog's food */
	/* fetch to core */
	MSG_CLAIM,		/* str mailbox: may I read it, and from where? */
	MSG_MAIL,		/* struct mail_item, below */
	MSG_SKIP,		/* str mailbox, u64 uidvalidity, u64 uid: nothing below */
	MSG_HEALTH,		/* str mailbox, u8 ok, str text */
	MSG_ASK,		/* str mailbox, u64 uidvalidity, u32 n, n u64 uids: for each
				   that is stored already a MSG_STORED comes */
	/* core to fetch */
	MSG_CURSOR,		/* str mailbox, u8 granted, u64 uidvalidity, u64 uid,
				   i64 since (us) */
	MSG_STORED,		/* str mailbox, u64 uidvalidity, u64 uid, u8 ok */
	/* core to parse, and back */
	MSG_PARSE,		/* u64 id, str raw */
	MSG_LETTER,		/* u64 id, letter_pack */
	MSG_MATCH,		/* u64 id, u32 pattern, str subject */
	MSG_MATCHED,		/* u64 id, u8 1 matched, 0 not, 2 over a limit; strs captures */
	/* core to send, and back */
	MSG_SEND,		/* u64 delivery, str mailbox, str envelope_from,
				   str recipient, str bytes */
	MSG_SENT,		/* u64 delivery, u8 enum send_outcome, u32 code, str reply */
	MSG_TYPES
};

/* A mail that fetch found: MSG_MAIL. */
struct mail_item {
	struct str	mailbox;
	uint64_t	uidvalidity;
	uint64_t	uid;
	int64_t		arrived;	/* INTERNALDATE, us since 1970 */
	uint64_t	size;		/* on the server */
	bool		truncated;	/* over limits.message_bytes: raw is its start */
	struct str	raw;
};

enum send_outcome {
	SEND_OK,
	SEND_PERMANENT,			/* 5xx: never again */
	SEND_TEMPORARY,			/* 4xx, or nobody answered before DATA */
	SEND_UNKNOWN			/* the answer to the data never came */
};

enum { CHANNEL_MAX = 128 * 1024 * 1024 };

struct message {
	enum message_type	type;
	struct str		body;	/* borrowed until the next channel call */
	int			fd;	/* -1, or the caller's to close */
};

struct channel;

/* A connected pair for two roles; close-on-exec.  -1 with errno in *e. */
int		 channel_pair(int fd[2], struct err *e);
/* Takes fd over and makes it non-blocking.  Caller frees (and closes). */
struct channel	*channel_new(int fd);
void		 channel_free(struct channel *);	/* NULL is fine */
int		 channel_fd(const struct channel *);
/* Events for poll(): POLLIN, and POLLOUT while something waits to go out. */
short		 channel_events(const struct channel *);
/* Bytes that wait to go out: what back-pressure is measured by. */
size_t		 channel_backlog(const struct channel *);

void		 channel_put(struct channel *, enum message_type, struct str body);
/* fd is dup()ed into the queue; the caller keeps its own. */
void		 channel_put_fd(struct channel *, enum message_type,
		    struct str body, int fd);
/*
 * Moves bytes both ways as far as they go now.  -1: the peer is gone; what came
 * before can still be taken.  While whole messages wait to be taken it stops
 * reading after a while: take them all before the next poll().
 */
int		 channel_pump(struct channel *);
/* The writing half of it alone: nothing comes in that poll() would then miss. */
void		 channel_push(struct channel *);
/* The next whole message that has come in. */
bool		 channel_next(struct channel *, struct message *);
/* Blocking: writes all that waits.  -1: gone. */
int		 channel_flush(struct channel *);
/* Blocking: next message; 1, 0 after timeout_ms (-1: for ever), -1 gone. */
int		 channel_wait(struct channel *, struct message *, int timeout_ms);

void		 mail_item_pack(struct buf *, const struct mail_item *);
int		 mail_item_unpack(struct str body, struct mail_item *out);

#endif
