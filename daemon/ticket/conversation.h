/*
 * conversation: what the mail programs of a ticket's customers group its mails by.  It
 * begins with a Message-ID of ours that no mail has: whatever a program or a provider drops
 * or rewrites, all mails of the ticket name that one, and nobody can guess it.  Outlook goes
 * by Thread-Index and Thread-Topic instead: of the customer's mail that opened the ticket,
 * else made of the mark, so that they stay as they are.
 */
#ifndef DAEMON_TICKET_CONVERSATION_H
#define DAEMON_TICKET_CONVERSATION_H

#include "daemon/ticket/work.h"
#include "parsers/head/headers.h"
#include "sql.h"

struct conversation {
	struct str	 mark;		/* MARK_DIGITS of the Message-ID that begins it */
	struct strs	 messages;	/* Message-IDs that customers know, newest first */
	struct str	 asked;		/* the newest of them that a customer wrote; or empty */
	struct str	 index;		/* the last of theirs (parsers/head/threadindex.h); or empty */
	struct str	 topic;		/* of the mail that opened the ticket; or empty */
	struct str	 subject;	/* of its mails; empty: the ticket's (heading.h) */
};

enum { CONVERSATION_MARK_BYTES = 12 };

/* A new ticket's. */
void		conversation_begin(struct arena *, struct conversation *);
void		conversation_read(struct work *, struct conversation *,
		    struct sql_ticket_messages);
/* One more, unless it is empty. */
void		conversation_add(struct arena *, struct conversation *, struct str message_id,
		    bool by_customer);
/* What a customer's mail says to Outlook: of another conversation than this it is not taken. */
void		conversation_carry(struct arena *, struct conversation *, const struct headers *,
		    bool opens, int64_t began);
/* The Thread-Index of a mail at `us`, as its field has it; `began`: when the ticket did. */
struct str	conversation_index(struct arena *, const struct conversation *,
		    bool to_customer, int64_t began, int64_t us);
/* The Message-ID that begins the ticket's. */
struct str	conversation_root(struct arena *, const struct conversation *, int64_t ticket,
		    struct str domain);

#endif
