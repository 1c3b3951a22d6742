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

static size_t
octets(const struct view *view)
{
	size_t n = view->text.n;

	for (size_t i = 0; i < view->n; i++)
		n += octets(view->v[i]);
	return n;
}

/* Whose list of items is the longest: the mail's own, or that of one of its answers. */
static struct view *
longest(struct view *view)
{
	const struct view *answers = child(view, STR("answers")), *items;
	struct view *best = view;
	size_t most = (items = child(view, STR("items"))) == NULL ? 0 : octets(items);

	for (size_t i = 0; answers != NULL && i < answers->n; i++) {
		items = child(answers->v[i], STR("items"));
		if (items == NULL || items->n <= 1 || octets(items) <= most)
			continue;
		most = octets(items);
		best = answers->v[i];
	}
	return best;
}

bool
listing_shorten(struct arena *a, struct view *top, size_t size)
{
	struct view *view = longest(top), *items = child(view, STR("items"));
	size_t keep;

	if (size <= LISTING_OCTETS || items == NULL || items->n <= 1)
		return false;
	keep = items->n * LISTING_OCTETS / size;
	keep = keep == 0 ? 1 : keep < items->n ? keep : items->n - 1;
	count_more(a, view, items->n - keep);
	items->n = keep;
	return true;
}
