/* timefacts: see timefacts.h. */
#include "daemon/out/timefacts.h"

#include "daemon/ticket/timeentry.h"

void
timefacts_add(struct work *w, struct view *ticket, const struct ticket *t)
{
	if (t->worked.all == 0)
		return;
	view_text(w->a, ticket, "worked", time_span_text(w->a, t->worked.all));
	if (t->worked.nonbillable != 0)
		view_text(w->a, ticket, "nonbillable", time_span_text(w->a, t->worked.nonbillable));
}
