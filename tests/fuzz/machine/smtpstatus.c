/* What is found is part of the text, and is found again in itself. */
#include "parsers/base/array.h"
#include "parsers/machine/smtpstatus.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct str found[] = { smtp_status_in(in), smtp_status_behind_code(in),
	    smtp_status_beside_expiry(in) };
	struct str class = smtp_reply_class(in);

	(void)a;
	for (size_t i = 0; i < COUNT(found); i++) {
		if (found[i].n == 0)
			continue;
		assert(fuzz_is_within(found[i], in));
		assert(found[i].n >= 5 && found[i].n <= 9);
		assert(str_eq(smtp_status_in(found[i]), found[i]));
	}
	assert(class.n == 0 || smtp_status_is_generic(class));
}
