#include "parsers/base/array.h"
#include "tests/mails.h"

#include <glib.h>

enum { LINE = 72 };

#define HEAD \
	"Return-Path: <jo@acme.example>\r\n" \
	"Received: from mx.acme.example (mx.acme.example [192.0.2.7])\r\n" \
	"\tby mail.example.com with ESMTPS id 4F2A81\r\n" \
	"\tfor <support@example.com>; Tue, 3 Mar 2026 09:14:22 +0100\r\n" \
	"Received: from [198.51.100.4] by mx.acme.example; Tue, 3 Mar 2026 09:14:20 +0100\r\n" \
	"Date: Tue, 3 Mar 2026 09:14:19 +0100\r\n" \
	"From: =?UTF-8?Q?Jo_Mart=C3=ADn?= <jo@acme.example>\r\n" \
	"To: Support <support@example.com>\r\n" \
	"Cc: Ana Ruiz <ana@acme.example>, \"Lee, Kim\" <kim@acme.example>\r\n" \
	"Subject: The export stops at half with an error\r\n" \
	"Message-ID: <b3c1a7f2-77aa-4b1e-9d13-0f2a9c6e11d4@acme.example>\r\n" \
	"In-Reply-To: <20260302.1@example.com>\r\n" \
	"References: <20260301.7@example.com> <20260302.1@example.com>\r\n" \
	"User-Agent: Mozilla Thunderbird\r\n" \
	"MIME-Version: 1.0\r\n"

static const char *const prose[] = {
	"Since the update of last week the nightly export stops at about half.\r\n",
	"We see this on two of the three servers; the third one has not been\r\n",
	"updated yet and goes on as before. The log of the failing ones says:\r\n",
	"\r\n",
	"    2026-03-03 02:10:11 export: cannot write /var/spool/out.17: no space\r\n",
	"\r\n",
	"There are 40 GB free on that disk, and the inodes are not used up either.\r\n",
	"Could you tell us what else it may mean, and how we can go on tonight?\r\n",
	"\r\n",
};

static void
add_prose(struct buf *b, size_t upto)
{
	for (size_t i = 0; b->n < upto; i++)
		buf_adds(b, prose[i % COUNT(prose)]);
}

static void
add_filler(struct buf *b, size_t upto)
{
	char line[LINE + 2];

	memset(line, 'Q', LINE);
	memcpy(line + LINE, "\r\n", 2);
	while (b->n < upto)
		buf_add(b, (struct str){ line, sizeof(line) });
}

struct str
mail_plain(struct arena *a, size_t bytes)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Type: text/plain; charset=utf-8\r\n\r\n");
	add_prose(&b, bytes);
	return buf_str(&b);
}

struct str
mail_reply(struct arena *a, size_t bytes)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Type: text/plain; charset=utf-8; format=flowed\r\n\r\n");
	add_prose(&b, bytes / 2);
	buf_adds(&b, "\r\nOn 2/3/26 10:00, Support wrote:\r\n");
	for (size_t i = 0; b.n < bytes; i++) {
		buf_adds(&b, "> ");
		buf_adds(&b, prose[i % COUNT(prose)]);
	}
	return buf_str(&b);
}

struct str
mail_html(struct arena *a, size_t bytes)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Type: text/html; charset=utf-8\r\n\r\n<html><body>");
	for (size_t i = 0; b.n < bytes; i++) {
		buf_adds(&b, "<p class=\"x\">");
		buf_adds(&b, prose[i % COUNT(prose)]);
		buf_adds(&b, "</p>\r\n");
	}
	buf_adds(&b, "</body></html>\r\n");
	return buf_str(&b);
}

struct str
mail_attached(struct arena *a, size_t bytes)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n--b1\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n\r\nSee the file.\r\n--b1\r\n"
	    "Content-Type: application/pdf; name=\"report.pdf\"\r\n"
	    "Content-Disposition: attachment; filename=\"report.pdf\"\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n");
	add_filler(&b, bytes);
	buf_adds(&b, "--b1--\r\n");
	return buf_str(&b);
}

static struct str
parts_of(struct arena *a, size_t parts, size_t each)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Type: multipart/mixed; boundary=\"b1\"\r\n\r\n");
	for (size_t i = 1; i < parts; i++) {
		buf_printf(&b, "--b1\r\nContent-Type: image/png; name=\"shot%zu.png\"\r\n"
		    "Content-Disposition: attachment\r\n"
		    "Content-Transfer-Encoding: base64\r\n\r\n", i);
		add_filler(&b, b.n + each);
	}
	buf_adds(&b, "--b1--\r\n");
	return buf_str(&b);
}

struct str
mail_parts(struct arena *a, size_t parts)
{
	return parts_of(a, parts, 1000);
}

struct str
mail_nested(struct arena *a, size_t depth)
{
	struct buf b;

	buf_init(&b, a);
	buf_adds(&b, HEAD);
	for (size_t i = 1; i < depth; i++)
		buf_printf(&b, "Content-Type: multipart/mixed; boundary=\"b%zu\"\r\n\r\n--b%zu\r\n",
		    i, i);
	buf_adds(&b, "Content-Type: text/plain\r\n\r\nDown here.\r\n");
	for (size_t i = depth - 1; i > 0; i--)
		buf_printf(&b, "--b%zu--\r\n", i);
	return buf_str(&b);
}

/* --- shapes --- */

#define S(lit)		{ (lit), sizeof(lit) - 1 }
#define BASE64		"Content-Transfer-Encoding: base64\r\n\r\n"
#define QP		"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
#define TEXT		"Content-Type: text/plain; charset=utf-8\r\n"
#define HTML		"Content-Type: text/html; charset=utf-8\r\n"
#define SENTENCE	"There are 40 GB free on that disk, and the inodes are not used up.\r\n"
#define CELL		"<td width=\"20\" style=\"padding:0;color:#333\">a b</td>"
/* SignedData in octet strings of 64 bytes, all of indefinite length (X.690). */
#define SIGNED \
	"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80\x30\x80\x02\x01\x01" \
	"\x31\x00\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01\xa0\x80\x24\x80" \
	"\x04\x1c" "Content-Type: text/plain\r\n\r\n"
#define OCTETS64	"\x04\x40" "The inodes are not used up, there are 40 GB free on that disk.\r\n"

static struct str
base64(struct arena *a, struct str in)
{
	char *p = arena_alloc(a, in.n / 3 * 4 + in.n / 3 * 4 / 72 + 16);
	int state = 0, save = 0;
	size_t n;

	n = g_base64_encode_step((const guchar *)in.p, in.n, TRUE, p, &state, &save);
	n += g_base64_encode_close(TRUE, p + n, &state, &save);
	return (struct str){ p, n };
}

static void
add_uint(struct buf *b, size_t v, size_t n)
{
	for (; n > 0; n--, v >>= 8)
		buf_addc(b, (char)v);
}

/* [MS-OXTNEF]: level, tag, length, value, checksum. */
static void
add_attribute(struct buf *b, char level, size_t tag, size_t bytes)
{
	buf_addc(b, level);
	add_uint(b, tag, 4);
	add_uint(b, bytes, 4);
	for (size_t upto = b->n + bytes; b->n < upto;)
		buf_addc(b, 'x');
	add_uint(b, 0, 2);
}

static struct str
make_winmail(struct arena *a, size_t bytes)
{
	struct buf b, tnef;

	buf_init(&tnef, a);
	buf_reserve(&tnef, bytes);
	add_uint(&tnef, 0x223e9f78, 4);
	add_uint(&tnef, 1, 2);
	add_attribute(&tnef, 2, 0x00069002, 14);
	add_attribute(&tnef, 2, 0x00018010, 8);
	add_attribute(&tnef, 2, 0x0006800f, bytes / 73 * 54);
	buf_init(&b, a);
	buf_adds(&b, HEAD "Content-Type: application/ms-tnef; name=\"winmail.dat\"\r\n" BASE64);
	buf_add(&b, base64(a, buf_str(&tnef)));
	return buf_str(&b);
}

static struct str
make_large_parts(struct arena *a, size_t bytes)
{
	return parts_of(a, 500, bytes / 500);
}

const struct mail_shape mail_shapes[] = {
	{ "text", TEXT "\r\n", .unit = S(SENTENCE) },
	{ "text of empty lines", TEXT "\r\n", .unit = S("\n") },
	{ "text of short quotes", TEXT "\r\n", .unit = S(">---\n") },
	{ "text of one line", TEXT "\r\n", .unit = S("word ") },
	{ "text in base64", TEXT BASE64, .unit = S(SENTENCE), .base64 = true },
	{ "text in quoted-printable", TEXT QP, .unit = S("Caf=C3=A9 =\r\n") },
	{ "text in UTF-16", "Content-Type: text/plain; charset=utf-16le\r\n" BASE64,
	    .unit = S("w\0o\0r\0d\0 \0\n\0"), .base64 = true },
	{ "text of 8-bit bytes", "Content-Type: text/plain; charset=latin1\r\n\r\n",
	    .unit = S("\xe9\xe8\xe0 \r\n") },
	{ "uuencoded file in a text", TEXT "\r\n", S("See below.\r\n\r\nbegin 644 a.bin\r\n"),
	    S("M86)C9&5F9VAI:FML;6YO<'%R<W1U=G=X>7J*86)C9&5F9VAI:FML;6YO<'%R\r\n"),
	    S("`\r\nend\r\n") },
	{ "uuencoded file in base64", TEXT BASE64, S("See below.\r\n\r\nbegin 644 a.bin\r\n"),
	    S("M86)C9&5F9VAI:FML;6YO<'%R<W1U=G=X>7J*86)C9&5F9VAI:FML;6YO<'%R\r\n"),
	    S("`\r\nend\r\n"), .base64 = true },
	{ "HTML paragraphs", HTML "\r\n", .unit = S("<p class=\"x\">" SENTENCE "</p>\r\n") },
	{ "HTML in base64", HTML BASE64, .unit = S("<p>" SENTENCE "</p>\r\n"), .base64 = true },
	{ "HTML in quoted-printable", HTML QP, .unit = S("<p class=3D\"x\">Caf=C3=A9</p>\r\n") },
	{ "HTML with spaces at soft breaks", HTML QP, .unit = S("<p>Caf=C3=A9 = \r\n</p>\r\n") },
	{ "HTML of one text", HTML "\r\n", .unit = S("word ") },
	{ "HTML tables", HTML "\r\n", .unit = S("<table><tr>" CELL CELL "</tr></table>\r\n") },
	{ "HTML of small tags", HTML "\r\n", .unit = S("<b>a</b>") },
	{ "HTML of empty tags", HTML "\r\n", .unit = S("<br>") },
	{ "HTML of attributes", HTML "\r\n", S("<p "), S("a b c "), S(">text") },
	{ "HTML of one attribute", HTML "\r\n", S("<p class=\""), S("x "), S("\">text</p>") },
	{ "HTML of entities", HTML "\r\n", .unit = S("&amp;") },
	{ "HTML of formatting left open", HTML "\r\n", .unit = S("<b id=a><p>") },
	{ "HTML nested deep", HTML "\r\n", .unit = S("<div>") },
	{ "HTML of one comment", HTML "\r\n", S("<p>text</p><!--"), S("word "), S("-->") },
	{ "HTML of style", HTML "\r\n", S("<style>"), S("p { margin: 0 }\r\n"),
	    S("</style><p>text") },
	{ "signed S/MIME", "Content-Type: application/pkcs7-mime; smime-type=signed-data; "
	    "name=\"smime.p7m\"\r\n" BASE64, S(SIGNED), S(OCTETS64),
	    S("\0\0\0\0\0\0\0\0\0\0\0\0"), .base64 = true },
	{ "mail in the mail", "Content-Type: message/rfc822\r\n\r\nSubject: Inner\r\n"
	    "From: ana@acme.example\r\n\r\n", .unit = S(SENTENCE) },
	{ "mail in the mail in base64", "Content-Type: message/rfc822\r\n" BASE64,
	    S("Subject: Inner\r\nFrom: ana@acme.example\r\n\r\n"), S(SENTENCE),
	    .base64 = true },
	{ "digest of mails", "Content-Type: multipart/digest; boundary=b\r\n\r\n",
	    .unit = S("--b\r\n\r\nSubject: One\r\nFrom: ana@acme.example\r\n\r\n" SENTENCE) },
	{ "delivery status", "Content-Type: multipart/report; report-type=delivery-status; "
	    "boundary=b\r\n\r\n", S("--b\r\nContent-Type: message/delivery-status\r\n\r\n"),
	    S("Final-Recipient: rfc822; ana@acme.example\r\nStatus: 5.1.1\r\n\r\n"),
	    S("--b--\r\n") },
	{ "calendar", "Content-Type: text/calendar; method=REQUEST\r\n\r\n",
	    S("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"), S("DESCRIPTION:" SENTENCE),
	    S("END:VEVENT\r\nEND:VCALENDAR\r\n") },
	{ "header of many fields", "", .unit = S("X-Filler: a field that nobody reads\r\n"),
	    .close = S("\r\nText.\r\n") },
	{ "header of one field", "X-Filler: a\r\n", .unit = S(" word word word word\r\n"),
	    .close = S("\r\nText.\r\n") },
	{ "header of many recipients", "X-Filler: a\r\nBcc: a@acme.example",
	    .unit = S(",\r\n a@acme.example"), .close = S("\r\n\r\nText.\r\n") },
	{ "winmail.dat", .make = make_winmail },
	{ "500 parts", .make = make_large_parts },
	{ "text parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
	    .unit = S("--b\r\n" TEXT "\r\n" SENTENCE SENTENCE SENTENCE SENTENCE SENTENCE) },
	{ "HTML parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
	    .unit = S("--b\r\n" HTML "\r\n<p>" SENTENCE "</p><p>" SENTENCE "</p>\r\n") },
};
const size_t mail_shapes_n = COUNT(mail_shapes);

struct str
mail_shaped(struct arena *a, const struct mail_shape *shape, size_t bytes)
{
	size_t upto = shape->base64 ? bytes / 73 * 54 : bytes;
	struct buf b, body;

	if (shape->make != NULL)
		return shape->make(a, bytes);
	buf_init(&body, a);
	buf_reserve(&body, upto + 4096);
	buf_add(&body, shape->open);
	while (body.n < upto)
		buf_add(&body, shape->unit);
	buf_add(&body, shape->close);
	buf_init(&b, a);
	buf_adds(&b, HEAD);
	buf_adds(&b, shape->head);
	buf_add(&b, shape->base64 ? base64(a, buf_str(&body)) : buf_str(&body));
	return buf_str(&b);
}
