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
	/* 1, 0, or -1: it could not be tried, and the test is undecided. */
	int			(*matches)(const void *of, const struct filter_test *,
				    struct str);
	/* Whether what happened changed the subject, and from what to what.  NULL: never. */
	bool			(*changed)(const void *of, const struct filter_test *,
				    struct strs *was, struct strs *to);
};

enum { FILTER_UNSEEN = 2 };		/* its group was decided before it */

struct filter_seen {			/* of each test: arrays by leaf; NULL: not wanted */
	struct arena	*a;		/* of the values */
	signed char	*result;	/* 1, 0, -1 undecided, FILTER_UNSEEN */
	struct str	*value;		/* that it looked at; joined by ", ", cut to LIMIT_SEEN */
	size_t		 failing;	/* the first leaf that decided against it; SIZE_MAX: none */
	struct str	 failing_value;	/* … what it looked at */
	bool		 whole;		/* every test is looked at, also where it is decided */
};

/*
 * 1, 0, or -1 when a match could not be tried and the others do not decide.  Where
 * `seen` is not NULL what was found is left there.
 */
int	filter_holds(const struct condition *, const struct filter_source *,
	    struct filter_seen *);

#endif
