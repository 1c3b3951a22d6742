/*
 * scgi: see scgi.h.  CONTENT_LENGTH comes first and SCGI is 1, as the protocol says.  The
 * server's own variables come once; of a browser's fields those that are read do.
 */
#include "parsers/http/scgi.h"

#include "parsers/base/array.h"

static const struct {
	const char	*word;
	enum http_name	 name;
} names[] = {
	{ "CONTENT_LENGTH", HTTP_LENGTH }, { "REQUEST_METHOD", HTTP_METHOD },
	{ "REQUEST_URI", HTTP_TARGET }, { "REMOTE_ADDR", HTTP_ADDRESS },
	{ "CONTENT_TYPE", HTTP_TYPE }, { "HTTP_COOKIE", HTTP_COOKIE },
	{ "HTTP_ACCEPT_LANGUAGE", HTTP_LANGUAGE }, { "HTTP_ORIGIN", HTTP_ORIGIN },
	{ "HTTP_USER_AGENT", HTTP_AGENT }, { "HTTP_SEC_FETCH_SITE", HTTP_SITE }, { "HTTP_IF_NONE_MATCH", HTTP_MATCH },
};

enum { SIZE_DIGITS = 7 };

/* "70:", *n its octets with the colon. */
static int
read_size(struct str in, size_t max, size_t *size, size_t *n)
{
	size_t colon = str_chr(str_sub(in, 0, SIZE_DIGITS + 1), ':', 0);
	struct str digits = str_sub(in, 0, colon == SIZE_MAX ? in.n : colon);
	uint64_t value;

	for (size_t i = 0; i < digits.n; i++)
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return HTTP_BAD;
	if (digits.n > 1 && digits.p[0] == '0')
		return HTTP_BAD;
	if (colon == SIZE_MAX)
		return in.n > SIZE_DIGITS ? HTTP_BAD : -1;
	if (!str_u64(digits, &value))
		return HTTP_BAD;
	*size = (size_t)value;
	*n = colon + 1;
	return value > max ? HTTP_HEAD_LARGE : 0;
}

static int
take(struct http_head *out, bool *scgi, struct str name, struct str value)
{
	if (str_eq(name, STR("SCGI"))) {
		if (*scgi || !str_eq(value, STR("1")))
			return HTTP_BAD;
		*scgi = true;
		return 0;
	}
	for (size_t i = 0; i < COUNT(names); i++)
		if (str_eq(name, str_c(names[i].word)))
			return http_head_set(out, names[i].name, value);
	return 0;
}

static int
read_fields(struct str block, size_t max, struct http_head *out)
{
	struct str name, value;
	bool scgi = false;
	size_t n = 0;
	int status;

	if (block.n == 0 || block.p[block.n - 1] != '\0' ||
	    !str_starts(block, (struct str){ "CONTENT_LENGTH", sizeof("CONTENT_LENGTH") }))
		return HTTP_BAD;
	while (block.n > 0) {
		if (++n > max)
			return HTTP_HEAD_LARGE;
		str_split(&block, '\0', &name);
		if (name.n == 0 || block.n == 0)
			return HTTP_BAD;
		str_split(&block, '\0', &value);
		if ((status = take(out, &scgi, name, value)) != 0)
			return status;
	}
	return scgi ? 0 : HTTP_BAD;
}

int
scgi_read(struct str in, const struct http_limits *limits, struct http_head *out, size_t *n)
{
	size_t size, start;
	int status = read_size(in, limits->head_bytes, &size, &start);

	*out = (struct http_head){ .has = { false } };
	*n = 0;
	if (status != 0)
		return status;
	if (in.n - start < size + 1)
		return -1;
	if (in.p[start + size] != ',')
		return HTTP_BAD;
	if ((status = read_fields(str_sub(in, start, size), limits->fields, out)) == 0)
		*n = start + size + 1;
	return status;
}
