/* Answers as bytes: no text of theirs ends a field, and the fields of security are on each. */
#include "daemon/web/answer.h"
#include "daemon/web/oops.h"
#include "tests/tap.h"

#define S(text)	{ text, sizeof(text) - 1 }

static const struct portal portals[] = {
	{ .url = S("https://desk.example.com"), .protocol = PORTAL_SCGI },
	{ .url = S("https://desk.example.com"), .protocol = PORTAL_HTTP },
};

static struct str cookies[] = { S("a=1; Path=/"), S("b=2\r\nX: y"), S("") };

static const struct {
	const char		*name;
	struct page_answer	 in;
	enum http_method	 method;
	const char		*has;		/* a line of it, or its end */
	const char		*lacks;		/* or NULL */
} rows[] = {
	{ "a page", { .status = 200, .type = S("text/html"), .body = S("hello") }, HTTP_GET,
	  "\r\nContent-Length: 5\r\n", NULL },
	{ "its body", { .status = 200, .type = S("text/html"), .body = S("hello") }, HTTP_GET,
	  "\r\n\r\nhello", NULL },
	{ "HEAD has its length and no body", { .status = 200, .type = S("text/html"),
	  .body = S("hello") }, HTTP_HEAD, "Content-Length: 5\r\n\r\n", "hello" },
	{ "it is kept nowhere", { .status = 200, .body = S("x") }, HTTP_GET,
	  "\r\nCache-Control: no-store\r\n", "ETag" },
	{ "the style sheet is", { .status = 200, .type = S("text/css"), .etag = S("\"1\""),
	  .body = S("x") }, HTTP_GET, "\r\nCache-Control: public, max-age=3600\r\n", NULL },
	{ "a private one is asked for again", { .status = 200, .type = S("text/html"),
	  .etag = S("\"1\""), .body = S("x") }, HTTP_GET, "\r\nCache-Control: private, no-cache\r\n",
	  "public" },
	{ "one that is known has no body", { .status = 200, .type = S("text/css"),
	  .etag = S("\"known\""), .body = S("body") }, HTTP_GET, " 304 Not Modified\r\n", "body" },
	{ "where it leads", { .status = 303, .location = S("/requests/12?said=done") }, HTTP_POST,
	  "\r\nLocation: https://desk.example.com/requests/12?said=done\r\n", NULL },
	{ "never to another host", { .status = 303, .location = S("//evil.example/") }, HTTP_POST,
	  "\r\nLocation: https://desk.example.com/\r\n", "evil" },
	{ "nor by a backslash", { .status = 303, .location = S("/\\evil.example/") }, HTTP_POST,
	  "\r\nLocation: https://desk.example.com/\r\n", "evil" },
	{ "nor by a user", { .status = 303, .location = S("@evil.example/") }, HTTP_POST,
	  "\r\nLocation: https://desk.example.com/\r\n", "evil" },
	{ "nor by a scheme", { .status = 303, .location = S("https://evil.example/") }, HTTP_POST,
	  "\r\nLocation: https://desk.example.com/\r\n", "evil" },
	{ "a line end in it is escaped", { .status = 303, .location = S("/a\r\nSet-Cookie: x=1") },
	  HTTP_POST, "/a%0D%0ASet-Cookie:%20x=1\r\n", "\nSet-Cookie" },
	{ "a letter in it is", { .status = 303, .location = S("/é") }, HTTP_POST, "/%C3%A9\r\n", NULL },
	{ "a cookie", { .status = 200, .cookies = { cookies, 3 } }, HTTP_GET,
	  "\r\nSet-Cookie: a=1; Path=/\r\n", "b=2" },
	{ "a download's name", { .status = 200, .disposition = S("attachment; filename=\"a\"") },
	  HTTP_GET, "\r\nContent-Disposition: attachment; filename=\"a\"\r\n", NULL },
	{ "one with a line end", { .status = 200, .disposition = S("attachment;\r\nX: y") }, HTTP_GET,
	  "\r\nContent-Disposition: attachment\r\n", "X: y" },
	{ "a type with a line end", { .status = 200, .type = S("text/html\r\nX: y"), .body = S("x") },
	  HTTP_GET, "\r\nContent-Type: application/octet-stream\r\n", "X: y" },
	{ "what may be done", { .status = 405 }, HTTP_GET, "\r\nAllow: GET, HEAD, POST\r\n", NULL },
	{ "when to come again", { .status = 503 }, HTTP_GET, "\r\nRetry-After: 10\r\n", NULL },
};

static const char *const always[] = {
	("\r\nContent-Security-Policy: default-src 'none'; style-src 'self'; img-src 'self'; "
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n"),
	"\r\nX-Content-Type-Options: nosniff\r\n", "\r\nReferrer-Policy: no-referrer\r\n",
	"\r\nCross-Origin-Opener-Policy: same-origin\r\n",
	"\r\nCross-Origin-Resource-Policy: same-origin\r\n",
};

static void
test_rows(struct arena *a, const struct portal *portal)
{
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct http_request to = { .method = rows[i].method,
		    .match = STR("\"x\", W/\"known\"") };
		struct str out;
		struct buf b;

		buf_init(&b, a);
		answer_put(&b, portal, &to, &rows[i].in);
		out = buf_str(&b);
		tap_ok(str_find(out, str_c(rows[i].has), 0) != SIZE_MAX, "%s: %s", rows[i].name,
		    rows[i].has);
		tap_ok(rows[i].lacks == NULL || str_find(out, str_c(rows[i].lacks), 0) == SIZE_MAX,
		    "%s: nothing else", rows[i].name);
		for (size_t k = 0; k < COUNT(always); k++)
			tap_ok(str_find(out, str_c(always[k]), 0) != SIZE_MAX, "%s: %.30s",
			    rows[i].name, always[k] + 2);
		tap_ok(str_starts(out, portal->protocol == PORTAL_SCGI ? STR("Status: ") :
		    STR("HTTP/1.1 ")), "%s: its first line", rows[i].name);
	}
}

static const struct {
	const char	*accept, *want;
} languages[] = {
	{ "", "en" }, { "de", "de" }, { "de-CH,fr;q=0.5", "de" }, { "ja, fr;q=0.8, en", "fr" },
	{ "pt-BR", "pt" }, { "DE", "de" }, { "den", "en" }, { "*", "en" }, { "x, it", "it" },
};

static void
test_oops(struct arena *a)
{
	struct page_answer out;

	for (size_t i = 0; i < COUNT(languages); i++) {
		oops_page(a, 413, str_c(languages[i].accept), &out);
		tap_ok(str_find(out.body, str_printf(a, "<html lang=\"%s\">", languages[i].want), 0) !=
		    SIZE_MAX, "\"%s\" is %s", languages[i].accept, languages[i].want);
	}
	tap_int(out.status, 413, "its status");
	oops_page(a, OOPS_IN_DOUBT, STR(""), &out);
	tap_int(out.status, 503, "one in doubt is 503");
	tap_ok(str_find(out.body, STR("before you send it again"), 0) != SIZE_MAX, "and says so");
	oops_page(a, 505, STR(""), &out);
	tap_int(out.status, 505, "any other keeps its status");
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(portals); i++)
		test_rows(a, &portals[i]);
	test_oops(a);
	arena_free(a);
	return tap_done();
}
