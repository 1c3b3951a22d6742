/*
 * read: a condition as the configuration writes it (`when` of docket-rules(5)):
 * tests that must all hold.  A pattern must compile, what is compared must be
 * able to occur: a test that can never hold is a fault, because a rule that
 * never fires is noticed by nobody.
 */
#ifndef DAEMON_FILTER_READ_H
#define DAEMON_FILTER_READ_H

#include "daemon/conf/tree.h"
#include "daemon/filter/subject.h"

enum filter_test_kind { TEST_EQUAL, TEST_ANY_OF, TEST_MATCHES, TEST_NOT_EQUAL };

struct filter_test {
	enum subject_id		 subject;
	struct str		 field;		/* that the subject is; or empty */
	enum filter_test_kind	 kind;
	struct strs		 values;	/* equal: one */
	struct pattern		*pattern;	/* matches */
	uint32_t		 pattern_id;	/* by which the caged parser finds it */
	int			 line;
};

struct condition {
	struct filter_test	*v;		/* all must hold */
	size_t			 n;
};

struct filter_reader {
	struct loader		*l;
	const struct field_defs	*fields;
	struct match_patterns	*patterns;	/* where the condition's own are added */
	struct str		 name;		/* whose condition: of its patterns */
};

void	filter_read(const struct filter_reader *, const struct node *when, struct condition *);

#endif
