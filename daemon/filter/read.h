/*
 * read: a condition as the configuration writes it (`when` of docket-rules(5)): a
 * tree of groups, whose leaves are tests.  A pattern must compile, what is compared
 * must be able to occur: a test that can never hold is a fault, because a rule that
 * never fires is noticed by nobody.
 */
#ifndef DAEMON_FILTER_READ_H
#define DAEMON_FILTER_READ_H

#include "daemon/conf/tree.h"
#include "daemon/filter/subject.h"

enum filter_test_kind {
	TEST_ONE_OF,			/* of values, whatever the case: "x", [ "x", "y" ] */
	TEST_MATCHES,
	TEST_CONTAINS,			/* one of values, as fold() writes them */
	TEST_AT_LEAST, TEST_AT_MOST, TEST_ABOVE, TEST_BELOW,	/* by the subject's type */
	TEST_IS_SET,			/* value "true" or "false" */
	TEST_CHANGED,			/* by this event; value "true" or "false" */
	TEST_WAS, TEST_TO,		/* … and from that, to that: one of values */
	TEST_KINDS
};

struct filter_test {
	enum subject_id		 subject;
	struct str		 field;		/* that the subject is; or empty */
	enum filter_test_kind	 kind;
	bool			 is_not;
	struct strs		 values;
	struct pattern		*pattern;	/* matches */
	uint32_t		 pattern_id;	/* by which the caged parser finds it */
	int			 line;
	size_t			 leaf;		/* number within its condition, in reading order */
	struct str		 said;		/* as the file has it: severity at_least "high" */
	const struct field_def	*def;		/* of a subject that is a field; or NULL */
};

enum group_kind { WHEN_ALL, WHEN_ANY, WHEN_NONE, WHEN_TEST };

struct condition {			/* all zero: it always holds */
	enum group_kind	 kind;
	struct condition	*v;		/* of groups */
	size_t			 n;
	struct filter_test	 test;
	int			 line;
};

struct filter_reader {
	struct loader		*l;
	const struct field_defs	*fields;	/* tests point into them */
	struct match_patterns	*patterns;	/* where the condition's own are added; or NULL */
	struct str		 name;		/* whose condition: of its patterns */
	bool			 of_reader;	/* these two words may stand in it */
};

/* Values of assignee and team that stand for who reads, whoever that is. */
#define FILTER_ME	STR("$me")
#define FILTER_MY_TEAMS	STR("$my-teams")

void	filter_read(const struct filter_reader *, const struct node *when, struct condition *);

#endif
