/* away: who is away, and who is told so when a ticket is theirs (ticket/away.h). */
#ifndef DAEMON_ACT_AWAY_H
#define DAEMON_ACT_AWAY_H

#include "daemon/act/act.h"

extern const struct act	act_away;

/* Of a ticket that is to be this agent's: NULL where they are here. */
const struct why	*away_remark(const struct prospect *, const struct agent *);

#endif
