/* sheetmail: see sheetmail.h. */
#include "daemon/core/sheetmail.h"

#include <inttypes.h>

#include "daemon/report/figures.h"

static const struct str YES = STR("yes");

static void
add_sums(struct arena *a, struct view *list, const struct sheet_sums *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct view *one = view_add(a, list, STR_NONE, view_object(a));

		if (s->v[i].number != 0) {
			view_text(a, one, "id", str_printf(a, "%" PRId64, s->v[i].number));
			view_text(a, one, "subject", s->v[i].name);
		} else {
			view_text(a, one, "at", s->v[i].name);
		}
		view_text(a, one, "time", figure_time(a, s->v[i].seconds));
	}
}

static void
add_running(struct arena *a, struct view *list, const struct timesheet *t)
{
	for (size_t i = 0; i < t->n_running; i++) {
		struct view *one = view_add(a, list, STR_NONE, view_object(a));

		view_text(a, one, "id", str_printf(a, "%" PRId64, t->running[i].number));
		view_text(a, one, "since", zone_text(a, t->zone, t->running[i].started_at));
	}
}

struct view *
sheet_view(struct arena *a, const struct timesheet *t)
{
	const struct agent *ag = agents_find(&t->conf->agents, t->agent);
	struct view *v = view_object(a);

	view_text(a, v, "month", t->month_text);
	view_text(a, v, "name", ag != NULL && ag->full_name.n > 0 ? ag->full_name : t->agent);
	view_text(a, v, "all", figure_time(a, t->seconds));
	view_text(a, v, "billable", figure_time(a, t->billable));
	view_text(a, v, "some", t->n > 0 ? YES : STR_NONE);
	add_sums(a, view_add(a, v, STR("items"), view_list(a)), &t->tickets);
	add_sums(a, view_add(a, v, STR("days"), view_list(a)), &t->days);
	add_running(a, view_add(a, v, STR("open"), view_list(a)), t);
	return v;
}
