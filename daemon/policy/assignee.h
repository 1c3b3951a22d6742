/*
 * assignee: to whom a rule gives a ticket: an agent, "team:NAME", or somebody of a team by
 * turns ("round-robin:NAME") or by how much they have ("least-busy:NAME").
 */
#ifndef DAEMON_POLICY_ASSIGNEE_H
#define DAEMON_POLICY_ASSIGNEE_H

#include "parsers/base/str.h"

enum assignee_kind { ASSIGNEE_AGENT, ASSIGNEE_TEAM, ASSIGNEE_ROUND_ROBIN, ASSIGNEE_LEAST_BUSY };

struct assignee {
	enum assignee_kind	kind;
	struct str		name;		/* of the agent or team */
};

#define ASSIGNEE_HELP	"agent's name, team:NAME, round-robin:TEAM or least-busy:TEAM"

struct assignee	assignee_read(struct str);	/* borrows */

#endif
