/* What is taken for a Message-ID is one short word without its angles. */
#include <assert.h>

#include "parsers/limits.h"
#include "parsers/msgid.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check(struct str id)
{
	assert(id.n <= LIMIT_MSGID);
	for (size_t i = 0; i < id.n; i++)
		assert(id.p[i] != '\0' && str_chr(STR(" \t\r\n<>"), id.p[i], 0) == SIZE_MAX);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct str raw = { (const char *)data, n };
	struct strs list = { NULL, 0 };

	msgid_list(a, raw, &list);
	for (size_t i = 0; i < list.n; i++)
		check(list.v[i]);
	check(msgid_one(a, raw));
	arena_free(a);
	return 0;
}
