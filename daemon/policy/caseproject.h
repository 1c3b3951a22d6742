/* caseproject: a step of a test of rules that happens to a project, not to a ticket. */
#ifndef DAEMON_POLICY_CASEPROJECT_H
#define DAEMON_POLICY_CASEPROJECT_H

#include "daemon/policy/rulecase.h"

bool	case_is_of_project(struct str event);
/* What its project must have for it to happen; its point becomes a number alone. */
void	case_check_project(struct loader *, const struct node *, struct case_step *);

#endif
