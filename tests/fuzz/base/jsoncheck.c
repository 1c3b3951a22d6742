/* What another reader takes is JSON; where it is not is within the text. */
#include "parsers/base/jsoncheck.h"

#include <jansson.h>

#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	size_t at = SIZE_MAX;
	const char *why = json_check(in, &at);
	json_t *theirs = json_loadb(in.n == 0 ? "" : in.p, in.n, JSON_DECODE_ANY | JSON_ALLOW_NUL,
	    NULL);

	(void)a;
	assert(at <= in.n && (why != NULL || at == in.n));
	assert(theirs == NULL || why == NULL || strstr(why, "nests") != NULL);
	json_decref(theirs);
}
