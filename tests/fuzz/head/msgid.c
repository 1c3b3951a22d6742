/* What is taken for a Message-ID is one short word without its angles. */
#include "parsers/base/limits.h"
#include "parsers/head/msgid.h"
#include "tests/fuzz/fuzz.h"

static void
check(struct str id)
{
	assert(id.n <= LIMIT_MSGID);
	for (size_t i = 0; i < id.n; i++)
		assert(id.p[i] != '\0' && str_chr(STR(" \t\r\n<>"), id.p[i], 0) == SIZE_MAX);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct strs list = { NULL, 0 };

	msgid_list(a, in, &list);
	for (size_t i = 0; i < list.n; i++)
		check(list.v[i]);
	check(msgid_one(a, in));
}
