/* Heads by both wires: what is asked, and what must be asked in no two ways. */
#include "parsers/http/http1.h"
#include "parsers/http/request.h"
#include "parsers/http/scgi.h"
#include "tests/tap.h"

/* A literal that may hold NULs. */
#define B(text)		{ text, sizeof(text) - 1 }
#define H		"Host: desk\r\n"
#define END		"\r\n"
#define FORM		"Content-Type: application/x-www-form-urlencoded\r\n"

enum { MORE = -1 };

static const struct {
	const char	*name;
	struct str	 in;
	int		 want;		/* 0, MORE, or a status */
} http1[] = {
	{ "a GET", B("GET / HTTP/1.1\r\n" H END), 0 },
	{ "a HEAD", B("HEAD /x HTTP/1.1\r\n" H END), 0 },
	{ "a POST", B("POST /x HTTP/1.1\r\n" H FORM "Content-Length: 3\r\n" END "a=b"), 0 },
	{ "a POST of nothing", B("POST /x HTTP/1.1\r\n" H "Content-Length: 0\r\n" END), 0 },
	{ "HTTP/1.0, no host", B("GET / HTTP/1.0\r\n" END), 0 },
	{ "fields that nobody reads", B("GET / HTTP/1.1\r\n" H "X-Forwarded-For: 1.2.3.4\r\n"
	    "x-forwarded-for: 5.6.7.8\r\nConnection: keep-alive\r\n" END), 0 },
	{ "an empty field", B("GET / HTTP/1.1\r\n" H "Cookie:\r\n" END), 0 },
	{ "bytes of Latin-1 in a field", B("GET / HTTP/1.1\r\n" H "X: \xe9\r\n" END), 0 },
	{ "100-continue", B("POST / HTTP/1.1\r\n" H "Content-Length: 1\r\nExpect: 100-Continue\r\n"
	    END), 0 },
	{ "pipelined: the first is read", B("GET /a HTTP/1.1\r\n" H END "GET /b HTTP/1.1\r\n" H END),
	    0 },

	{ "nothing", B(""), MORE },
	{ "half a line", B("GET / HT"), MORE },
	{ "no end yet", B("GET / HTTP/1.1\r\n" H), MORE },
	{ "an end that is half there", B("GET / HTTP/1.1\r\n" H "\r"), MORE },

	{ "no host in 1.1", B("GET / HTTP/1.1\r\n" END), 400 },
	{ "two hosts", B("GET / HTTP/1.1\r\n" H H END), 400 },
	{ "two lengths", B("POST / HTTP/1.1\r\n" H "Content-Length: 3\r\nContent-Length: 3\r\n" END
	    "abc"), 400 },
	{ "two that differ", B("POST / HTTP/1.1\r\n" H "Content-Length: 3\r\ncontent-length: 0\r\n"
	    END "abc"), 400 },
	{ "a list of lengths", B("POST / HTTP/1.1\r\n" H "Content-Length: 3, 3\r\n" END "abc"), 400 },
	{ "a signed length", B("POST / HTTP/1.1\r\n" H "Content-Length: +3\r\n" END "abc"), 400 },
	{ "a length below nothing", B("POST / HTTP/1.1\r\n" H "Content-Length: -1\r\n" END), 400 },
	{ "a length in hex", B("POST / HTTP/1.1\r\n" H "Content-Length: 0x3\r\n" END), 400 },
	{ "a huge length", B("POST / HTTP/1.1\r\n" H "Content-Length: 99999999999999999999\r\n" END),
	    400 },
	{ "an empty length", B("POST / HTTP/1.1\r\n" H "Content-Length: \r\n" END), 400 },
	{ "chunks", B("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n"),
	    501 },
	{ "chunks and a length", B("POST / HTTP/1.1\r\n" H "Content-Length: 5\r\n"
	    "Transfer-Encoding: chunked\r\n" END "0\r\n\r\n"), 400 },
	{ "chunks with a blank before the colon", B("POST / HTTP/1.1\r\n" H
	    "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n" END), 400 },
	{ "two codings", B("POST / HTTP/1.1\r\n" H "Transfer-Encoding: chunked\r\n"
	    "Transfer-Encoding: identity\r\n" END), 400 },
	{ "chunks in 1.0", B("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n" END), 400 },
	{ "a folded field", B("GET / HTTP/1.1\r\n" H "X: a\r\n b\r\n" END), 400 },
	{ "a folded coding", B("POST / HTTP/1.1\r\n" H "Content-Length: 0\r\nX: a\r\n"
	    "\tTransfer-Encoding: chunked\r\n" END), 400 },
	{ "lines without CR", B("GET / HTTP/1.1\nHost: desk\n\n"), 400 },
	{ "one line without CR", B("GET / HTTP/1.1\r\nX: a\nHost: desk\r\n" END), 400 },
	{ "a bare CR", B("GET / HTTP/1.1\r\nX: a\rY: b\r\n" H END), 400 },
	{ "a NUL", B("GET / HTTP/1.1\r\nX: a\0b\r\n" H END), 400 },
	{ "a field of no name", B("GET / HTTP/1.1\r\n: a\r\n" H END), 400 },
	{ "a line of no colon", B("GET / HTTP/1.1\r\nabc\r\n" H END), 400 },
	{ "a name with a blank", B("GET / HTTP/1.1\r\nX Y: b\r\n" H END), 400 },
	{ "absolute form", B("GET http://desk/ HTTP/1.1\r\n" H END), 400 },
	{ "authority form", B("CONNECT desk:443 HTTP/1.1\r\n" H END), 405 },
	{ "asterisk form", B("OPTIONS * HTTP/1.1\r\n" H END), 405 },
	{ "two blanks", B("GET  / HTTP/1.1\r\n" H END), 400 },
	{ "a blank in the target", B("GET /a b HTTP/1.1\r\n" H END), 400 },
	{ "HTTP/0.9", B("GET /\r\n\r\n"), 400 },
	{ "HTTP/2", B("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505 },
	{ "HTTP/1.2", B("GET / HTTP/1.2\r\n" H END), 505 },
	{ "another protocol", B("GET / ICY/1.1\r\n" H END), 400 },
	{ "a TLS hello", B("\x16\x03\x01\x02\0\x01"), 400 },
	{ "a method that is none", B("GE(T / HTTP/1.1\r\n" H END), 400 },
	{ "PUT", B("PUT /x HTTP/1.1\r\n" H "Content-Length: 0\r\n" END), 405 },
	{ "a method in small letters", B("get / HTTP/1.1\r\n" H END), 405 },
	{ "a GET with a body", B("GET / HTTP/1.1\r\n" H "Content-Length: 3\r\n" END "abc"), 400 },
	{ "a POST without a length", B("POST / HTTP/1.1\r\n" H END), 411 },
	{ "a body over the limit", B("POST / HTTP/1.1\r\n" H "Content-Length: 1001\r\n" END), 413 },
	{ "another expectation", B("POST / HTTP/1.1\r\n" H "Content-Length: 1\r\nExpect: x\r\n" END),
	    417 },
	{ "two cookie fields", B("GET / HTTP/1.1\r\n" H "Cookie: a=1\r\nCookie: a=2\r\n" END), 400 },
	{ "too many fields", B("GET / HTTP/1.1\r\n" H "A: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\nA: 1\r\n"
	    "A: 1\r\nA: 1\r\nA: 1\r\n" END), 431 },
	{ "a path with dots", B("GET /a/../b HTTP/1.1\r\n" H END), 400 },
	{ "a bad escape", B("GET /%zz HTTP/1.1\r\n" H END), 400 },
	{ "a query that is no text", B("GET /?a=%ff HTTP/1.1\r\n" H END), 400 },
};

#define Z		"\0"
#define L(n)		"CONTENT_LENGTH" Z n Z
#define S1		"SCGI" Z "1" Z
#define GET(uri)	"REQUEST_METHOD" Z "GET" Z "REQUEST_URI" Z uri Z

/* The netstring is put around each; `size`: instead of its length. */
static const struct {
	const char	*name;
	struct str	 block;
	int		 want;
	const char	*size;
	const char	*after;		/* NULL: the comma */
} scgi[] = {
	{ "a GET", B(L("0") S1 GET("/")), 0 },
	{ "an address", B(L("0") S1 GET("/") "REMOTE_ADDR" Z "2001:db8::1" Z), 0 },
	{ "names that nobody reads, twice", B(L("0") S1 GET("/") "X" Z "1" Z "X" Z "2" Z), 0 },
	{ "an empty value", B(L("0") S1 GET("/") "QUERY_STRING" Z Z), 0 },
	{ "no length first", B(S1 L("0") GET("/")), 400 },
	{ "no SCGI", B(L("0") GET("/")), 400 },
	{ "another SCGI", B(L("0") "SCGI" Z "2" Z GET("/")), 400 },
	{ "SCGI twice", B(L("0") S1 S1 GET("/")), 400 },
	{ "two lengths", B(L("0") S1 L("0") GET("/")), 400 },
	{ "no length", B(L("") S1 GET("/")), 400 },
	{ "two methods", B(L("0") S1 GET("/") "REQUEST_METHOD" Z "POST" Z), 400 },
	{ "two targets", B(L("0") S1 GET("/") "REQUEST_URI" Z "/x" Z), 400 },
	{ "two addresses", B(L("0") S1 GET("/") "REMOTE_ADDR" Z "1.2.3.4" Z "REMOTE_ADDR" Z Z), 400 },
	{ "no method", B(L("0") S1 "REQUEST_URI" Z "/" Z), 400 },
	{ "no target", B(L("0") S1 "REQUEST_METHOD" Z "GET" Z), 400 },
	{ "a name without a value", B(L("0") S1 GET("/") "X" Z), 400 },
	{ "no NUL at its end", B(L("0") S1 GET("/") "X" Z "1"), 400 },
	{ "an empty name", B(L("0") S1 GET("/") Z "1" Z), 400 },
	{ "a line end in a value", B(L("0") S1 GET("/") "HTTP_COOKIE" Z "a=1\r\nx" Z), 400 },
	{ "an empty block", B(""), 400 },
	{ "a length that is too short", B(L("0") S1 GET("/")), 400, "30" },
	{ "a length that is too long", B(L("0") S1 GET("/")), MORE, "90" },
	{ "a leading zero", B(L("0") S1 GET("/")), 400, "062" },
	{ "no digits", B(L("0") S1 GET("/")), 400, "x" },
	{ "a sign", B(L("0") S1 GET("/")), 400, "+62" },
	{ "many digits", B(L("0") S1 GET("/")), 400, "12345678" },
	{ "a large head", B(L("0") S1 GET("/")), 431, "9999999" },
	{ "no comma", B(L("0") S1 GET("/")), 400, NULL, ";" },
	{ "no comma yet", B(L("0") S1 GET("/")), MORE, NULL, "" },
	{ "a body over the limit", B(L("1001") S1 "REQUEST_METHOD" Z "POST" Z "REQUEST_URI" Z "/" Z),
	    413 },
	{ "a GET with a body", B(L("1") S1 GET("/")), 400 },
	{ "a path with dots", B(L("0") S1 GET("/%2e%2E/x")), 400 },
	{ "an absolute target", B(L("0") S1 GET("http://desk/x")), 400 },
};

static const struct http_limits limits = { .head_bytes = 1000, .fields = 8, .target_bytes = 200,
    .body_bytes = 1000, .pairs = 5, .files = 2 };

typedef int read_fn(struct str, const struct http_limits *, struct http_head *, size_t *);

/* Both steps; whatever is cut off its end never reads as something else. */
static int
read_all(struct arena *a, read_fn *read, struct str in, struct http_request *out)
{
	struct http_head head;
	size_t n;
	int status = read(in, &limits, &head, &n);

	return status != 0 ? status : http_request_read(a, &head, &limits, out);
}

static void
test_http1(struct arena *a)
{
	struct http_request r;
	struct http_head head;
	size_t n;

	for (size_t i = 0; i < COUNT(http1); i++)
		tap_int(read_all(a, http1_read, http1[i].in, &r), http1[i].want, "HTTP: %s",
		    http1[i].name);
	for (size_t i = 0; i < COUNT(http1); i++)
		if (http1[i].want == 0 && http1_read(http1[i].in, &limits, &head, &n) == 0)
			for (size_t cut = 0; cut < n; cut++)
				if (http1_read(str_sub(http1[i].in, 0, cut), &limits, &head,
				    &n) != MORE)
					tap_ok(false, "HTTP: %s cut at %zu waits", http1[i].name, cut);
}

static void
test_scgi(struct arena *a)
{
	struct http_request r;

	for (size_t i = 0; i < COUNT(scgi); i++) {
		struct buf b;

		buf_init(&b, a);
		if (scgi[i].size != NULL)
			buf_adds(&b, scgi[i].size);
		else
			buf_printf(&b, "%zu", scgi[i].block.n);
		buf_addc(&b, ':');
		buf_add(&b, scgi[i].block);
		buf_adds(&b, scgi[i].after == NULL ? "," : scgi[i].after);
		tap_int(read_all(a, scgi_read, buf_str(&b), &r), scgi[i].want, "SCGI: %s",
		    scgi[i].name);
	}
}

static void
test_values(struct arena *a)
{
	const struct str in = STR("POST /requests/12%20x?view=a+b&q=%C3%A9 HTTP/1.1\r\nhOsT: evil\r\n"
	    "CONTENT-LENGTH:  7 \r\nContent-Type: text/plain\r\nCookie: a=1\r\n"
	    "Accept-Language: de, en;q=0.5\r\nUser-Agent: Browser/1\r\nOrigin: https://desk\r\nSec-Fetch-Site: none\r\n\r\nbody");
	const struct str scgi_in = STR("80:CONTENT_LENGTH\0" "0\0SCGI\0" "1\0REQUEST_METHOD\0GET\0"
	    "REQUEST_URI\0/x\0REMOTE_ADDR\0" "192.0.2.7\0,");
	struct http_head head;
	struct http_request r;
	size_t n = 0;

	tap_int(http1_read(in, &limits, &head, &n), 0, "a request");
	tap_str(str_sub(in, n, SIZE_MAX), STR("body"), "its body follows");
	tap_int(http_request_read(a, &head, &limits, &r), 0, "is sound");
	tap_int(r.method, HTTP_POST, "its method");
	tap_str(r.path, STR("/requests/12 x"), "its path");
	tap_int((long long)r.query.n, 4, "two pairs");
	tap_str(r.query.v[1], STR("a b"), "a plus is a blank there");
	tap_str(r.query.v[3], STR("é"), "its letters");
	tap_int((long long)r.length, 7, "its length");
	tap_str(r.type, STR("text/plain"), "its type");
	tap_str(r.cookies, STR("a=1"), "its cookies");
	tap_str(r.language, STR("de, en;q=0.5"), "its language");
	tap_str(r.origin, STR("https://desk"), "its origin");
	tap_str(r.agent, STR("Browser/1"), "its program");
	tap_str(r.site, STR("none"), "its site");
	tap_str(r.address, STR(""), "no address: a field cannot tell it");
	tap_int(scgi_read(scgi_in, &limits, &head, &n), 0, "one by SCGI");
	tap_int((long long)n, (long long)scgi_in.n, "up to the comma");
	tap_int(http_request_read(a, &head, &limits, &r), 0, "is sound, too");
	tap_str(r.address, STR("192.0.2.7"), "its address");
}

int
main(void)
{
	struct arena *a = arena_new();

	test_http1(a);
	test_scgi(a);
	test_values(a);
	arena_free(a);
	return tap_done();
}
