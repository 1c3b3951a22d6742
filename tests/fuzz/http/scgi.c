/* A netstring is read whole or not at all, and nothing behind its comma is looked at. */
#include "parsers/http/request.h"
#include "parsers/http/scgi.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct http_head head, other;
	struct http_request r;
	size_t n, m;

	if (scgi_read(in, &limits, &head, &n) != 0)
		return;
	assert(n > 0 && n <= in.n && in.p[n - 1] == ',');
	assert(scgi_read(str_sub(in, 0, n), &limits, &other, &m) == 0 && m == n);
	for (m = 0; m < n; m++)
		assert(scgi_read(str_sub(in, 0, m), &limits, &other, &(size_t){ 0 }) == -1);
	for (int i = 0; i < HTTP_NAMES; i++)
		assert(fuzz_is_within(head.v[i], str_sub(in, 0, n)));
	if (http_request_read(a, &head, &limits, &r) == 0)
		assert(r.path.p[0] == '/' && (r.method == HTTP_POST || r.length == 0));
}
