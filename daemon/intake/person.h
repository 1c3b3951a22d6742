/*
 * person: who wrote a mail.  From: only names somebody; an agent is proven by
 * the signed reply address or by the verdict of our own MX (promises.md S2),
 * and dmarc=fail beats both.
 */
#ifndef DAEMON_INTAKE_PERSON_H
#define DAEMON_INTAKE_PERSON_H

#include "daemon/intake/reading.h"

/* From, agent, proof; queues the question for the contact. */
void	person_ask(struct work *, struct reading *);
void	person_learn(struct work *, struct reading *);
bool	person_proven(const struct reading *);
/* Makes the contact of this address when it has none yet. */
int	person_ensure(struct work *, struct reading *);

#endif
