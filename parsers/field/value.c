#include "parsers/field/value.h"

#include "parsers/base/names.h"

static const char *const sources[FIELD_SOURCES] = {
	[FIELD_COMMAND] = "command", [FIELD_PSEUDO] = "pseudo-header",
	[FIELD_HEADER] = "header", [FIELD_PATTERN] = "pattern",
	[FIELD_PROJECT] = "project", [FIELD_DEFAULT] = "default", [FIELD_RULE] = "rule",
};

const char *
field_source_name(enum field_source source)
{
	return NAMES_WORD(sources, source);
}
