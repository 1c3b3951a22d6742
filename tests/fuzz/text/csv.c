/* Every byte is read once: rows end, and never hold more than there was. */
#include "parsers/text/csv.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct strs fields;
	struct str rest = in;
	char sep = csv_separator(in);
	size_t lines, before, all = 0;
	bool torn;

	for (before = rest.n; csv_row(a, &rest, sep, &fields, &lines, &torn); before = rest.n) {
		assert(rest.n < before && lines >= 1);
		assert(fields.n >= 1 && fields.n <= CSV_FIELDS);
		for (size_t i = 0; i < fields.n; i++)
			all += fields.v[i].n;
	}
	assert(rest.n == 0 && all <= in.n);
}
