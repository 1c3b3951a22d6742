/* Addresses of any bytes are clean lines, never more than asked for. */
#include <assert.h>

#include "parsers/address.h"
#include "parsers/charset.h"
#include "parsers/limits.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { MAX = 20 };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena *a = arena_new();
	struct addresses list = { NULL, 0 };

	charset_init();
	address_parse(a, (struct str){ (const char *)data, n }, STR("utf-8"), MAX, &list);
	assert(list.n <= MAX);
	for (size_t i = 0; i < list.n; i++) {
		const struct address *v = &list.v[i];

		assert(v->addr.n <= LIMIT_ADDRESS && v->name.n <= LIMIT_NAME);
		assert(str_is_utf8(v->addr) && str_is_utf8(v->name));
		assert(str_eq(charset_line(a, v->name), v->name));
	}
	arena_free(a);
	return 0;
}
