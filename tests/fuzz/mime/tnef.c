/* Files lie within the input; texts are UTF-8 without NUL. */
#include "parsers/mime/tnef.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

static bool
is_text(struct str s)
{
	return str_is_utf8(s) && str_chr(s, '\0', 0) == SIZE_MAX;
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct tnef t;

	charset_init();
	tnef_read(a, in, 20, &t);
	assert(t.n_files <= 20 && is_text(t.text) && is_text(t.html));
	for (size_t i = 0; i < t.n_files; i++) {
		const struct tnef_file *f = &t.files[i];

		assert(is_text(f->name) && is_text(f->type) && is_text(f->content_id));
		assert(fuzz_is_within(f->bytes, in));
	}
}
