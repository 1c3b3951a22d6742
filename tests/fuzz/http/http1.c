/* Whatever is cut off its end, a request reads as the same or waits; what it holds is clean. */
#include "parsers/http/cookie.h"
#include "parsers/http/http1.h"
#include "parsers/http/request.h"
#include "tests/fuzz/fuzz.h"

static void
check(const struct http_request *r)
{
	assert(r->path.n > 0 && r->path.p[0] == '/' && str_is_utf8(r->path));
	assert(str_find(r->path, STR("//"), 0) == SIZE_MAX &&
	    str_find(r->path, STR("/../"), 0) == SIZE_MAX);
	for (size_t i = 0; i < r->path.n; i++)
		assert((unsigned char)r->path.p[i] >= ' ' && r->path.p[i] != '\\');
	for (size_t i = 0; i < r->query.n; i++)
		assert(str_is_utf8(r->query.v[i]) && str_chr(r->query.v[i], '\r', 0) == SIZE_MAX);
	assert(r->method == HTTP_POST || r->length == 0);
	assert(fuzz_is_within(http_cookie(r->cookies, STR("a")), r->cookies));
}

void
fuzz_one(struct arena *a, struct str in)
{
	const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct http_head head, other;
	struct http_request r;
	size_t n, m;

	if (http1_read(in, &limits, &head, &n) != 0)
		return;
	assert(n <= in.n && http1_read(str_sub(in, 0, n), &limits, &other, &m) == 0 && m == n);
	assert(http1_read(str_sub(in, 0, n - 1), &limits, &other, &m) == -1);
	for (int i = 0; i < HTTP_NAMES; i++)
		assert(fuzz_is_within(head.v[i], str_sub(in, 0, n)));
	if (http_request_read(a, &head, &limits, &r) == 0)
		check(&r);
}
