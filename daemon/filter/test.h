/*
 * test: what can be asked of one subject, as the configuration writes it: "x",
 * [ "x", "y" ], { at_least = "high"; not = "critical"; }.
 */
#ifndef DAEMON_FILTER_TEST_H
#define DAEMON_FILTER_TEST_H

#include "daemon/filter/read.h"

/*
 * Reads the tests of `of` (subject, field, def, line) into *v, numbered from *leaf on:
 * how many, all of which must hold.  Faults of its values are filter/check's.
 */
size_t		filter_read_tests(const struct filter_reader *, const struct node *,
		    const struct filter_test *of, size_t *leaf, struct filter_test **v);

#endif
