/*
 * personal: an engineer's own addresses.  Mail to "support+n.TOKEN@example.com" opens
 * tickets and passes customers' mails on; mail to "support+c.TOKEN@example.com" orders what
 * is done with many tickets.  Neither needs a notice to answer.  They stay the same until
 * they are renewed (docketctl agent address), which leaves those before without proof.
 */
#ifndef DAEMON_TICKET_PERSONAL_H
#define DAEMON_TICKET_PERSONAL_H

#include "daemon/ticket/withdrawn.h"

/* What was renewed so far, for addresses that are told.  0, or -1. */
int		personal_load(struct core_state *, struct db *, struct err *);
/* TOKEN_NEW or TOKEN_CONTROL: one renewal is of both. */
struct token	personal_token(const struct agent *, enum token_purpose, int64_t serial);
bool		personal_is(const struct token *);
/* It was renewed by this work: what is told from now on says so, at the latest then. */
void		personal_renew(struct work *, const struct agent *, int64_t serial);
/* By what personal_load() knew. */
int64_t		personal_serial(const struct core_state *, const struct agent *);
/* Empty where the mailbox's addresses take no details, or have no room for it. */
struct str	personal_address(struct arena *, const struct core_state *,
		    const struct mailbox *, const struct token *);
/* "[+c.TOKEN]": in a mail's subject it is the same; for mailboxes whose addresses take none. */
struct str	personal_mark(struct arena *, const struct core_state *, const struct token *);

#endif
