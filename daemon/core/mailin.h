/*
 * mailin: core's side of the mailboxes: who reads them, from where, and what
 * becomes of each mail between fetch and the database.
 */
#ifndef DAEMON_CORE_MAILIN_H
#define DAEMON_CORE_MAILIN_H

#include "daemon/core/session.h"

/* Takes the mailbox's lock and says from where to read; false: not ours now. */
bool	core_claim(struct core *, struct claim *, struct msg_cursor *);
void	core_take_fetch(struct core *, const struct message *);
/*
 * A page of the mail that docketctl deliver, quarantine or held left in the table; the
 * next one is wanted when little of it is left in hand.
 */
void	core_take_pending(struct core *);
bool	core_wants_pending(const struct core *);
/* Stores what has been read, once a batch is together. */
void	core_store(struct core *);
/* Between mails: what one ticket's part of a mail of orders wants. */
void	core_carry_orders(struct core *);
/* A mail that core has in hand from now on. */
struct intake	*core_intake(struct core *);

#endif
