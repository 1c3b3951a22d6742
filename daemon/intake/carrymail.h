/*
 * carrymail: an engineer passes on a customer's mail, and with it opens a
 * ticket for its sender (product.md 2.9).  Who that is stands in the text and
 * is the engineer's word: only a proven one's is taken.
 */
#ifndef DAEMON_INTAKE_CARRYMAIL_H
#define DAEMON_INTAKE_CARRYMAIL_H

#include "daemon/intake/reading.h"

/* Is it a customer's mail that a proven agent passes on? */
bool	carry_applies(const struct work *, const struct reading *, const struct ticket *);
/* The same mail as the customer's; and without it, as the agent's cover. */
void	carry_split(struct work *, struct reading *, struct reading *customer);

#endif
