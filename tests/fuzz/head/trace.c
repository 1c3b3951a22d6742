/* What is put above a mail as trace changes nothing, whatever the mail is. */
#include "parsers/head/rawheader.h"
#include "parsers/head/trace.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str start = rawheader_start(in);
	bool folds = start.n > 0 && (start.p[0] == ' ' || start.p[0] == '\t');
	struct buf below;

	buf_init(&below, a);
	buf_adds(&below, "Received: x\r\nX-Spam-Score: 1\r\n");
	buf_add(&below, start);
	assert(folds || str_eq(trace_digest(a, in), trace_digest(a, buf_str(&below))));
}
