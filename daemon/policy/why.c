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
	struct str theirs = words_line(words, why->says);

	return words_fill(a, theirs.n > 0 ? theirs : why->says, why->arg, WHY_ARGS);
}

struct str
why_allowed(struct arena *a, const struct why *why)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < why->allowed.n && i < ALLOWED_MAX; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? ", " : "", STR_ARG(why->allowed.v[i]));
	if (why->allowed.n > ALLOWED_MAX)
		buf_adds(&b, ", …");
	return buf_str(&b);
}
