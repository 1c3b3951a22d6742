/* http1: see http1.h. */
#include "parsers/http/http1.h"

#include "parsers/base/array.h"

static const struct {
	const char	*word;
	enum http_name	 name;
} names[] = {
	{ "content-length", HTTP_LENGTH }, { "content-type", HTTP_TYPE },
	{ "transfer-encoding", HTTP_CODING }, { "cookie", HTTP_COOKIE },
	{ "accept-language", HTTP_LANGUAGE }, { "origin", HTTP_ORIGIN },
	{ "sec-fetch-site", HTTP_SITE }, { "if-none-match", HTTP_MATCH }, { "host", HTTP_HOST },
	{ "expect", HTTP_EXPECT }, { "user-agent", HTTP_AGENT },
};

/* 0; 505: it is HTTP, and of another time. */
static int
check_version(struct str word, bool *old)
{
	*old = str_eq(word, STR("HTTP/1.0"));
	if (*old || str_eq(word, STR("HTTP/1.1")))
		return 0;
	return str_starts(word, STR("HTTP/")) ? HTTP_VERSION : HTTP_BAD;
}

static int
read_request_line(struct str line, struct http_head *out, bool *old)
{
	struct str method, target;
	int status;

	if (!str_split(&line, ' ', &method) || !str_split(&line, ' ', &target) ||
	    !http_is_token(method) || target.n == 0)
		return HTTP_BAD;
	if ((status = check_version(line, old)) != 0 ||
	    (status = http_head_set(out, HTTP_METHOD, method)) != 0)
		return status;
	return http_head_set(out, HTTP_TARGET, target);
}

static int
read_field(struct str line, struct http_head *out)
{
	size_t colon = str_chr(line, ':', 0);
	struct str name = str_sub(line, 0, colon), value;

	if (colon == SIZE_MAX || !http_is_token(name))
		return HTTP_BAD;
	value = str_sub(line, colon + 1, SIZE_MAX);
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] == '\0' || value.p[i] == '\r')
			return HTTP_BAD;
	for (size_t i = 0; i < COUNT(names); i++)
		if (str_ieq(name, str_c(names[i].word)))
			return http_head_set(out, names[i].name, str_trim(value));
	return 0;
}

/* Both lengths, or a coding, is how one request hides in another. */
static int
check_framing(const struct http_head *h, bool old)
{
	if (!old && !h->has[HTTP_HOST])
		return HTTP_BAD;
	if (h->has[HTTP_CODING])
		return h->has[HTTP_LENGTH] || old ? HTTP_BAD : HTTP_NOT_IMPLEMENTED;
	return 0;
}

/* A line and its CRLF; false: its LF has no CR, or its CR no LF. */
static bool
next_line(struct str *rest, struct str *line)
{
	size_t lf = str_chr(*rest, '\n', 0);

	if (lf == SIZE_MAX || lf == 0 || rest->p[lf - 1] != '\r')
		return false;
	*line = str_sub(*rest, 0, lf - 1);
	*rest = str_sub(*rest, lf + 1, SIZE_MAX);
	return str_chr(*line, '\r', 0) == SIZE_MAX;
}

static int
read_lines(struct str head, size_t max, struct http_head *out)
{
	struct str line;
	bool old = false;
	int status;

	if (!next_line(&head, &line))
		return HTTP_BAD;
	status = read_request_line(line, out, &old);
	for (size_t n = 0; status == 0 && head.n > 0; n++) {
		if (!next_line(&head, &line))
			return HTTP_BAD;
		if (line.n == 0)
			break;
		status = n == max ? HTTP_HEAD_LARGE : read_field(line, out);
	}
	return status == 0 ? check_framing(out, old) : status;
}

/* What can be no head, seen before its end: a TLS hello, lines without CR. */
static int
check_bytes(struct str in)
{
	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (c == '\n' ? i == 0 || in.p[i - 1] != '\r' : c < ' ' && c != '\r' && c != '\t')
			return HTTP_BAD;
	}
	return 0;
}

int
http1_read(struct str in, const struct http_limits *limits, struct http_head *out, size_t *n)
{
	size_t lf = str_chr(in, '\n', 0), end = str_find(in, STR("\n\r\n"), 0);
	size_t line = lf == SIZE_MAX ? in.n : lf;
	int status;

	*out = (struct http_head){ .has = { false } };
	*n = 0;
	if ((status = check_bytes(str_sub(in, 0, end))) != 0)
		return status;
	if (line > limits->target_bytes + 64)
		return HTTP_TARGET_LONG;
	if (end == SIZE_MAX)
		return in.n > limits->head_bytes ? HTTP_HEAD_LARGE : -1;
	if (end + 3 > limits->head_bytes)
		return HTTP_HEAD_LARGE;
	if ((status = read_lines(str_sub(in, 0, end + 3), limits->fields, out)) == 0)
		*n = end + 3;
	return status;
}
