/*
 * domain: whether one subject can be such that all these tests of it hold, or do not.
 * Finite domains are tried value by value, intervals by their ends, texts by what they
 * must and must not contain; a regular expression is opaque but for an example of it.
 */
#ifndef DAEMON_FILTER_DOMAIN_H
#define DAEMON_FILTER_DOMAIN_H

#include "daemon/filter/witness.h"

/* Stands for a value that the files do not name, as of a project that has gone. */
#define DOMAIN_OTHER	STR("\x01")

struct literal {
	const struct condition	*leaf;		/* a test */
	bool			 want;		/* whether it must hold */
};

struct literals {			/* all of one subject */
	const struct literal	**v;
	size_t			 n;
};

/* What a subject can be, as far as anybody knows. */
struct domain {
	bool		known;		/* it is one of `values` */
	struct strs	values;		/* "" among them where it can be empty; likely ones first */
};

enum domain_answer {
	DOMAIN_NO,			/* proven: never */
	DOMAIN_YES,			/* *out is such */
	DOMAIN_MAYBE
};

/* Lives in `a`. */
enum domain_answer	domain_find(struct arena *a, const struct domain *,
			    const struct literals *, struct fact *out);

#endif
