/* Parameters lie in their field's copy, and their text is one clean line. */
#include <string.h>

#include "parsers/base/array.h"
#include "parsers/head/param.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { PARAMS_MAX = 64 };

void
fuzz_one(struct arena *a, struct str in)
{
	static const struct str names[] = {
		{ "filename", 8 }, { "name", 4 }, { "boundary", 8 }, { "charset", 7 },
	};
	struct params p;

	charset_init();
	param_parse(a, in, &p);
	assert(p.n <= PARAMS_MAX && str_chr(p.head, ';', 0) == SIZE_MAX);
	for (size_t i = 0; i < COUNT(names); i++) {
		struct str text = param_text(a, &p, names[i], STR("iso-8859-1"));

		assert(str_is_utf8(text) && str_eq(charset_line(a, text), text));
		if (param_raw(&p, names[i]).n > 0)
			assert(param_count(&p, names[i]) > 0);
		(void)param_is_split(&p, names[i]);
	}
}
