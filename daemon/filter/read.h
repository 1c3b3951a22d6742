/*
 * read: the tests of a condition, as the configuration writes them.
 */
#ifndef DAEMON_FILTER_READ_H
#define DAEMON_FILTER_READ_H

#include "parsers/text/pattern.h"

/* By their numbers the caged parser finds them. */
struct patterns {
	struct pattern	**v;
	size_t		 n;
};

enum rule_test_kind { TEST_EQUAL, TEST_ANY_OF, TEST_MATCHES, TEST_NOT_EQUAL };

struct rule_test {
	struct str		 subject;	/* "severity", "subject", "sla.clock" … */
	enum rule_test_kind	 kind;
	struct strs		 values;	/* equal: one */
	struct pattern		*pattern;	/* matches */
	size_t			 pattern_id;	/* index into patterns */
	int			 line;
};

#endif
