/*
 * analysis: whether conditions can hold together: proven never, a ticket of which they do,
 * or not known.  Never is a proof, and a ticket was evaluated as a real one is; what lies
 * between is not known, as is what takes more than a bounded number of steps.
 *
 * Pure: what values a subject can have the caller says.
 */
#ifndef DAEMON_FILTER_ANALYSIS_H
#define DAEMON_FILTER_ANALYSIS_H

#include "daemon/filter/domain.h"

struct analysis {
	struct arena	*a;
	const void	*of;
	/* What the test's subject can be. */
	void		(*domain)(const void *of, const struct filter_test *, struct domain *);
	/* Whether such a ticket can be, as far as its subjects depend on each other. */
	bool		(*is_real)(const void *of, const struct witness *);
};

struct term {
	const struct condition	*c;
	bool			 want;		/* whether it must hold */
	const struct witness	*after;		/* what is so before it is asked; or NULL */
};

enum analysis_result { ANALYSIS_NEVER, ANALYSIS_HOLDS, ANALYSIS_UNKNOWN };

/* HOLDS: *out is such a ticket.  All in the analysis's arena. */
enum analysis_result	analysis_find(const struct analysis *, const struct term *, size_t n,
			    struct witness *out);

#endif
