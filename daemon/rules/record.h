/*
 * record: what a chain's rules did, as docket.trace keeps it (daemon/ticket/trace.h).
 */
#ifndef DAEMON_RULES_RECORD_H
#define DAEMON_RULES_RECORD_H

#include "daemon/rules/trace.h"
#include "daemon/ticket/trace.h"

/* As traces are packed; by outcome. */
extern const char	rule_outcome_letters[RULE_OUTCOMES + 1];

/* An event a row, of those that any rule was on: they go with the work's commit. */
void	rules_record(struct work *, const struct rule_traces *);

#endif
