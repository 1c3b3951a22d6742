/*
 * Two bytes a request: how much is asked for.  Everything given is zeroed,
 * aligned and nobody else's, and lasts until the reset.
 */
#include "tests/fuzz/fuzz.h"

enum { REQUESTS = 256, ALIGN = 16, SIZES = 8192, TOTAL = 1 << 18 };

struct given {
	unsigned char	*p;
	size_t		 n;
};

/* All of it is `mark`. */
static void
check(const struct given *g, unsigned char mark)
{
	assert(g->n == 0 || g->p[0] == mark);
	assert(g->n < 2 || memcmp(g->p, g->p + 1, g->n - 1) == 0);
}

static void
ask(struct arena *a, struct given *g, size_t n, unsigned char mark)
{
	size_t used = arena_used(a);

	*g = (struct given){ arena_array(a, n, 3), 3 * n };
	assert((uintptr_t)g->p % ALIGN == 0 && arena_used(a) >= used + g->n);
	check(g, 0);
	memset(g->p, mark, g->n);
}

void
fuzz_one(struct arena *unused, struct str in)
{
	struct arena *a = arena_new();
	struct given given[REQUESTS];
	size_t n = 0;

	(void)unused;
	for (; in.n >= 2; in = str_sub(in, 2, in.n)) {
		size_t size = (size_t)((unsigned char)in.p[0] << 8 | (unsigned char)in.p[1]);

		if (size == 0xffff || n == REQUESTS || arena_used(a) > TOTAL) {
			for (size_t i = 0; i < n; i++)
				check(&given[i], (unsigned char)(i + 1));
			n = 0;
			arena_reset(a);
			assert(arena_used(a) == 0);
		}
		ask(a, &given[n], size % SIZES, (unsigned char)(n + 1));
		n++;
	}
	for (size_t i = 0; i < n; i++)
		check(&given[i], (unsigned char)(i + 1));
	arena_free(a);
}
