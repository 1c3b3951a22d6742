/*
 * regexcheck: patterns of rules that take far too long on a short text: a warning, with the
 * text.  Tried within the limits that they have in the daemon.
 */
#ifndef DAEMON_POLICY_REGEXCHECK_H
#define DAEMON_POLICY_REGEXCHECK_H

#include "daemon/policy/conf.h"

void	regexcheck(struct loader *, const struct conf *);

#endif
