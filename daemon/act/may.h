/*
 * may: whether somebody may do a verb to a ticket now, whatever its value: by their role,
 * by what is switched off (verbs_off), and by how young the proof is that the order
 * is theirs.
 */
#ifndef DAEMON_ACT_MAY_H
#define DAEMON_ACT_MAY_H

#include "daemon/act/act.h"

/* NULL: they may; else why not, and who may. */
struct why	*act_may(const struct prospect *, const struct verb *);

#endif
