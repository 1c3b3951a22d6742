/* Numbers are above 0, each once, no more than a line may have; what they say is read again. */
#include <inttypes.h>

#include "parsers/field/numbers.h"
#include "tests/fuzz/fuzz.h"

void
fuzz_one(struct arena *a, struct str in)
{
	struct numbers list = { 0 }, again = { 0 };
	struct buf b;

	if (numbers_read(a, in, &list).n > 0)
		return;
	assert(list.n > 0 && list.n <= NUMBERS_MOST);
	buf_init(&b, a);
	for (size_t i = 0; i < list.n; i++) {
		assert(list.v[i] > 0);
		buf_printf(&b, "%s#%" PRId64, i > 0 ? ", " : "", list.v[i]);
	}
	assert(numbers_read(a, buf_str(&b), &again).n == 0);
	assert(again.n == list.n);
	for (size_t i = 0; i < list.n; i++)
		assert(again.v[i] == list.v[i] && numbers_has(&list, list.v[i]));
}
