/* relatedfacts: see relatedfacts.h. */
#include "daemon/out/relatedfacts.h"

#include <inttypes.h>

static const char *const names[RELATED_HOWS] = {
	[RELATED_BLOCKED_BY] = "blockers", [RELATED_BLOCKS] = "blocked",
	[RELATED_PARENT] = "parent", [RELATED_CHILD] = "children", [RELATED_LINK] = "related",
	[RELATED_MERGED_INTO] = "merged_into", [RELATED_MERGED_FROM] = "merged_from",
};

static void
add(struct arena *a, struct view *list, const struct related *one)
{
	struct view *v = view_add(a, list, STR_NONE, view_object(a));

	view_text(a, v, "id", str_printf(a, "%" PRId64, one->other));
	view_text(a, v, "subject", one->subject);
	view_text(a, v, "done", one->is_done ? STR("yes") : STR_NONE);
}

void
relatedfacts_add(struct arena *a, struct view *top, const struct ticket *t)
{
	for (size_t how = 0; how < RELATED_HOWS; how++) {
		struct view *list = view_add(a, top, str_c(names[how]), view_list(a));

		for (size_t i = 0; i < t->relations.n; i++)
			if (t->relations.v[i].how == (enum related_how)how)
				add(a, list, &t->relations.v[i]);
	}
}
