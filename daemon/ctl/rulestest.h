/*
 * rulestest: docketctl rules test: tests of rules played, a mail tried, an event of a real
 * ticket tried.  Nothing is stored and nothing is sent.
 */
#ifndef DAEMON_CTL_RULESTEST_H
#define DAEMON_CTL_RULESTEST_H

#include "daemon/ctl/ctl.h"

int	rules_test(struct ctl *, int argc, char **argv);

#endif
