/*
 * conversation: what the mail programs of a ticket's customers group its mails by.  It
 * begins with a Message-ID of ours that no mail has: whatever a program or a provider drops
 * or rewrites, all mails of the ticket name that one, and nobody can guess it.
 */
#ifndef DAEMON_TICKET_CONVERSATION_H
#define DAEMON_TICKET_CONVERSATION_H

#include "daemon/ticket/work.h"
#include "sql.h"

struct conversation {
	struct str	 mark;		/* MARK_DIGITS of the Message-ID that begins it */
	struct strs	 messages;	/* Message-IDs that customers know, newest first */
	struct str	 asked;		/* the newest of them that a customer wrote; or empty */
};

enum { CONVERSATION_MARK_BYTES = 12 };

/* A new ticket's. */
void		conversation_begin(struct arena *, struct conversation *);
void		conversation_read(struct work *, struct conversation *,
		    struct sql_ticket_messages);
/* One more, unless it is empty. */
void		conversation_add(struct arena *, struct conversation *, struct str message_id,
		    bool by_customer);
/* The Message-ID that begins the ticket's. */
struct str	conversation_root(struct arena *, const struct conversation *, int64_t ticket,
		    struct str domain);

#endif
