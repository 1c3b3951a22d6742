/*
 * blame: whose fault a refusal is, by the reply (RFC 5321 section 4.2, RFC 3463) and
 * where in the dialogue it came.  Providers answer 5xx to what an admin can mend, or to
 * what passes by itself: a used-up quota, a login that lacks a right.  Only what is
 * the recipient's or the mail's own fault is final.
 *
 * Pure; believes a server's words no further than that.
 */
#ifndef DAEMON_SEND_BLAME_H
#define DAEMON_SEND_BLAME_H

#include "daemon/send/dialogue.h"

enum blame {
	BLAME_RECIPIENT,		/* another mail may fare better */
	BLAME_MESSAGE,			/* this mail to anybody fares the same */
	BLAME_SENDER,			/* our login or address: all mail of the mailbox waits */
	BLAME_SERVER			/* the server, or what it allows us: the same */
};

struct verdict {
	enum blame	 blame;
	const char	*mend;		/* what an admin can do; NULL: nothing is known */
	bool		 is_address;	/* of the sender's: another envelope sender may pass */
};

/* `reply`: one line, its code of 400 or more in front. */
struct verdict	blame_find(struct arena *, enum dialogue_stage, uint32_t code, struct str reply);
/* Whether the reply may mean that mail from the null sender is not taken. */
bool		blame_names_null(struct arena *, struct str reply);

#endif
