/* junit: results of tests as the XML that build servers read. */
#ifndef DAEMON_CTL_JUNIT_H
#define DAEMON_CTL_JUNIT_H

#include "daemon/trial/play.h"

/*
 * Into the file, "-": to standard output; coverage that is wanted counts as a test, which
 * fails by `lacking`.  -1: *e.
 */
struct junit {
	const struct played	*v;
	size_t			 n;
	bool			 has_coverage;
	struct strs		 lacking;	/* empty: it is enough */
};

int	junit_write(struct arena *, const char *path, const struct junit *, struct err *);

#endif
