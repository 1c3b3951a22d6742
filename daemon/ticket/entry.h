/*
 * entry: one thing in a ticket's history, append-only.
 */
#ifndef DAEMON_TICKET_ENTRY_H
#define DAEMON_TICKET_ENTRY_H

#include "daemon/ticket/work.h"

/* The one table of the words: the rows' (docket.entry), for templates too. */
enum entry_kind {
	ENTRY_MAIL_IN, ENTRY_MAIL_OUT,
	ENTRY_NOTE, ENTRY_COMMAND,	/* an agent's mail */
	ENTRY_CHANGE, ENTRY_RULE,	/* by people or docket; by a rule */
	ENTRY_CLOCK,
	ENTRY_BOUNCE, ENTRY_DUPLICATE,
	ENTRY_HELD, ENTRY_QUARANTINE,	/* kept for people: on a ticket, and on none */
	ENTRY_WEBHOOK,			/* posted to one, because of a rule */
	ENTRY_KINDS
};

struct entry {
	int64_t		 id;		/* 0: entry_add() takes one */
	int64_t		 ticket;	/* 0: none (quarantine) */
	int64_t		 at;		/* 0: now */
	enum entry_kind	 kind;
	struct str	 author;	/* address, agent's name or "docket" */
	bool		 by_agent;
	bool		 is_public;	/* the customer sees it */
	int64_t		 raw;
	struct str	 letter_kind;	/* empty: no letter */
	struct str	 subject;
	struct str	 body;
	struct str	 new_text;
	struct str	 message_id;	/* leads to the ticket, when it has one */
	struct strs	 data;		/* name, value, name, value … */
};

const char	*entry_kind_word(enum entry_kind);
int		 entry_kind_find(struct str word);	/* -1: none */
/*
 * Queues the entry; its id is set.  One of kind quarantine puts its mail there.
 * -1: no id could be had.
 */
int	entry_add(struct work *, struct entry *);
void	entry_data(struct work *, struct entry *, const char *name, struct str value);
void	entry_attachments(struct work *, int64_t entry, const struct letter *);

#endif
