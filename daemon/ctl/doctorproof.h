/*
 * doctorproof: docketctl doctor's look at who checks a mailbox's mail: whose
 * Authentication-Results its last mails have, and what `authserv` should say of it.
 */
#ifndef DAEMON_CTL_DOCTORPROOF_H
#define DAEMON_CTL_DOCTORPROOF_H

#include "daemon/ctl/findings.h"
#include "daemon/fetch/imap.h"

/* Logged in.  The headers of some mails are read, and nothing is flagged. */
void	doctor_proof(struct doctor *, const struct mailbox *, struct imap *);

#endif
