/* value: what was read for a field, and where it stood. */
#ifndef PARSERS_FIELD_VALUE_H
#define PARSERS_FIELD_VALUE_H

#include "parsers/base/str.h"

enum field_source {			/* strongest first, product.md 3 */
	FIELD_COMMAND,
	FIELD_PSEUDO,			/* "Version: 2.4.1" at the top of the text */
	FIELD_HEADER,			/* X-Severity: high */
	FIELD_PATTERN,			/* a PCRE2 group over subject or body */
	FIELD_PROJECT,			/* the project's default */
	FIELD_DEFAULT,			/* the field's default */
	FIELD_RULE,			/* set by a rule's action */
	FIELD_SOURCES
};

struct field_value {
	struct str		 name;		/* "severity", "version" */
	struct str		 value;		/* normalised: "high", "2.4.1" */
	struct str		 raw;		/* as written: "alta", "v2.4.1" */
	enum field_source	 source;
	struct str		 where;		/* label, header or pattern name */
	bool			 verified;	/* value is one that the field allows */
};

struct field_values {
	struct field_value	*v;
	size_t			 n;
};

const char	*field_source_name(enum field_source);		/* "pseudo-header" */

#endif
