/* Any subject: what is an automatic reply's stays one when nothing but brackets is added. */
#include <assert.h>

#include "parsers/autosubject.h"
#include "parsers/fold.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str s = fold_trim(fold(a, (struct str){ (const char *)data, n }));

	if (autosubject_is_reply(s))
		assert(autosubject_is_reply(str_printf(a, "[%.*s", STR_ARG(s))));
	autosubject_is_report(s);
	arena_free(a);
	return 0;
}
