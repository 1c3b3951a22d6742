/* decision: what people decided of a mail (intake.h), and what that makes of it. */
#ifndef DAEMON_INTAKE_DECISION_H
#define DAEMON_INTAKE_DECISION_H

#include "daemon/intake/intake.h"

bool	decision_opens(const struct decision *);	/* it becomes a ticket of its own */
bool	decision_splits(const struct decision *);	/* … and was taken on another before */

#endif
