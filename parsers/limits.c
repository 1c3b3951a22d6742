#include "parsers/limits.h"

static void
add(struct arena *a, struct strs *passed, struct str text)
{
	if (!strs_has(passed, text))
		strs_add(a, passed, text);
}

void
limits_pass(struct arena *a, struct strs *passed, const char *name, size_t value)
{
	add(a, passed, str_printf(a, "%s = %zu", name, value));
}

void
limits_join(struct arena *a, struct strs *passed, const struct strs *more)
{
	for (size_t i = 0; i < more->n; i++)
		add(a, passed, more->v[i]);
}
