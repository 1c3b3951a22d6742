/* Which mails may stand in another as they are (attach_is_plain). */
#include "parsers/mime/attach.h"
#include "parsers/base/array.h"
#include "tests/tap.h"

static const struct row {
	const char *name, *raw;
	bool want;
} rows[] = {
	{ "a mail", "Subject: x\r\n\r\ntext\r\n", true },
	{ "one of parts", "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", true },
	{ "bare line feeds", "Subject: x\n\ntext\n", false },
	{ "a bare carriage return", "Subject: x\r\n\r\ntext\r", false },
	{ "eight bits", "Subject: x\r\n\r\nGr\xc3\xbc\xc3\x9f\x65\r\n", false },
};

static bool
nested(struct arena *a, const char *field, size_t depth)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < depth; i++)
		buf_printf(&b, "%s message/rfc822\r\n\r\n", field);
	buf_adds(&b, "\r\ntext\r\n");
	return attach_is_plain(TRANSFER_PLAIN, buf_str(&b));
}

int
main(void)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < COUNT(rows); i++)
		tap_ok(attach_is_plain(TRANSFER_PLAIN, str_c(rows[i].raw)) == rows[i].want, "%s",
		    rows[i].name);
	tap_ok(nested(a, "Content-Type:", 20), "20 levels");
	tap_ok(!nested(a, "Content-Type:", 10000), "10,000 levels");
	tap_ok(!nested(a, "CONTENT-TYPE:", 41), "in capitals");
	tap_ok(nested(a, "X-Content-Type:", 10000), "another field");
	arena_free(a);
	return tap_done();
}
