/*
 * branches: the branches of a product joined to a tree, and what cannot be one: an unknown
 * parent, a circle, a release twice or out of order, dates that contradict.
 */
#ifndef DAEMON_POLICY_BRANCHES_H
#define DAEMON_POLICY_BRANCHES_H

#include "daemon/conf/loader.h"
#include "daemon/policy/product.h"

/*
 * Of a product whose releases are listed: fills in keys, what each comes after and contains, and
 * the two orders.  Faults are noted; what is at fault has no predecessor then.
 */
void	branches_join(struct loader *, struct product *);

#endif
