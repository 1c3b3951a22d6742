#include "parsers/base/array.h"

#include <string.h>

void *
array_grow(struct arena *a, void *v, size_t n, size_t size)
{
	void *more;

	if ((n & (n - 1)) != 0)
		return v;
	more = arena_array(a, n == 0 ? 1 : 2 * n, size);
	return n == 0 ? more : memcpy(more, v, n * size);
}
