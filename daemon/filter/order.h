/*
 * order: how the values of a test's subject compare, by its type: an enum as
 * fields.conf lists it, versions as versions, numbers, days and durations by value.
 */
#ifndef DAEMON_FILTER_ORDER_H
#define DAEMON_FILTER_ORDER_H

#include "daemon/filter/read.h"

/* What can be known of all that a subject may be. */
enum subject_domain {
	DOMAIN_TEXT,			/* nothing */
	DOMAIN_WORDS,			/* one of few, without order */
	DOMAIN_ORDERED,			/* one of few: the field's, lowest first */
	DOMAIN_INTERVAL			/* a place on a line, or none */
};

enum subject_domain	order_domain(const struct filter_test *);
/* Whether at_least and the like have a sense; what is compared, "a text", for people. */
bool		order_is(const struct filter_test *);
const char	*order_type(const struct filter_test *);
const char	*order_example(const struct filter_test *);	/* "1h30m" */
/* A file's value in the form that is compared.  -1: what would be right is in *e. */
int		order_read(struct arena *, const struct filter_test *, struct str in,
		    struct str *out, struct err *e);
/* Whether the value has a place: what is empty, or none of the type, is on no side of any. */
bool		order_has(const struct filter_test *, struct str value);
/* <0, 0, >0; both have a place. */
int		order_cmp(const struct filter_test *, struct str, struct str);

#endif
