/* Versions in running text: each lies in the text, behind the one before. */
#include <assert.h>

#include "parsers/prose.h"
#include "parsers/version.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct strs strong = { NULL, 0 }, weak = { NULL, 0 };
	struct str in = { (const char *)data, n }, form;
	struct prose_scan scan = { .in = in, .strong = &strong, .weak = &weak };
	const char *at = in.p;
	struct prose found;

	strs_add(a, &strong, STR("version"));
	strs_add(a, &weak, STR("run"));
	while (prose_next(a, &scan, &found)) {
		assert(found.raw.p >= at && found.raw.p + found.raw.n <= in.p + in.n);
		assert(version_parse(a, found.raw, &form) && found.lead.n > 0);
		at = found.raw.p + found.raw.n;
	}
	assert(scan.in.n == 0);
	arena_free(a);
	return 0;
}
