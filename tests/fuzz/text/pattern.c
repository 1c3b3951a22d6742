/* First line: an expression; the rest: a subject.  Matching always ends. */
#include "parsers/text/pattern.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str regex, group;
	struct pattern *p;
	struct strs c;
	struct err e = { ERR_NONE, "" };

	if (!str_split(&in, '\n', &regex))
		regex = in;
	/* Each start offset has its own match limit: keep their number small. */
	in = str_sub(in, 0, 200);
	if (pattern_compile(STR("fuzz"), regex, &p, &e) == -1) {
		assert(p == NULL && e.text[0] != '\0');
		return;
	}
	if (pattern_match(a, p, in, &c) == 1)
		for (size_t i = 0; i < c.n; i++)
			assert(fuzz_is_within(c.v[i], in));
	if (pattern_has_group(p, "v"))
		(void)pattern_group(a, p, in, "v", &group);
	pattern_free(p);
}
