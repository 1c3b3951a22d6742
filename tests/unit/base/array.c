#include "parsers/base/array.h"

#include "tests/tap.h"

static void
test_growth(struct arena *a)
{
	struct { uint32_t *v; size_t n; } list = { NULL, 0 };
	bool kept = true, zeroed = true;

	for (uint32_t i = 0; i < 1000; i++) {
		list.v = array_grow(a, list.v, list.n, sizeof(*list.v));
		zeroed = zeroed && list.v[list.n] == 0;
		list.v[list.n++] = i + 1;
	}
	for (uint32_t i = 0; i < 1000; i++)
		kept = kept && list.v[i] == i + 1;
	tap_ok(kept, "what was there stays");
	tap_ok(zeroed, "the new one is zeroed");
}

static void
test_room(struct arena *a)
{
	int *v = array_grow(a, NULL, 0, sizeof(*v)), *more;

	v = array_grow(a, v, 1, sizeof(*v));
	v = array_grow(a, v, 2, sizeof(*v));
	more = array_grow(a, v, 3, sizeof(*v));
	tap_ok(more == v, "three of four: the array itself");
	more = array_grow(a, v, 4, sizeof(*v));
	tap_ok(more != v, "four of four: a copy");
}

int
main(void)
{
	static const char table[7][3] = { "a" };
	struct arena *a = arena_new();

	test_growth(a);
	test_room(a);
	tap_int(COUNT(table), 7, "how many a table has");
	arena_free(a);
	return tap_done();
}
