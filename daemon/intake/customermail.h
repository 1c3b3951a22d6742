/*
 * customermail: a person's mail that is not a proven agent's: a new ticket, or
 * a message on one that its author may write to (promises.md S3).
 */
#ifndef DAEMON_INTAKE_CUSTOMERMAIL_H
#define DAEMON_INTAKE_CUSTOMERMAIL_H

#include "daemon/intake/reading.h"

/* Whether what they write on this ticket now would be taken. */
bool	customer_may(const struct work *, const struct reading *, const struct ticket *);
/* Queues its rows and runs its events.  0, or -1 with w->err. */
int	customer_mail(struct work *, struct reading *);
/* A new ticket's fields: what was said, else its project's, its type's, their own default. */
int	customer_fields(struct work *, const struct field_values *said, struct ticket *);
/* The one or the other, as people decided. */
int	customer_opens(struct work *, struct reading *);
int	customer_adds(struct work *, struct reading *, struct ticket *);

#endif
