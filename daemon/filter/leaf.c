/* leaf: see leaf.h. */
#include "daemon/filter/leaf.h"

void
filter_each(const struct condition *c, void (*see)(const struct filter_test *, void *), void *of)
{
	if (c->kind == WHEN_TEST)
		see(&c->test, of);
	for (size_t i = 0; i < c->n; i++)
		filter_each(&c->v[i], see, of);
}

static void
count(const struct filter_test *t, void *of)
{
	size_t *n = of;

	(void)t;
	(*n)++;
}

size_t
filter_leaves(const struct condition *c)
{
	size_t n = 0;

	filter_each(c, count, &n);
	return n;
}

bool
filter_is_always(const struct condition *c)
{
	return c->kind == WHEN_ALL && c->n == 0;
}

static void
put_members(struct buf *b, const struct condition *c)
{
	for (size_t i = 0; i < c->n; i++) {
		buf_adds(b, i > 0 ? "; " : "");
		filter_put(b, &c->v[i]);
	}
}

void
filter_put(struct buf *b, const struct condition *c)
{
	static const char *const words[] = { "all", "any", "none" };

	if (c->kind == WHEN_TEST) {
		buf_add(b, c->test.said);
	} else {
		buf_printf(b, "%s(", words[c->kind]);
		put_members(b, c);
		buf_addc(b, ')');
	}
}
