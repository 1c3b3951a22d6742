/* A content is never larger than the shell, and only a signed one has it. */
#include <assert.h>

#include "parsers/cms.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
	struct arena *a = arena_new();
	struct str content;
	enum cms_kind kind = cms_read(a, (struct str){ (const char *)p, n }, &content);

	if (kind == CMS_SIGNED)
		assert(content.n <= n && str_dup(a, content).n == content.n);
	arena_free(a);
	return 0;
}
