/* The first line against the others: one that is known is nearest to itself. */
#include "parsers/base/nearest.h"

#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct strs names = { NULL, 0 };
	struct str name = STR_NONE, line, near;

	(void)str_line(&in, &name);
	while (names.n < 100 && str_line(&in, &line))
		strs_add(a, &names, line);
	near = nearest_name(name, &names);
	assert(near.n == 0 || strs_has(&names, near));
	assert(name.n == 0 || name.n > 40 || !strs_has(&names, name) || str_eq(near, name));
}
