/* Any subject: what is an automatic reply's stays one when a bracket opens before it. */
#include "parsers/machine/autosubject.h"
#include "parsers/text/fold.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str s = fold_trim(fold(a, in));
	struct buf b;

	buf_init(&b, a);
	buf_addc(&b, '[');
	buf_add(&b, s);
	if (autosubject_read(s) == AUTOSUBJECT_YES)
		assert(autosubject_read(buf_str(&b)) == AUTOSUBJECT_YES);
	autosubject_is_report(s);
}
