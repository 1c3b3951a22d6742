/*
 * casevalue: what a test of rules says of a ticket: how it is before, and what it is to be in
 * the end: words of rules, and fields by their names.
 */
#ifndef DAEMON_POLICY_CASEVALUE_H
#define DAEMON_POLICY_CASEVALUE_H

#include "daemon/conf/schema.h"

struct case_value {			/* "severity", [ "high" ] */
	struct str	name;		/* of a field without "field." */
	struct strs	values;		/* as the field's type writes them */
	int		line;
};

struct case_values {
	struct case_value	*v;
	size_t			 n;
};

/* `given`: of the ticket that is there before; else of what is expected. */
void	case_values_read(struct loader *, const struct node *, bool given, struct case_values *);

#endif
