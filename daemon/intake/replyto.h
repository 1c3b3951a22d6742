/*
 * replyto: whom to answer (RFC 5322, 3.6.2).  Reply-To is as easily written as From, so it
 * says where answers to a new request go, and nothing else: no power comes of it, an
 * agent's least of all, and on a ticket that is there it lets nobody in.
 */
#ifndef DAEMON_INTAKE_REPLYTO_H
#define DAEMON_INTAKE_REPLYTO_H

#include "daemon/intake/reading.h"

/* Sets what of r is Reply-To's; needs From and the agent. */
void	replyto_read(struct work *, struct reading *);
/* Who asks: whose the contact and the project are. */
struct address	replyto_asks(const struct reading *);
/* A ticket is opened: who asks is its author from here on. */
void	replyto_opens(struct reading *);
/* The project of who is answered; `other`: nobody's. */
struct str	replyto_project(const struct conf *, const struct reading *, struct str other);
/* Puts it on the new ticket. */
void	replyto_note(struct work *, const struct reading *, struct ticket *);

#endif
