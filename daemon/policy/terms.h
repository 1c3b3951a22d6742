/*
 * terms: `when` of the targets of sla.conf: whose tickets a target is for.  sla/ keeps a
 * condition's number, here is what it means.
 */
#ifndef DAEMON_POLICY_TERMS_H
#define DAEMON_POLICY_TERMS_H

#include "daemon/filter/read.h"
#include "daemon/sla/policy.h"

struct terms {
	struct condition	*v;
	size_t			 n;
};

/* For loader.condition: its number, from 1. */
size_t			 terms_read(struct loader *, const struct node *when);
const struct condition	*terms_of(const struct terms *, size_t number);
/* A fault for each target that those before it leave no ticket. */
void			 terms_check(struct loader *, const struct terms *, const struct slas *);

#endif
