/*
 * roles: the table of docketd's roles, and what the supervisor is told of a
 * configuration.  The one place that knows all of them; they only register here.
 */
#ifndef DAEMON_ROLES_H
#define DAEMON_ROLES_H

#include "daemon/role/role.h"

extern const struct roles roles;

/* NULL when there is none, or the supervisor is meant. */
const struct role_ops	*roles_find(struct str name);
struct role_plan	 roles_plan(const struct conf *);

#endif
