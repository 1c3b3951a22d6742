/* The first line is a path, the second pairs, the third cookies. */
#include "parsers/http/cookie.h"
#include "parsers/http/target.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str path = fuzz_line(&in), query = fuzz_line(&in), cookies = fuzz_line(&in), out;
	struct strs pairs;

	if (http_path(a, path, &out)) {
		assert(out.n > 0 && out.p[0] == '/' && out.n <= path.n && str_is_utf8(out));
		for (size_t i = 1; i < out.n; i++)
			assert((unsigned char)out.p[i] >= ' ' && out.p[i] != '\\' &&
			    (out.p[i] != '/' || out.p[i - 1] != '/'));
	}
	if (http_pairs(a, query, 50, &pairs) == 0)
		for (size_t i = 0; i < pairs.n; i++)
			assert(pairs.n <= 100 && str_is_utf8(pairs.v[i]) &&
			    str_chr(pairs.v[i], '\0', 0) == SIZE_MAX);
	out = http_cookie(cookies, STR("__Host-docket"));
	assert(fuzz_is_within(out, cookies) && str_is_utf8(out));
}
