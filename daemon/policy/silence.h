/*
 * silence: whom a silence is about: a condition of a ticket that people typed, `project =
 * "ACME"; severity = "low";` as `when` of a rule has it, read against the configuration.
 */
#ifndef DAEMON_POLICY_SILENCE_H
#define DAEMON_POLICY_SILENCE_H

#include "daemon/policy/conf.h"

/* Lives in `a`.  -1: the faults say why, each with "where:" before it. */
int	silence_read(struct arena *a, const struct conf *, struct str text,
	    struct condition *out, struct conf_faults *);

#endif
