/* faults: the verbs that say in which versions a fault is, is not, and is mended. */
#ifndef DAEMON_ACT_FAULTS_H
#define DAEMON_ACT_FAULTS_H

#include "daemon/act/act.h"
#include "daemon/ticket/plan.h"

extern const struct act	act_found_in, act_not_in, act_fixed_in;

/* Of a change of the ticket's faults that is to be taken back: NULL, or why it cannot be. */
struct why	*faults_check_back(struct prospect *, const struct change *);
int		 faults_back(struct action *, const struct change *);

#endif
