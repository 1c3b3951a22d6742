/* What stands above a file in a mail: its name, whatever a stranger called it. */
#include "daemon/out/body.h"

#include "parsers/base/array.h"
#include "tests/tap.h"

static const struct {
	const char	*name, *want;
} rows[] = {
	{ "a.pdf", "attachment; filename=a.pdf\r\n" },
	{ "Gr\xc3\xbc\xc3\x9f.pdf", "attachment; filename*=iso-8859-1''Gr%FC%DF.pdf\r\n" },
	{ "a\r\nBcc: x@y.pdf", "attachment; filename=\"a Bcc: x@y.pdf\"\r\n" },
	/* Decoded by whoever reads it, it would be two lines. */
	{ "=?utf-8?Q?=0D=0AX?=.pdf", "attachment;\r\n"
	    "\tfilename*0*=utf-8''%3D%3F%75%74%66%2D%38%3F%51%3F%3D%30%44%3D%30%41;\r\n"
	    "\tfilename*1*=%58%3F%3D%2E%70%64%66\r\n" },
};

int
main(void)
{
	struct arena *a = arena_new();

	body_init();
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct mail_file f = { .name = str_c(rows[i].name), .type = STR("application/pdf"),
			.size = 1, .sha256 = STR("00") };
		struct body m = { .message_id = STR("a@b.example"), .files = &f, .n_files = 1 };
		struct str want = str_c(rows[i].want), got;
		struct tail t;
		size_t at;

		body_tail(a, &m, &t);
		got = t.v[1].text;
		at = str_find(got, STR("Content-Disposition: "), 0);
		tap_str(str_sub(got, at + 21, want.n), want, "name %zu", i);
	}
	arena_free(a);
	return tap_done();
}
