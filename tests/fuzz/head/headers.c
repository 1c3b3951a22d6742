/* The first line is a field's name; the rest are fields, of which those of that name are found. */
#include "parsers/head/headers.h"
#include "tests/fuzz/fuzz.h"

enum { FIELDS_MAX = 64 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct header fields[FIELDS_MAX];
	struct headers h = { fields, 0 };
	struct str wanted = fuzz_line(&in), line, name;
	size_t at = 0;
	bool first = true;

	(void)a;
	while (h.n < FIELDS_MAX && str_line(&in, &line))
		if (str_split(&line, ':', &name))
			fields[h.n++] = (struct header){ name, line };
	for (size_t i = 0; i < h.n; i++) {
		if (!str_ieq(fields[i].name, wanted))
			continue;
		assert(headers_next(&h, wanted, &at) == &fields[i] && at == i + 1);
		if (first)
			assert(str_eq(headers_get(&h, wanted), str_trim(fields[i].value)));
		first = false;
	}
	assert(headers_next(&h, wanted, &at) == NULL && headers_has(&h, wanted) == !first);
}
