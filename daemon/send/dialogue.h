/*
 * dialogue: what was said between an SMTP server and us about one mail, and what
 * that means for the mail.  Pure; trusts nothing that the server says beyond its
 * codes (RFC 5321 section 4.2).
 */
#ifndef DAEMON_SEND_DIALOGUE_H
#define DAEMON_SEND_DIALOGUE_H

#include "daemon/role/message.h"
#include "parsers/base/str.h"

enum { DIALOGUE_REPLY_MAX = 400 };	/* bytes of a reply that are kept */

enum dialogue_stage {			/* how far it has come */
	DIALOGUE_OPEN,			/* connecting, greeting, TLS, login */
	DIALOGUE_MAIL,
	DIALOGUE_RCPT,
	DIALOGUE_DATA,
	DIALOGUE_BODY,			/* the mail is on its way */
	DIALOGUE_END			/* all of it was handed over */
};

struct dialogue {			/* all zero before anything was said */
	enum dialogue_stage	stage;
	uint32_t		code;		/* answered to the last command; 0: nothing */
	char			text[DIALOGUE_REPLY_MAX];
	size_t			n;
	bool			more;		/* the reply's next line is to come */
	bool			is_over;	/* after QUIT nothing counts any more */
	bool			offers_utf8;	/* SMTPUTF8 (RFC 6531): of a connection, not a mail */
};

/* For the next mail on the same connection. */
void	dialogue_begin(struct dialogue *);
/* A command of ours, and a line of what came back. */
void	dialogue_command(struct dialogue *, struct str line);
void	dialogue_reply(struct dialogue *, struct str line);
/* A part of the mail went out; with `all` it was the last. */
void	dialogue_hand_over(struct dialogue *, bool all);
/* Nothing more will be said. */
void	dialogue_end(struct dialogue *);
/* `ok`: the connection has served to the end.  Whose fault a refusal is, blame.h tells. */
enum send_outcome	dialogue_outcome(const struct dialogue *, bool ok);
/* The server hung up, with or without a word, before the mail was begun. */
bool	dialogue_is_unbegun(const struct dialogue *);
/*
 * The last reply, or how far it came without one and `why`.  One line of UTF-8,
 * whatever the server wrote; lives in `a`.
 */
struct str	dialogue_text(struct arena *a, const struct dialogue *, const char *why);

#endif
