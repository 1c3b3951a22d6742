#include "parsers/mime/details.h"

#include <string.h>

#include "parsers/base/array.h"
#include "parsers/text/transfer.h"
#include "tests/tap.h"

#define D	"kabcdefghijklmnopqrstuvwxyz234567abcdefg"	/* 40 */
#define E	"kzyxwvutsrqponmlkjihgfedcba765432zyxwvut"

#define TWO(type, head, body)	"Content-Type: multipart/" type "; boundary=b\n\n--b\n" \
	"Content-Type: text/plain\n\nSee below.\n--b\n" head "\n\n" body "\n--b--\n"

static const struct row {
	const char *name, *raw, *want;
} rows[] = {
	{ "a plain text", "Subject: x\n\nsupport+" D "@example.com\n", "+" D },
	{ "a link of HTML", "Content-Type: text/html\n\n<a href=\"mailto:a%2B" D "@e\">x</a>", "+" D },
	{ "… in lower case", "Content-Type: text/html\n\n<a href='mailto:a%2b" D "@e'>x</a>", "+" D },
	{ "… within a link", "Content-Type: text/html\n\n<a href='https://x.example/?u=mailto%3A"
	    "a%252B" D "%40e'>x</a>", "+" D },
	{ "… by number", "Content-Type: text/html\n\n<img src=x?a&#43;" D "@e>&#x2b;" E "@", "+" D
	    " +" E },
	{ "each once", "\n+" D "@ +" D "@ %2B" D "@ +" E, "+" D " +" E },
	{ "the other alternative", TWO("alternative", "Content-Type: text/html", "<a href='mailto:a+"
	    D "@e'>"), "+" D },
	{ "… quoted-printable, broken", TWO("alternative", "Content-Type: text/html\n"
	    "Content-Transfer-Encoding: quoted-printable", "a=2Bkabcdefghijklmnopqrs=\n"
	    "tuvwxyz234567abcdefg@e"), "+" D },
	{ "… base64", TWO("alternative", "Content-Type: text/html\n"
	    "Content-Transfer-Encoding: base64",
	    "PGEgaHJlZj0nbWFpbHRvOmEra2FiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6MjM0NTY3YWJjZGVm\nZ0BlJz4="),
	    "+" D },
	{ "enriched", TWO("alternative", "Content-Type: text/enriched", "<bold>a+" D "@e"), "+" D },
	{ "a text that is attached", TWO("mixed", "Content-Type: text/x-log; name=a.log\n"
	    "Content-Disposition: attachment", "to a+" D "@e"), "+" D },
	{ "a mail that is attached", TWO("mixed", "Content-Type: message/rfc822",
	    "Reply-To: a+" D "@e\n\nx"), "+" D },
	{ "a picture is not read", TWO("mixed", "Content-Type: image/x", "a+" D "@e"), "" },
	{ "of each kind", "\n+n." D "@ +c." D "@ +q." D "@ +a.take." D "@ %2Ba.accept-always." E "@",
	    "+n." D " +c." D " +q." D " +a.take." D " +a.accept-always." E },
	{ "of no kind", "\n+x." D "@ +a." D "@ +take." E "@", "" },
	{ "behind a dash", "\nsupport-" D "@e support-a.take." E "@", "+" D " +a.take." E },
	{ "too short, too long", "\n+kabcdefghijklm@ +" D D "@ +", "" },
	{ "other bytes in it", "\n+kabcdefghijklmnopqrs tuvwxyz234567abcdefg +kabcdefghijklmnopqrs1"
	    "tuvwxyz234567abcdefg", "" },
	{ "no sign", "\nsupport" D "@e &43;" D " %2" D, "" },
	{ "one behind a sign that is none", "\n%+" D "@", "+" D },
	{ "nothing", "", "" },
};

static const struct limits limits = LIMITS_DEFAULT;

/* The names of the rows whose details are in what is attached. */
static bool
is_attached(const char *name)
{
	return strstr(name, "that is attached") != NULL;
}

static struct str
found(struct arena *a, struct str raw, size_t *files)
{
	struct strs all = { 0 }, attached = { 0 };
	struct scan scan;
	struct buf b;

	buf_init(&b, a);
	scan_raw(a, &limits, raw, &scan);
	details_find(a, &limits, &scan, &all, &attached);
	*files = attached.n;
	for (size_t i = 0; i < all.n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? " " : "", STR_ARG(all.v[i]));
	return buf_str(&b);
}

int
main(void)
{
	struct arena *a = arena_new();
	struct strs all = { 0 }, files = { 0 };
	struct scan scan;
	struct buf b;
	size_t n;

	transfer_init();
	for (size_t i = 0; i < COUNT(rows); i++) {
		tap_str(found(a, str_c(rows[i].raw), &n), str_c(rows[i].want), "%s",
		    rows[i].name);
		tap_int((long long)n, is_attached(rows[i].name), "%s: in files", rows[i].name);
	}
	buf_init(&b, a);
	buf_adds(&b, "\n");
	for (size_t i = 0; i < 1000; i++)
		buf_printf(&b, "+k%039d +%c%c%s@ ", 0, (char)('a' + i % 26),
		    (char)('a' + i / 26 % 26), D);
	scan_raw(a, &limits, buf_str(&b), &scan);
	details_find(a, &limits, &scan, &all, &files);
	tap_int((long long)all.n, DETAILS_MAX, "so many of a mail");
	arena_free(a);
	return tap_done();
}
