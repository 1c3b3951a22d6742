/*
 * leaf: the tests of a condition, whatever groups they stand in.
 */
#ifndef DAEMON_FILTER_LEAF_H
#define DAEMON_FILTER_LEAF_H

#include "daemon/filter/read.h"

/* How many tests there are; they are numbered from 0. */
size_t	filter_leaves(const struct condition *);
/* Whether it holds of anything: nothing is asked. */
bool	filter_is_always(const struct condition *);
/* As people read it: "severity = "high"; any(tags = "a"; tags = "b")". */
void	filter_put(struct buf *, const struct condition *);
/* Each test, in reading order. */
void	filter_each(const struct condition *, void (*see)(const struct filter_test *, void *),
	    void *of);

#endif
