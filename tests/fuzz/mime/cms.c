/*
 * A content is never larger than the shell, and only a signed one has it; it is
 * the same when its pieces are joined where they stand.
 */
#include "parsers/mime/cms.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str content, again, copy = str_dup(a, in);
	enum cms_kind kind = cms_read(in, arena_bytes(a, in.n), &content);
	bool open = kind == CMS_SIGNED || kind == CMS_COMPRESSED;

	assert(!open || content.n <= in.n);
	assert(cms_read(copy, (char *)(uintptr_t)copy.p, &again) == kind);
	assert(!open || str_eq(content, again));
}
