/* Addresses of any bytes are clean lines, never more than asked for. */
#include "parsers/base/limits.h"
#include "parsers/head/address.h"
#include "parsers/text/charset.h"
#include "tests/fuzz/fuzz.h"

enum { MAX = 20 };

void
fuzz_one(struct arena *a, struct str in)
{
	struct addresses list = { NULL, 0 };

	charset_init();
	address_parse(a, in, STR("utf-8"), MAX, &list);
	assert(list.n <= MAX);
	for (size_t i = 0; i < list.n; i++) {
		const struct address *v = &list.v[i];

		assert(v->addr.n <= LIMIT_ADDRESS && v->name.n <= LIMIT_NAME);
		assert(str_is_utf8(v->addr) && str_is_utf8(v->name));
		assert(str_eq(charset_line(a, v->name), v->name));
	}
}
