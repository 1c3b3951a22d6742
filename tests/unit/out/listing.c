/* How many things a mail names that tells of many. */
#include "daemon/out/listing.h"

#include "tests/tap.h"

#include "parsers/base/array.h"

static const struct {
	const char	*name;
	size_t		 items, each;	/* octets of each in the mail */
	const char	*more;		/* not named before; NULL: the view has no such count */
	size_t		 want;		/* named */
	const char	*want_more;
} rows[] = {
	{ "nothing", 0, 1000, NULL, 0, NULL },
	{ "few", 80, 1000, NULL, 80, NULL },
	{ "few of more", 50, 1000, "7", 50, "7" },
	{ "as many as fit", 90, 1000, NULL, 90, NULL },
	{ "one more", 91, 1000, NULL, 90, "1" },
	{ "many", 1000, 1500, NULL, 60, "940" },
	{ "many, of more", 100, 1800, "11", 50, "61" },
	{ "none was left out before", 100, 1800, "", 50, "50" },
	{ "each too large", 3, 200000, NULL, 1, "2" },
	{ "one, too large", 1, 200000, NULL, 1, NULL },
};

static struct str
value(const struct view *top, struct str name)
{
	for (size_t i = 0; i < top->n; i++)
		if (str_eq(top->v[i]->name, name))
			return top->v[i]->text;
	return STR_NONE;
}

int
main(void)
{
	struct arena *a = arena_new();
	struct view *none = view_object(a);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct view *top = view_object(a), *items;

		items = view_add(a, top, STR("items"), view_list(a));
		for (size_t k = 0; k < rows[i].items; k++)
			view_add(a, items, STR_NONE, view_object(a));
		if (rows[i].more != NULL)
			view_text(a, top, "more", str_c(rows[i].more));
		while (listing_shorten(a, top, items->n * rows[i].each))
			continue;
		tap_int((long long)items->n, (long long)rows[i].want, "%s: named", rows[i].name);
		tap_str(value(top, STR("more")), rows[i].want_more == NULL ? STR_NONE :
		    str_c(rows[i].want_more), "%s: counted", rows[i].name);
	}
	tap_ok(!listing_shorten(a, none, 1000000) && none->n == 0, "a mail that lists nothing");
	arena_free(a);
	return tap_done();
}
