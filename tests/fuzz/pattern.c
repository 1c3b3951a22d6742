/* First line: an expression; the rest: a subject.  Matching always ends. */
#include <assert.h>

#include "parsers/pattern.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str in = { (const char *)data, n }, regex, group;
	struct pattern *p;
	struct strs c;
	struct err e = { ERR_NONE, "" };

	if (!str_split(&in, '\n', &regex))
		regex = in;
	/* Each start offset has its own match limit: keep their number small. */
	in = str_sub(in, 0, 200);
	if (pattern_compile(STR("fuzz"), regex, &p, &e) == -1) {
		assert(p == NULL && e.text[0] != '\0');
		arena_free(a);
		return 0;
	}
	if (pattern_match(a, p, in, &c) == 1)
		for (size_t i = 0; i < c.n; i++)
			assert(c.v[i].n == 0 || (c.v[i].p >= in.p &&
			    c.v[i].p + c.v[i].n <= in.p + in.n));
	if (pattern_has_group(p, "v"))
		(void)pattern_group(a, p, in, "v", &group);
	pattern_free(p);
	arena_free(a);
	return 0;
}
