/* A content is never larger than the shell, and only a signed one has it. */
#include "parsers/cms.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str content;
	enum cms_kind kind = cms_read(a, in, &content);

	if (kind == CMS_SIGNED || kind == CMS_COMPRESSED)
		assert(content.n <= in.n && str_dup(a, content).n == content.n);
}
