/* controltold: the one mail that tells what came of a mail of orders. */
#ifndef DAEMON_INTAKE_CONTROLTOLD_H
#define DAEMON_INTAKE_CONTROLTOLD_H

#include "daemon/intake/reading.h"

/* All of it is done, or it was stopped: tells its writer, and its rows go. */
int	control_tell(struct work *, struct reading *, const struct sql_control_next_row *);

#endif
