#include "parsers/base/limits.h"

#include <stdio.h>

enum { TEXT_BYTES = 80 };

static void
add(struct arena *a, struct strs *passed, struct str text)
{
	if (!strs_has(passed, text))
		strs_add(a, passed, text);
}

void
limits_pass(struct arena *a, struct strs *passed, const char *name, size_t value)
{
	char text[TEXT_BYTES];

	/* Once for each field of a header of a million: nothing is taken that is there. */
	snprintf(text, sizeof(text), "%s = %zu", name, value);
	if (!strs_has(passed, str_c(text)))
		strs_add(a, passed, str_dup(a, str_c(text)));
}

void
limits_join(struct arena *a, struct strs *passed, const struct strs *more)
{
	for (size_t i = 0; i < more->n; i++)
		add(a, passed, more->v[i]);
}
