/* ratecheck: what rates.conf must be as a whole: currencies, and which rate holds when. */
#ifndef DAEMON_POLICY_RATECHECK_H
#define DAEMON_POLICY_RATECHECK_H

#include "daemon/policy/conf.h"

/* Gives each rate its currency; its faults, and of two rates that are as specific. */
void	ratecheck(struct loader *, const struct conf *, struct rates *);

#endif
