/*
 * head: what stands before a request's body, whichever wire it came by: the fields that
 * docket reads, each at most once.  All others are passed over, those of proxies too:
 * X-Forwarded-For and Host are whatever their sender likes.
 */
#ifndef PARSERS_HTTP_HEAD_H
#define PARSERS_HTTP_HEAD_H

#include "parsers/base/str.h"

enum http_name {
	HTTP_METHOD, HTTP_TARGET, HTTP_ADDRESS,		/* of the request, not fields */
	HTTP_LENGTH, HTTP_TYPE, HTTP_CODING,		/* Content-…, Transfer-Encoding */
	HTTP_COOKIE, HTTP_LANGUAGE, HTTP_ORIGIN, HTTP_SITE, HTTP_MATCH, HTTP_HOST, HTTP_EXPECT,
	HTTP_AGENT,
	HTTP_NAMES
};

struct http_head {
	struct str	v[HTTP_NAMES];
	bool		has[HTTP_NAMES];
};

struct http_limits {
	size_t	head_bytes;		/* request line and fields, or the SCGI netstring */
	size_t	fields;
	size_t	target_bytes;
	size_t	body_bytes;
	size_t	pairs;			/* of the query, and of the form */
	size_t	files;
};

#define HTTP_LIMITS_DEFAULT ((struct http_limits){			\
	.head_bytes = 32 * 1024, .fields = 200, .target_bytes = 4096,	\
	.body_bytes = 25 * 1024 * 1024, .pairs = 300, .files = 50 })

/* As answers have them.  0 is none: the request is sound so far. */
enum http_status {
	HTTP_OK = 200, HTTP_SEE_OTHER = 303, HTTP_NOT_MODIFIED = 304,
	HTTP_BAD = 400, HTTP_FORBIDDEN = 403, HTTP_NOT_FOUND = 404, HTTP_METHOD_REFUSED = 405,
	HTTP_TIMEOUT = 408, HTTP_LENGTH_REQUIRED = 411, HTTP_TOO_LARGE = 413, HTTP_TARGET_LONG = 414,
	HTTP_TYPE_REFUSED = 415, HTTP_EXPECTATION = 417, HTTP_HEAD_LARGE = 431,
	HTTP_FAILED = 500, HTTP_NOT_IMPLEMENTED = 501, HTTP_UNAVAILABLE = 503, HTTP_VERSION = 505
};

/* Notes a field: 0, or 400 where it is there already, or is more than one clean line. */
int	http_head_set(struct http_head *, enum http_name, struct str value);
/* RFC 9110's token: a method, a field's name. */
bool	http_is_token(struct str);
/* Digits alone, at most 15: no sign, no blank, no list. */
bool	http_length(struct str, uint64_t *out);

#endif
