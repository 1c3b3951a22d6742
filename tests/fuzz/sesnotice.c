/* Any text as an SES notification: what is read of it is within its limits. */
#include <assert.h>

#include "parsers/limits.h"
#include "parsers/sesnotice.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct bounce b = { .is_delayed = false };
	enum ses_kind kind = ses_read(a, (struct str){ (const char *)data, n }, &b);

	assert(kind <= SES_DELIVERY && b.is_delayed == (kind == SES_DELAY));
	assert(b.recipient.n <= LIMIT_ADDRESS && b.original_id.n <= LIMIT_MSGID);
	assert(b.diagnostic.n <= LIMIT_DIAGNOSTIC);
	arena_free(a);
	return 0;
}
