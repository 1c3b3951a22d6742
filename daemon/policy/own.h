/*
 * own: which addresses are docket's own: its mailboxes', their aliases, and these with any
 * "+detail".  Nobody has one of them, and no mail goes there.
 */
#ifndef DAEMON_POLICY_OWN_H
#define DAEMON_POLICY_OWN_H

#include "parsers/base/str.h"

/* `list`: letter_conf's own_addresses, or others that are as they are. */
bool	own_has(const struct strs *list, struct str address);
/* Whether one of the list is at this domain. */
bool	own_domain(const struct strs *list, struct str domain);

#endif
