/* What is found is part of the text, and is found again in itself. */
#include <assert.h>

#include "parsers/smtpstatus.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str in = { (const char *)data, n };
	struct str found[] = { smtp_status_in(in), smtp_status_behind_code(in),
	    smtp_status_beside_expiry(in) };
	struct str class = smtp_reply_class(in);

	for (size_t i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
		if (found[i].n == 0)
			continue;
		assert(found[i].p >= in.p && found[i].p + found[i].n <= in.p + in.n);
		assert(found[i].n >= 5 && found[i].n <= 9);
		assert(str_eq(smtp_status_in(found[i]), found[i]));
	}
	assert(class.n == 0 || smtp_status_is_generic(class));
	return 0;
}
