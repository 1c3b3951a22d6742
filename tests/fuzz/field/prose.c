/* Versions in running text: each lies in the text, behind the one before. */
#include "parsers/field/prose.h"
#include "parsers/field/version.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct strs strong = { NULL, 0 }, weak = { NULL, 0 };
	struct prose_scan scan = { .in = in, .strong = &strong, .weak = &weak };
	const char *at = in.p;
	struct prose found;
	struct str form;

	strs_add(a, &strong, STR("version"));
	strs_add(a, &weak, STR("run"));
	while (prose_next(a, &scan, &found)) {
		assert(found.raw.p >= at && found.raw.p + found.raw.n <= in.p + in.n);
		assert(version_parse(a, found.raw, &form) && found.lead.n > 0);
		at = found.raw.p + found.raw.n;
	}
	assert(scan.in.n == 0);
}
