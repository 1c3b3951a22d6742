/* The first line is the Content-Type: a form's texts are texts, its files are in the body. */
#include "parsers/http/form.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	const struct http_limits limits = HTTP_LIMITS_DEFAULT;
	struct str type = fuzz_line(&in);
	struct http_form f;

	if (http_form(a, type, in, &limits, &f) != 0)
		return;
	assert(f.pairs.n % 2 == 0 && f.pairs.n / 2 <= limits.pairs && f.n_files <= limits.files);
	for (size_t i = 0; i < f.pairs.n; i++)
		assert(str_is_utf8(f.pairs.v[i]) && str_chr(f.pairs.v[i], '\0', 0) == SIZE_MAX &&
		    str_chr(f.pairs.v[i], '\r', 0) == SIZE_MAX);
	for (size_t i = 0; i < f.n_files; i++) {
		const struct http_file *file = &f.files[i];

		assert(fuzz_is_within(file->bytes, in) && str_is_text(file->field));
		assert(str_is_utf8(file->name) && str_is_utf8(file->type));
		for (size_t k = 0; k < file->name.n; k++)
			assert((unsigned char)file->name.p[k] >= ' ' && file->name.p[k] != '/' &&
			    file->name.p[k] != '\\');
	}
}
