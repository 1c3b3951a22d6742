/*
 * personal: an engineer's own address, "support+n.TOKEN@example.com": mail to it opens
 * tickets and passes customers' mails on, and needs no notice to answer.  It stays the same
 * until it is renewed (docketctl agent address), which leaves the one before without proof.
 */
#ifndef DAEMON_TICKET_PERSONAL_H
#define DAEMON_TICKET_PERSONAL_H

#include "daemon/ticket/withdrawn.h"

/* What was renewed so far, for addresses that are told.  0, or -1. */
int		personal_load(struct core_state *, struct db *, struct err *);
struct token	personal_token(const struct agent *, int64_t serial);
/* It was renewed by this work: what is told from now on says so, at the latest then. */
void		personal_renew(struct work *, const struct agent *, int64_t serial);
/* By what personal_load() knew. */
int64_t		personal_serial(const struct core_state *, const struct agent *);
/* Empty where the mailbox's addresses take no details. */
struct str	personal_address(struct arena *, const struct core_state *,
		    const struct mailbox *, const struct agent *, int64_t serial);

#endif
