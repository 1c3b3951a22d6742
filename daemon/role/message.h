/*
 * message: what roles say to each other: the list of messages, and for each with
 * a body one description from which it is both packed and unpacked.
 *
 * x_unpack() believes nothing: -1, and *out empty, when the body is cut, too
 * long, or holds a number or text out of its range.  Strings are borrowed from
 * the body; lists live in `a`, which the others do not use (NULL is fine).
 */
#ifndef DAEMON_ROLE_MESSAGE_H
#define DAEMON_ROLE_MESSAGE_H

#include "parsers/base/str.h"

enum role {
	ROLE_SUPERVISOR, ROLE_FETCH, ROLE_PARSE, ROLE_CORE, ROLE_SEND, ROLE_ALERT, ROLE_TOKEN, ROLE_READ,
	ROLE_WEB, ROLES
};

enum message_type {
	/* supervisor and any role */
	MSG_PEER = 1,		/* msg_peer, and a descriptor: a new peer */
	MSG_READY,		/* role to supervisor: caged and serving */
	MSG_STOP,		/* finish what is in flight, then exit 0 */
	MSG_KILL_PARSER,	/* core to supervisor, msg_kill: past its deadline */
	MSG_ALIVE,		/* role to supervisor: the watchdog's food */
	/* fetch to core */
	MSG_CLAIM,		/* msg_claim: may I read it, and from where? */
	MSG_MAIL,		/* mail_item */
	MSG_SKIP,		/* msg_skip: what is older than `since` up to here is left alone */
	MSG_HEALTH,		/* msg_health */
	MSG_STOCK,		/* msg_stock: which UIDs are stored? */
	MSG_ASK,		/* msg_ask: are these the mails that are stored under their UIDs? */
	/* core to fetch */
	MSG_CURSOR,		/* msg_cursor: the answer to a claim */
	MSG_STORED,		/* msg_stored */
	MSG_STOCKED,		/* msg_stocked: the answer to MSG_STOCK, or a part of it */
	MSG_PROVEN,		/* msg_proven: the answer to MSG_ASK */
	/* core to parse, and back */
	MSG_PARSE,		/* msg_parse */
	MSG_LETTER,		/* msg_letter */
	MSG_MATCH,		/* msg_match: one pattern and a text */
	MSG_MATCHED,		/* msg_matched: after each letter that patterns met, and
				   each MSG_MATCH */
	MSG_FILES,		/* msg_files: the bytes of these attachments */
	MSG_FILE,		/* msg_file: a piece of one; without a hash, the end of all */
	/* core to send, and back */
	MSG_SEND,		/* delivery */
	MSG_SENT,		/* mail_result */
	MSG_WANT,		/* msg_want: send asks core for more of a mail */
	MSG_PIECE,		/* msg_piece: the answer */
	/* fetch or send to core, and from there to token */
	MSG_LOGIN,		/* msg_login: what a server said to a token */
	/* token to core */
	MSG_TOKEN,		/* msg_token: how the tokens of a mailbox are */
	/* web to read and to core, and back */
	MSG_PAGE,		/* page_request: what is read */
	MSG_POST,		/* page_request: what is written, to core alone */
	MSG_ANSWER,		/* page_answer to either */
	MSG_TYPES
};

enum {
	MSG_UIDS_MAX = 1000,		/* of one MSG_ASK */
	MSG_FILES_MAX = 10000,		/* of one MSG_FILES */
	MSG_RANGES_MAX = 10000,		/* numbers of one MSG_STOCKED, two a range */
	MSG_PAIRS_MAX = 1000,		/* fields of a page_request, and as many of its form */
	MSG_PAGE_FILES_MAX = 100,
	MSG_COOKIES_MAX = 10		/* of a page_answer */
};

struct msg_peer {
	enum role	role;
	uint32_t	index;
};

struct msg_kill {
	uint32_t	index;		/* of the parse worker */
};

struct msg_claim {
	struct str	mailbox;
};

/* A mail that fetch found. */
struct mail_item {
	struct str	mailbox;
	uint64_t	uidvalidity;
	uint64_t	uid;
	int64_t		arrived;	/* INTERNALDATE, us since 1970 */
	uint64_t	size;		/* as the server says */
	bool		truncated;	/* over limits.message_bytes: raw is its start */
	struct str	raw;
};

struct msg_skip {
	struct str	mailbox;
	uint64_t	uidvalidity;
	uint64_t	uid;
};

struct msg_health {
	struct str	mailbox;
	bool		ok;
	struct str	text;
	bool		refused;	/* its server says no, and has for some tries */
	struct str	mend;		/* of what it said; empty: nothing is known */
};

struct msg_uids {
	int64_t	*v;
	size_t	 n;
};

struct msg_stock {
	struct str	mailbox;
	uint64_t	number;		/* the asker's, given back */
	uint64_t	uidvalidity;
	uint64_t	first;		/* from this UID on */
};

struct msg_stocked {
	struct str	mailbox;
	uint64_t	number;
	uint64_t	next;		/* the UID to ask from; 0: that is all */
	struct msg_uids	ranges;		/* low and high, rising */
};

/* Three lists of one length: what the server says of these mails. */
struct msg_ask {
	struct str	mailbox;
	uint64_t	number;
	uint64_t	uidvalidity;
	struct msg_uids	uids;
	struct msg_uids	sizes;
	struct msg_uids	dates;		/* us since 1970 */
};

struct msg_proven {
	struct str	mailbox;
	uint64_t	number;
	struct msg_uids	uids;		/* those of them that are */
};

struct msg_cursor {
	struct str	mailbox;
	bool		granted;	/* else the rest is 0 */
	uint64_t	uidvalidity;	/* 0: it was never read */
	uint64_t	uid;		/* what is older than `since` up to here … */
	int64_t		since;		/* us: … stays where it is */
};

struct msg_stored {
	struct str	mailbox;
	uint64_t	uidvalidity;
	uint64_t	uid;
	bool		ok;		/* false: it could not be stored now */
	bool		later;		/* nor soon */
};

struct msg_parse {
	uint64_t	id;
	struct str	raw;
	struct str	marks;		/* patterns that are not tried (parse/patience.h) */
};

struct msg_letter {
	uint64_t	id;
	struct str	letter;		/* for letter_unpack(); packed empty, it is to follow */
};

struct msg_match {
	uint64_t	id;
	uint32_t	pattern;	/* of conf's */
	struct str	text;
};

struct msg_matched {
	uint64_t	id;
	struct str	results;	/* for matches_unpack() */
};

struct msg_files {
	uint64_t	id;
	struct strs	sha256;		/* hex */
	struct str	raw;		/* the mail that they are in */
};

struct msg_file {
	uint64_t	id;
	struct str	sha256;
	struct str	bytes;
};

enum { SEND_PRIORITIES = 5 };		/* 0 goes first */

/* One mail to one recipient. */
struct delivery {
	struct delivery	*next;		/* stays at home */
	int64_t		 id;
	struct str	 mailbox;
	struct str	 envelope_from;	/* empty: the null sender */
	struct str	 recipient;
	struct str	 return_path;	/* the sender where another is refused; may be empty */
	struct str	 bytes;
	uint64_t	 tail;		/* octets that follow them, to be asked for */
	uint32_t	 priority;
	/* These stay at home too. */
	size_t		 box;		/* the mailbox's place in the configuration */
	int64_t		 stops;		/* how often it was the one that stopped the queue */
};

struct msg_want {
	int64_t		delivery;
	uint64_t	at;		/* octet of its tail */
};

struct msg_piece {
	int64_t		delivery;
	uint64_t	at;
	struct str	bytes;		/* some, from there on; none: they cannot be had now */
};

enum send_outcome {
	SEND_OK,
	SEND_PERMANENT,			/* 5xx: never again */
	SEND_TEMPORARY,			/* 4xx, or nobody answered before DATA */
	SEND_UNKNOWN			/* the answer to the data never came */
};

enum send_stop {			/* what it says of the mails behind it */
	SEND_GOES_ON,
	SEND_STOPS,			/* they would fare the same: the mailbox's queue stops */
	SEND_WAITED			/* was behind such a one, and was not tried */
};

/* What became of a delivery. */
struct mail_result {
	int64_t			delivery;
	enum send_outcome	outcome;
	uint32_t		code;	/* the server's, 0: it gave none */
	struct str		reply;	/* one line for people */
	enum send_stop		stop;
	struct str		mend;	/* what an admin can do; empty: nothing is known */
	/* These stay at home. */
	bool			is_first;	/* the queue was not stopped before */
	int64_t			again_at;	/* us: with the queue's next try; 0: its own */
};

enum login_service { LOGIN_IMAP, LOGIN_SMTP, LOGIN_SERVICES };

struct msg_login {
	struct str	mailbox;
	uint32_t	service;	/* enum login_service */
	bool		ok;
	int64_t		number;		/* of the token that was shown */
	struct str	text;		/* why not, one line */
};

struct msg_token {
	struct str	mailbox;
	bool		ok;		/* the next three are empty then */
	struct str	text;
	struct str	mend;		/* what an admin can do */
	int64_t		retry_at;	/* us: docket tries by itself; 0: it does not */
	/* Whether it is ok or not: */
	int64_t		ends_at;	/* us: when its secret or certificate does; 0: not known */
	bool		by_certificate;
};

/* A file that a form of the portal carries. */
struct page_file {
	struct str	field;		/* of the form */
	struct str	name, type;	/* as the browser says: no path, one line; may be empty */
	struct str	bytes;
};

struct page_files {
	struct page_file	*v;
	size_t			 n;
};

/* What a browser asks of the portal, once the role web has read and checked it. */
struct page_request {
	uint64_t		id;		/* web's, given back */
	bool			is_post;	/* else GET or HEAD */
	struct str		path;		/* decoded and without dots: "/requests/12" */
	struct strs		query, form;	/* name, value, name, value … */
	struct page_files	files;
	struct str		session, code;	/* what the two cookies hold; or empty */
	struct str		language;	/* Accept-Language */
	struct str		address;	/* the browser's, as the socket or the server tells */
	struct str		program;	/* User-Agent, cut */
	struct str		origin;		/* Origin; empty, "null", or ours: web refuses others */
};

/* Web adds the fields of security, and knows nothing else of it. */
struct page_answer {
	uint64_t	id;
	uint32_t	status;
	struct str	type, location, disposition, etag;	/* empty: no such field */
	struct strs	cookies;	/* to set: whole values of Set-Cookie */
	struct str	body;
};

#define MESSAGE(name)							\
	void	name##_pack(struct buf *, const struct name *);		\
	int	name##_unpack(struct arena *a, struct str body, struct name *out)

MESSAGE(msg_peer);
MESSAGE(msg_kill);
MESSAGE(msg_claim);
MESSAGE(mail_item);
MESSAGE(msg_skip);
MESSAGE(msg_health);
MESSAGE(msg_stock);
MESSAGE(msg_ask);
MESSAGE(msg_cursor);
MESSAGE(msg_stored);
MESSAGE(msg_stocked);
MESSAGE(msg_proven);
MESSAGE(msg_parse);
MESSAGE(msg_letter);
MESSAGE(msg_match);
MESSAGE(msg_matched);
MESSAGE(msg_files);
MESSAGE(msg_file);
MESSAGE(delivery);
MESSAGE(mail_result);
MESSAGE(msg_want);
MESSAGE(msg_piece);
MESSAGE(msg_login);
MESSAGE(msg_token);
MESSAGE(page_request);
MESSAGE(page_answer);

#undef MESSAGE

/* All of it but the bytes of raw, which are to follow: a big mail is copied once. */
void		mail_item_pack_head(struct buf *, const struct mail_item *);
/* Of what core tells fetch, before it is unpacked; empty: it makes no sense. */
struct str	message_mailbox(struct str body);
/* Of a message that core and a parse worker exchange. */
uint64_t	message_number(struct str body);

#endif
