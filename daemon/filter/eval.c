/* eval: see eval.h. */
#include "daemon/filter/eval.h"

static int
fits(const struct filter_test *t, const struct filter_source *src, struct str s)
{
	return t->kind == TEST_MATCHES ? src->matches(src->of, t, s) :
	    strs_ihas(&t->values, s);
}

static int
test_holds(const struct filter_test *t, const struct filter_source *src)
{
	struct strs values = { 0 };
	bool any = false;

	src->get[t->subject](src->of, t, &values);
	for (size_t i = 0; i < values.n; i++) {
		int fit = fits(t, src, values.v[i]);

		if (fit == -1)
			return -1;
		any |= fit == 1;
	}
	return t->kind == TEST_NOT_EQUAL ? !any : any;
}

int
filter_holds(const struct condition *f, const struct filter_source *src)
{
	for (size_t i = 0; i < f->n; i++) {
		int holds = test_holds(&f->v[i], src);

		if (holds != 1)
			return holds;
	}
	return 1;
}
