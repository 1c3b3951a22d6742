#include "parsers/base/names.h"

#include "tests/tap.h"

enum kind { KIND_ONE, KIND_TWO, KIND_GAP, KIND_LAST, KINDS };

static const char *const names[KINDS] = {
	[KIND_ONE] = "one", [KIND_TWO] = "two words", [KIND_LAST] = "last",
};

int
main(void)
{
	static const struct { const char *in; int want; } rows[] = {
		{ "one", KIND_ONE }, { "two words", KIND_TWO }, { "last", KIND_LAST },
		{ "One", -1 }, { "two", -1 }, { "", -1 }, { "lastly", -1 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_int(NAMES_FIND(names, str_c(rows[i].in)), rows[i].want, "\"%s\"", rows[i].in);
	tap_str(str_c(NAMES_WORD(names, KIND_TWO)), STR("two words"), "a word");
	tap_str(str_c(NAMES_WORD(names, KIND_LAST)), STR("last"), "behind a gap");
	return tap_done();
}
