/* Base64 in both alphabets (RFC 4648, 10). */
#include "parsers/base/base64.h"

#include "tests/tap.h"

static const struct { const char *plain, *standard, *url; } rows[] = {
	{ "", "", "" }, { "f", "Zg==", "Zg" }, { "fo", "Zm8=", "Zm8" }, { "foo", "Zm9v", "Zm9v" },
	{ "foob", "Zm9vYg==", "Zm9vYg" }, { "fooba", "Zm9vYmE=", "Zm9vYmE" },
	{ "foobar", "Zm9vYmFy", "Zm9vYmFy" }, { "\373\377\276", "+/++", "-_--" },
};

static const char *const refused[] = { "Z", "Zg=x", "Zm9vY", "Z g=", "Zg===", "Zm\n9", "===" };

int
main(void)
{
	struct arena *a = arena_new();
	struct str out;
	struct buf b;

	for (size_t i = 0; i < COUNT(rows); i++) {
		buf_init(&b, a);
		base64_add(&b, str_c(rows[i].plain));
		tap_str(buf_str(&b), str_c(rows[i].standard), "standard of %zu", i);
		tap_int(base64_read(a, buf_str(&b), 64, &out), 0, "is read");
		tap_str(out, str_c(rows[i].plain), "as it was");
		buf_init(&b, a);
		base64url_add(&b, str_c(rows[i].plain));
		tap_str(buf_str(&b), str_c(rows[i].url), "of web addresses");
		tap_int(base64_read(a, buf_str(&b), 64, &out), 0, "is read");
		tap_str(out, str_c(rows[i].plain), "as it was");
	}
	for (size_t i = 0; i < COUNT(refused); i++)
		tap_int(base64_read(a, str_c(refused[i]), 64, &out), -1, "refused: %s", refused[i]);
	tap_int(base64_read(a, STR("Zm9vYmFy"), 5, &out), -1, "too long");
	arena_free(a);
	return tap_done();
}
