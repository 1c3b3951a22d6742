/*
 * check: whether a test can hold at all: its values by the subject's row, and
 * beside the events on which it is asked.
 */
#ifndef DAEMON_FILTER_CHECK_H
#define DAEMON_FILTER_CHECK_H

#include "daemon/filter/read.h"

/* False, and a fault, for what cannot be asked of the subject: `at_least` of a text. */
bool	filter_check_kind(const struct filter_reader *, const struct node *,
	    const struct filter_test *);
/*
 * A fault for each value that the test's subject never has, and false.  What is compared
 * by its order gets the form in which it is.
 */
bool	filter_check_values(const struct filter_reader *, const struct node *,
	    struct filter_test *);
/* A fault for an event that does not exist. */
void	filter_check_event(struct loader *, const struct node *, struct str event);
/* A fault for each test that none of the events can meet. */
void	filter_check_on(struct loader *, struct str file, const struct condition *,
	    const struct strs *on);

/* As above, for a condition of the ticket alone, whose texts no parser is asked for. */
void	filter_check_ticket(struct loader *, struct str file, const struct condition *);
/* The same, of what lasts: no status, no time. */
void	filter_check_lasting(struct loader *, struct str file, const struct condition *);
/* The same, of what a list of stored tickets can be asked. */
void	filter_check_stored(struct loader *, struct str file, const struct condition *);

#endif
