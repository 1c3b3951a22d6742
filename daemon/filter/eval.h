/*
 * eval: whether a condition holds.  What it looks at is the caller's: a getter
 * a subject, and a matcher, because patterns meet anybody's text.
 */
#ifndef DAEMON_FILTER_EVAL_H
#define DAEMON_FILTER_EVAL_H

#include "daemon/filter/read.h"

/* Adds what the test's subject is: a text, or several of which one must fit. */
typedef void (*subject_fn)(const void *of, const struct filter_test *, struct strs *out);

struct filter_source {
	const void		*of;
	const subject_fn	*get;		/* by enum subject_id, all of them */
	/* 1, 0, or -1: it could not be tried, and the condition is undecided. */
	int			(*matches)(const void *of, const struct filter_test *,
				    struct str);
};

/* 1, 0, or -1 when a match could not be tried. */
int	filter_holds(const struct condition *, const struct filter_source *);

#endif
