/* rulemail: mails of rules that somebody would get in another language than theirs. */
#ifndef DAEMON_POLICY_RULEMAIL_H
#define DAEMON_POLICY_RULEMAIL_H

#include "daemon/policy/conf.h"

/* A warning for each template and language in use. */
void	rulemail_check(struct loader *, const struct conf *);

#endif
