/* junit: results of tests as the XML that build servers read. */
#ifndef DAEMON_CTL_JUNIT_H
#define DAEMON_CTL_JUNIT_H

#include "daemon/trial/play.h"

/* Into the file, "-": to standard output.  -1: *e. */
int	junit_write(struct arena *, const char *path, const struct played *, size_t n, struct err *);

#endif
