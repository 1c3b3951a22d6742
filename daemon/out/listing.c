/* listing: see listing.h. */
#include "daemon/out/listing.h"

#include <inttypes.h>

static struct view *
child(const struct view *view, struct str name)
{
	for (size_t i = 0; i < view->n; i++)
		if (str_eq(view->v[i]->name, name))
			return view->v[i];
	return NULL;
}

static void
count_more(struct arena *a, struct view *view, size_t n)
{
	struct view *more = child(view, STR("more"));
	int64_t before = 0;

	if (more == NULL)
		more = view_text(a, view, "more", STR_NONE);
	str_i64(more->text, &before);
	more->text = str_printf(a, "%" PRId64, before + (int64_t)n);
}

bool
listing_shorten(struct arena *a, struct view *view, size_t size)
{
	struct view *items = child(view, STR("items"));
	size_t keep;

	if (size <= LISTING_OCTETS || items == NULL || items->n <= 1)
		return false;
	keep = items->n * LISTING_OCTETS / size;
	keep = keep == 0 ? 1 : keep < items->n ? keep : items->n - 1;
	count_more(a, view, items->n - keep);
	items->n = keep;
	return true;
}
