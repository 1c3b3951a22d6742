/*
 * person: who wrote a mail.  From: only names somebody; an agent is proven by
 * the signed reply address or by the verdict of our own MX, as `verify` says
 * (promises.md S2), and dmarc=fail beats both.
 */
#ifndef DAEMON_INTAKE_PERSON_H
#define DAEMON_INTAKE_PERSON_H

#include "daemon/intake/reading.h"

/* Drops what a server said of the mail that was not there to say it. */
void	person_believe(const struct conf *, struct intake *);
/* From, agent, proof; queues the question for the contact. */
void	person_ask(struct work *, struct reading *);
void	person_learn(struct work *, struct reading *);
/* Of a personal address; once, after the answers to what person_ask() asked. */
void	person_learn_serial(struct work *, struct reading *);
bool	person_proven(const struct reading *);
/* A token that was withdrawn is no proof: `t` is the mail's ticket, locked; or NULL. */
void	person_settle(const struct work *, struct reading *, const struct ticket *t);
/* Nothing speaks against it that this agent wrote the mail. */
bool	person_wrote(const struct reading *, const struct agent *);
/* Our mail server, the address of a mail of ours or people here say whose mail it is. */
bool	person_vouched(const struct reading *);
/* A mailbox's own address, plain or with a detail. */
bool	person_is_ours(const struct conf *, struct arena *, struct str address);
/* Whether it is one of more mails than are told one by one, of its author or of strangers. */
int	person_heap(struct work *, struct reading *);
/* Makes the contact of this address when it has none yet. */
int	person_ensure(struct work *, struct reading *);

#endif
