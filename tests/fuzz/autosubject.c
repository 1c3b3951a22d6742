/* Any subject: what is an automatic reply's stays one when a bracket opens before it. */
#include "parsers/autosubject.h"
#include "parsers/fold.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str s = fold_trim(fold(a, in));

	if (autosubject_is_reply(s))
		assert(autosubject_is_reply(str_printf(a, "[%.*s", STR_ARG(s))));
	autosubject_is_report(s);
}
