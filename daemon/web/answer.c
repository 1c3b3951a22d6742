/* answer: see answer.h. */
#include "daemon/web/answer.h"

#include <stdio.h>
#include <time.h>

#include "daemon/sys/clock.h"
#include "parsers/base/array.h"
#include "parsers/http/head.h"

static const struct {
	uint32_t	 status;
	const char	*text;
} statuses[] = {
	{ 200, "OK" }, { 303, "See Other" }, { 304, "Not Modified" }, { 400, "Bad Request" },
	{ 401, "Unauthorized" }, { 403, "Forbidden" }, { 404, "Not Found" },
	{ 405, "Method Not Allowed" }, { 408, "Request Timeout" }, { 409, "Conflict" },
	{ 410, "Gone" }, { 411, "Length Required" }, { 413, "Content Too Large" },
	{ 414, "URI Too Long" }, { 415, "Unsupported Media Type" }, { 417, "Expectation Failed" },
	{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" }, { 500, "Internal Server Error" },
	{ 501, "Not Implemented" }, { 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};

/*
 * No script, nothing of others, no frame around it, no address of ours told to others.  The
 * policy has no exception for what is downloaded either.
 */
static const char security[] =
    "Content-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "X-Robots-Tag: noindex, nofollow\r\n";

static const char *
status_text(uint32_t status)
{
	for (size_t i = 0; i < COUNT(statuses); i++)
		if (statuses[i].status == status)
			return statuses[i].text;
	return "Unknown";
}

static bool
is_line(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < ' ' || (unsigned char)s.p[i] >= 0x7f)
			return false;
	return s.n > 0;
}

static void
put_field(struct buf *b, const char *name, struct str value)
{
	if (is_line(value))
		buf_printf(b, "%s: %.*s\r\n", name, STR_ARG(value));
}

/* A path of ours, behind portal.url: never what a request called its host. */
static void
put_location(struct buf *b, struct str url, struct str path)
{
	if (!str_starts(path, STR("/")) || str_starts(path, STR("//")) ||
	    str_starts(path, STR("/\\")))
		path = STR("/");
	buf_printf(b, "Location: %.*s", STR_ARG(url));
	for (size_t i = 0; i < path.n; i++) {
		unsigned char c = (unsigned char)path.p[i];

		if (c <= ' ' || c >= 0x7f || memchr("\"<>\\^`{|}", c, 9) != NULL)
			buf_printf(b, "%%%02X", c);
		else
			buf_addc(b, (char)c);
	}
	buf_adds(b, "\r\n");
}

/* What has a tag is the same for everybody or to be asked for again; all else stays nowhere. */
static void
put_caching(struct buf *b, const struct page_answer *an)
{
	if (an->etag.n == 0)
		buf_adds(b, "Cache-Control: no-store\r\n");
	else if (str_starts(an->type, STR("text/css")))
		buf_adds(b, "Cache-Control: public, max-age=3600\r\n");
	else
		buf_adds(b, "Cache-Control: private, no-cache\r\n");
	put_field(b, "ETag", an->etag);
}

static void
put_start(struct buf *b, enum portal_protocol protocol, uint32_t status)
{
	time_t now = (time_t)(clock_now() / SECOND_US);
	char date[64];
	struct tm tm;

	if (protocol == PORTAL_SCGI) {
		buf_printf(b, "Status: %u %s\r\n", status, status_text(status));
		return;
	}
	gmtime_r(&now, &tm);
	strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", &tm);
	buf_printf(b, "HTTP/1.1 %u %s\r\nDate: %s\r\nConnection: close\r\n", status,
	    status_text(status), date);
}

static bool
is_same(const struct http_request *to, const struct page_answer *an)
{
	return an->status == HTTP_OK && an->etag.n > 0 && to->method != HTTP_POST &&
	    str_find(to->match, an->etag, 0) != SIZE_MAX;
}

void
answer_put(struct buf *b, const struct portal *portal, const struct http_request *to,
    const struct page_answer *an)
{
	bool same = is_same(to, an), bare = same || an->status == HTTP_NOT_MODIFIED;

	buf_reserve(b, an->body.n + 2048);
	put_start(b, portal->protocol, same ? HTTP_NOT_MODIFIED : an->status);
	if (an->body.n > 0 && !bare)
		put_field(b, "Content-Type", is_line(an->type) ? an->type :
		    STR("application/octet-stream"));
	put_field(b, "Content-Disposition", an->disposition.n == 0 || is_line(an->disposition) ?
	    an->disposition : STR("attachment"));
	if (an->location.n > 0)
		put_location(b, portal->url, an->location);
	for (size_t i = 0; i < an->cookies.n; i++)
		put_field(b, "Set-Cookie", an->cookies.v[i]);
	if (an->status == HTTP_METHOD_REFUSED)
		buf_adds(b, "Allow: GET, HEAD, POST\r\n");
	if (an->status == HTTP_UNAVAILABLE)
		buf_adds(b, "Retry-After: 10\r\n");
	put_caching(b, an);
	buf_adds(b, security);
	if (!bare)
		buf_printf(b, "Content-Length: %zu\r\n", an->body.n);
	buf_adds(b, "\r\n");
	if (!bare && to->method != HTTP_HEAD)
		buf_add(b, an->body);
}
