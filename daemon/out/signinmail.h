/*
 * signinmail: the mail with a link to sign in to the portal, and its code; or with the code
 * alone, for who has a ticket's link.  Neither is in the outbox: they are made of its draft's
 * mark and a key when the mail is composed (draft.h), so that who reads the tables has none.
 */
#ifndef DAEMON_OUT_SIGNINMAIL_H
#define DAEMON_OUT_SIGNINMAIL_H

#include "daemon/ticket/work.h"
#include "parsers/base/sha256.h"
#include "parsers/head/address.h"

struct sign_in {
	const struct agent	*agent;		/* NULL: a contact */
	struct str		 project;	/* … of this project */
	struct address		 to;		/* as it is stored, never as it was typed */
	int64_t			 ticket;	/* a code for its link; 0: to sign in */
	struct str		 network;	/* whence it was asked */
	struct str		 program;	/* the browser, as it calls itself */
	int64_t			 until;		/* us */
};

/* Queues it; `token`: by what the tables know its link. */
int	signinmail_send(struct work *, const struct sign_in *, unsigned char token[SHA256_BYTES]);

#endif
