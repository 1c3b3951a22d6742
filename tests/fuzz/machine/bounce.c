/* A message/delivery-status body: what is read of it is within its limits. */
#include "parsers/base/limits.h"
#include "parsers/machine/bounce.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct bounce b = { .is_delayed = false };
	enum bounce_outcome o = bounce_status(a, in, &b);

	assert(o <= BOUNCE_DELIVERED);
	assert(b.is_delayed == (o == BOUNCE_DELAYED));
	assert(o != BOUNCE_NO || b.recipient.n + b.status.n + b.diagnostic.n == 0);
	assert(b.recipient.n <= LIMIT_ADDRESS && b.sent_to.n <= LIMIT_ADDRESS);
	assert(b.diagnostic.n <= LIMIT_DIAGNOSTIC && b.status.n <= 9);
}
