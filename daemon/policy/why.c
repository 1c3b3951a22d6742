/* why: see why.h. */
#include "daemon/policy/why.h"

#include <assert.h>

#include "daemon/policy/words.h"

enum { ALLOWED_MAX = 40 };		/* values that are told */

struct why *
why_new(struct arena *a, const struct str *texts, size_t n)
{
	struct why *why = ARENA_NEW(a, struct why);

	assert(n >= 1 && n <= 1 + WHY_ARGS);
	why->says = texts[0];
	for (size_t i = 1; i < n; i++)
		why->arg[i - 1] = texts[i];
	return why;
}

struct str
why_text(struct arena *a, struct str words, const struct why *why)
{
	struct str theirs = words_line(words, why->says), text;

	text = words_fill(a, theirs.n > 0 ? theirs : why->says, why->arg, WHY_ARGS);
	return why->also == NULL ? text : str_printf(a, "%.*s; %.*s", STR_ARG(text),
	    STR_ARG(why_text(a, words, why->also)));
}

struct str
why_list(struct arena *a, const struct strs *values)
{
	struct strs first = { values->v, values->n < ALLOWED_MAX ? values->n : ALLOWED_MAX };

	return str_printf(a, "%.*s%s", STR_ARG(strs_join(a, &first, ", ")),
	    first.n < values->n ? ", …" : "");
}

struct str
why_allowed(struct arena *a, const struct why *why)
{
	return why_list(a, &why->allowed);
}
