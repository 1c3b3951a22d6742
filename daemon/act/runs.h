/*
 * runs: #runs: which version the ticket's project runs, in a line: "2.4.1 env=prod
 * product=widget since=1 Oct"; "keep": what is known is right, whatever the ticket says.
 */
#ifndef DAEMON_ACT_RUNS_H
#define DAEMON_ACT_RUNS_H

#include "daemon/act/act.h"

extern const struct act act_runs;

#endif
