/* request: see request.h. */
#include "parsers/http/request.h"

#include "parsers/base/array.h"
#include "parsers/http/target.h"

enum { LANGUAGE_MAX = 256, ADDRESS_MAX = 45, ORIGIN_MAX = 300, AGENT_MAX = 200 };

static const struct {
	const char		*word;
	enum http_method	 method;
} methods[] = { { "GET", HTTP_GET }, { "HEAD", HTTP_HEAD }, { "POST", HTTP_POST } };

static int
read_method(struct str word, enum http_method *out)
{
	for (size_t i = 0; i < COUNT(methods); i++)
		if (str_eq(word, str_c(methods[i].word))) {
			*out = methods[i].method;
			return 0;
		}
	return http_is_token(word) ? HTTP_METHOD_REFUSED : HTTP_BAD;
}

static int
read_target(struct arena *a, struct str target, const struct http_limits *limits,
    struct http_request *out)
{
	size_t query = str_chr(target, '?', 0);

	if (target.n > limits->target_bytes)
		return HTTP_TARGET_LONG;
	if (!http_path(a, str_sub(target, 0, query), &out->path))
		return HTTP_BAD;
	return query == SIZE_MAX ? 0 :
	    http_pairs(a, str_sub(target, query + 1, SIZE_MAX), limits->pairs, &out->query);
}

/* A GET has no body: one that has may be two requests to somebody else. */
static int
read_length(const struct http_head *h, const struct http_limits *limits, struct http_request *out)
{
	if (h->has[HTTP_LENGTH] && !http_length(h->v[HTTP_LENGTH], &out->length))
		return HTTP_BAD;
	if (out->method != HTTP_POST)
		return out->length > 0 ? HTTP_BAD : 0;
	if (!h->has[HTTP_LENGTH])
		return HTTP_LENGTH_REQUIRED;
	return out->length > limits->body_bytes ? HTTP_TOO_LARGE : 0;
}

static bool
is_ascii(struct str s, size_t max)
{
	return s.n <= max && str_ascii(s, 0) == s.n;
}

static bool
is_address(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (memchr("0123456789abcdefABCDEF.:", s.p[i], 24) == NULL)
			return false;
	return s.n <= ADDRESS_MAX;
}

int
http_request_read(struct arena *a, const struct http_head *h, const struct http_limits *limits,
    struct http_request *out)
{
	const struct str *v = h->v;
	int status;

	*out = (struct http_request){ .type = v[HTTP_TYPE], .cookies = v[HTTP_COOKIE] };
	if (is_ascii(v[HTTP_LANGUAGE], LANGUAGE_MAX))
		out->language = v[HTTP_LANGUAGE];
	if (is_address(v[HTTP_ADDRESS]))
		out->address = v[HTTP_ADDRESS];
	if (!is_ascii(v[HTTP_ORIGIN], ORIGIN_MAX) || !is_ascii(v[HTTP_SITE], ORIGIN_MAX))
		return HTTP_BAD;
	out->origin = v[HTTP_ORIGIN];
	out->site = v[HTTP_SITE];
	out->match = v[HTTP_MATCH];
	if (str_is_utf8(v[HTTP_AGENT]))
		out->agent = str_utf8_cut(v[HTTP_AGENT], AGENT_MAX);
	out->expects = h->has[HTTP_EXPECT];
	if ((status = read_method(v[HTTP_METHOD], &out->method)) != 0 ||
	    (status = read_target(a, v[HTTP_TARGET], limits, out)) != 0 ||
	    (status = read_length(h, limits, out)) != 0)
		return status;
	return out->expects && !str_ieq(v[HTTP_EXPECT], STR("100-continue")) ? HTTP_EXPECTATION : 0;
}
