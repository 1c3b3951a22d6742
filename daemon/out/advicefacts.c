/* advicefacts: see advicefacts.h. */
#include "daemon/out/advicefacts.h"

#include "daemon/out/plainhtml.h"
#include "daemon/ticket/advice.h"

static void
add_place(struct arena *a, struct view *v, const struct advice_place *p)
{
	view_text(a, v, "product", p->product);
	view_text(a, v, "environment", p->environment);
	view_text(a, v, "version", p->version);
	view_text(a, v, "fixed_in", p->fix);
	view_text(a, v, "unknown", p->is_unknown ? STR("yes") : STR_NONE);
}

void
advicefacts_add(struct arena *a, struct view *top, const struct event *ev)
{
	const struct advice *ad = ev->advice;
	struct view *v, *places;

	if (ad == NULL)
		return;
	v = view_add(a, top, STR("affected"), view_object(a));
	add_place(a, v, &ad->v[0]);
	view_text(a, v, "text", ad->text);
	view_html(a, v, "html", ad->text.n == 0 ? STR_NONE : plainhtml(a, ad->text));
	places = view_add(a, v, STR("places"), view_list(a));
	for (size_t i = 0; i < ad->n; i++)
		add_place(a, view_add(a, places, STR_NONE, view_object(a)), &ad->v[i]);
}
