/* rate: see rate.h. */
#include "daemon/policy/rate.h"

#include "parsers/base/array.h"
#include "parsers/text/date.h"

const char *const surcharge_whens[] = { [SURCHARGE_OPEN] = "open",
	[SURCHARGE_CLOSED] = "closed", [SURCHARGE_HOLIDAY] = "holidays", NULL };

const struct service *
service_find(const struct rates *all, struct str name)
{
	for (size_t i = 0; i < all->n_services; i++)
		if (str_eq(all->services[i].name, name))
			return &all->services[i];
	return NULL;
}

struct str
service_label(const struct rates *all, struct str name)
{
	const struct service *s = service_find(all, name);

	return s == NULL ? name : s->label;
}

static int
cmp_named(struct str x, struct str y)
{
	return (x.n > 0) - (y.n > 0);
}

int
rate_cmp(const struct rate *x, const struct rate *y)
{
	const int by[] = {
		cmp_named(x->project, y->project), cmp_named(x->agent, y->agent),
		cmp_named(x->service, y->service), cmp_named(x->calendar, y->calendar),
		(x->from > y->from) - (x->from < y->from),
		(x->until < y->until) - (x->until > y->until),
	};

	for (size_t i = 0; i < COUNT(by); i++)
		if (by[i] != 0)
			return by[i];
	return 0;
}

static void
put(struct buf *b, const char *word, struct str name)
{
	if (name.n > 0)
		buf_printf(b, "%s%s%.*s", b->n > 0 ? ", " : "", word, STR_ARG(name));
}

static struct str
day(struct arena *a, int32_t days)
{
	return date_text(a, &(struct date){ .seconds = days * 86400LL });
}

struct str
rate_scope(struct arena *a, const struct rate *r)
{
	struct buf b;

	buf_init(&b, a);
	put(&b, "project ", r->project);
	put(&b, "engineer ", r->agent);
	put(&b, "service ", r->service);
	put(&b, "hours ", r->calendar);
	put(&b, "from ", r->from == INT32_MIN ? STR_NONE : day(a, r->from));
	put(&b, "until ", r->until == INT32_MAX ? STR_NONE : day(a, r->until));
	return b.n == 0 ? STR("any time") : buf_str(&b);
}
