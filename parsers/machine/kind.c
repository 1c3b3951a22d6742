#include "parsers/machine/kind.h"

#include "parsers/base/names.h"

static const char *const kinds[LETTER_KINDS] = {
	[LETTER_HUMAN] = "human", [LETTER_AUTO] = "auto",
	[LETTER_BOUNCE] = "bounce", [LETTER_LIST] = "list",
	[LETTER_COMPLAINT] = "complaint", [LETTER_CHALLENGE] = "challenge",
	[LETTER_CALENDAR] = "calendar",
};

const char *
letter_kind_name(enum letter_kind kind)
{
	return NAMES_WORD(kinds, kind);
}

const char *
letter_kind_coarse(enum letter_kind kind)
{
	return NAMES_WORD(kinds, kind <= LETTER_LIST ? kind : LETTER_AUTO);
}
