/* Forms in both codings, as browsers write them, and as they must not be written. */
#include "parsers/http/form.h"
#include "tests/tap.h"

#define B(text)		{ text, sizeof(text) - 1 }
#define URL		"application/x-www-form-urlencoded"
#define MULTI		"multipart/form-data; boundary=X"
#define N		"\r\n"
#define PART(head)	"--X" N "Content-Disposition: form-data; " head N
#define ENDS		"--X--" N

static const struct {
	const char	*name, *type;
	struct str	 body;
	int		 status;
	const char	*want;		/* name=value; file:NAME(name, type)bytes; … */
} rows[] = {
	{ "nothing", "", B(""), 0, "" },
	{ "a form", URL, B("a=1&text=x%0D%0Ay"), 0, "a=1;text=x\ny;" },
	{ "with a charset", URL "; charset=UTF-8", B("a=1"), 0, "a=1;" },
	{ "too many pairs", URL, B("a=1&b=2&c=3&d=4"), 413, "" },
	{ "JSON", "application/json", B("{}"), 415, "" },
	{ "plain text", "text/plain", B("a=1"), 415, "" },
	{ "no type", "", B("a=1"), 415, "" },

	{ "parts", MULTI, B(PART("name=\"a\"") N "1" N PART("name=\"b\"") N "x\r\ny" N ENDS), 0,
	    "a=1;b=x\ny;" },
	{ "an empty value", MULTI, B(PART("name=\"a\"") N N ENDS), 0, "a=;" },
	{ "a quoted boundary", "Multipart/Form-Data; Boundary=\"X\"", B(PART("name=\"a\"") N "1" N
	    ENDS), 0, "a=1;" },
	{ "no last line end", MULTI, B(PART("name=\"a\"") N "1" N "--X--"), 0, "a=1;" },
	{ "a file", MULTI, B(PART("name=\"file\"; filename=\"a.txt\"") "Content-Type: text/plain" N N
	    "x\0y" N ENDS), 0, "file:file(a.txt, text/plain)3;" },
	{ "a file that was not chosen", MULTI, B(PART("name=\"file\"; filename=\"\"")
	    "Content-Type: application/octet-stream" N N N ENDS), 0, "" },
	{ "an empty file", MULTI, B(PART("name=\"file\"; filename=\"a\"") N N ENDS), 0,
	    "file:file(a, )0;" },
	{ "a path of Windows", MULTI, B(PART("name=\"file\"; filename=\"C:\\tmp\\a.txt\"") N "x" N
	    ENDS), 0, "file:file(a.txt, )1;" },
	{ "a path upwards", MULTI, B(PART("name=\"file\"; filename=\"../../etc/passwd\"") N "x" N
	    ENDS), 0, "file:file(passwd, )1;" },
	{ "a quote, escaped as browsers do", MULTI, B(PART("name=\"file\"; filename=\"a%22b%41.txt\"")
	    N "x" N ENDS), 0, "file:file(a\"b%41.txt, )1;" },
	{ "a quote with a backslash", MULTI, B(PART("name=\"file\"; filename=\"a\\\"b.txt\"") N "x" N
	    ENDS), 0, "file:file(a\"b.txt, )1;" },
	{ "line ends in a name", MULTI, B(PART("name=\"file\"; filename=\"a%0D%0Ab.txt\"") N "x" N
	    ENDS), 0, "file:file(ab.txt, )1;" },
	{ "a semicolon in a name", MULTI, B(PART("name=\"file\"; filename=\"a;b=c.txt\"") N "x" N
	    ENDS), 0, "file:file(a;b=c.txt, )1;" },
	{ "a name of no ASCII", MULTI, B(PART("name=\"file\"; filename=\"é.txt\"") N "x" N ENDS), 0,
	    "file:file(é.txt, )1;" },
	{ "what looks like a boundary", MULTI, B(PART("name=\"a\"") N "--X" N ENDS), 400, "" },
	{ "a file with a line like one", MULTI, B(PART("name=\"file\"; filename=\"a\"") N "x--X--y" N
	    "--Y" N ENDS), 0, "file:file(a, )12;" },
	{ "fields that nobody reads", MULTI, B(PART("name=\"a\"") "Content-Transfer-Encoding: 8bit" N
	    "Content-Length: 999" N N "1" N ENDS), 0, "a=1;" },

	{ "no boundary", "multipart/form-data", B("--X--"), 400, "" },
	{ "an empty one", "multipart/form-data; boundary=\"\"", B("----"), 400, "" },
	{ "two of them", MULTI "; boundary=Y", B(ENDS), 400, "" },
	{ "a control in it", "multipart/form-data; boundary=\"a\tb\"", B("--a\tb--"), 400, "" },
	{ "text before the first", MULTI, B("hello" N PART("name=\"a\"") N "1" N ENDS), 400, "" },
	{ "text behind the last", MULTI, B(PART("name=\"a\"") N "1" N ENDS "more"), 400, "" },
	{ "no end", MULTI, B(PART("name=\"a\"") N "1"), 400, "" },
	{ "no end of fields", MULTI, B(PART("name=\"a\"") "1" N ENDS), 400, "" },
	{ "no name", MULTI, B(PART("filename=\"a\"") N "1" N ENDS), 400, "" },
	{ "an empty name", MULTI, B(PART("name=\"\"") N "1" N ENDS), 400, "" },
	{ "two names", MULTI, B(PART("name=\"a\"; name=\"b\"") N "1" N ENDS), 400, "" },
	{ "two dispositions", MULTI, B(PART("name=\"a\"") "Content-Disposition: form-data; name=\"b\""
	    N N "1" N ENDS), 400, "" },
	{ "no disposition", MULTI, B("--X" N "X: y" N N "1" N ENDS), 400, "" },
	{ "an attachment", MULTI, B("--X" N "Content-Disposition: attachment; name=\"a\"" N N "1" N
	    ENDS), 400, "" },
	{ "a quote that never ends", MULTI, B(PART("name=\"a") N "1" N ENDS), 400, "" },
	{ "a folded field", MULTI, B(PART("name=\"a\";") " filename=\"b\"" N N "1" N ENDS), 400, "" },
	{ "a value that is no text", MULTI, B(PART("name=\"a\"") N "\xff" N ENDS), 400, "" },
	{ "a value with a NUL", MULTI, B(PART("name=\"a\"") N "\0" N ENDS), 400, "" },
	{ "a name that is no text", MULTI, B(PART("name=\"\xff\"") N "1" N ENDS), 400, "" },
	{ "base64", MULTI, B(PART("name=\"a\"") "Content-Transfer-Encoding: base64" N N "MQ==" N
	    ENDS), 400, "" },
	{ "too many files", MULTI, B(PART("name=\"f\"; filename=\"1\"") N "x" N
	    PART("name=\"f\"; filename=\"2\"") N "x" N PART("name=\"f\"; filename=\"3\"") N "x" N ENDS),
	    413, "" },
};

static const struct http_limits limits = { .pairs = 3, .files = 2 };

static struct str
print(struct arena *a, const struct http_form *f)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < f->pairs.n; i += 2)
		buf_printf(&b, "%.*s=%.*s;", STR_ARG(f->pairs.v[i]), STR_ARG(f->pairs.v[i + 1]));
	for (size_t i = 0; i < f->n_files; i++)
		buf_printf(&b, "file:%.*s(%.*s, %.*s)%zu;", STR_ARG(f->files[i].field),
		    STR_ARG(f->files[i].name), STR_ARG(f->files[i].type), f->files[i].bytes.n);
	return buf_str(&b);
}

/* However a sound one is cut, it is refused. */
static void
test_cuts(struct arena *a, size_t i)
{
	struct http_form f;
	size_t cut = 1;

	while (cut + 2 < rows[i].body.n && http_form(a, str_c(rows[i].type),
	    str_sub(rows[i].body, 0, cut), &limits, &f) == 400)
		cut++;
	tap_ok(cut + 2 >= rows[i].body.n, "%s, cut at %zu", rows[i].name, cut);
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_form f;
		int status = http_form(a, str_c(rows[i].type), rows[i].body, &limits, &f);

		tap_int(status, rows[i].status, "%s", rows[i].name);
		if (status == 0)
			tap_str(print(a, &f), str_c(rows[i].want), "holds this");
		if (status == 0 && str_istarts(str_c(rows[i].type), STR("multipart")))
			test_cuts(a, i);
	}
	arena_free(a);
	return tap_done();
}
