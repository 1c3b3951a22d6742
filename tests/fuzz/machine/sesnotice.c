/* Any text as an SES notification: what is read of it is within its limits. */
#include "parsers/base/limits.h"
#include "parsers/machine/sesnotice.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct bounce b = { .is_delayed = false };
	enum ses_kind kind = ses_read(a, in, &b);

	assert(kind <= SES_DELIVERY && b.is_delayed == (kind == SES_DELAY));
	assert(b.recipient.n <= LIMIT_ADDRESS && b.original_id.n <= LIMIT_MSGID);
	assert(b.diagnostic.n <= LIMIT_DIAGNOSTIC);
}
