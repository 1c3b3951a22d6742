/* projectevent: see projectevent.h. */
#include "daemon/ticket/projectevent.h"

#include "sql.h"

void
project_event_tell(struct work *w, const struct project_event *e, bool passed)
{
	sql_project_event_put(w->db, &(struct sql_project_event_put_in){ .project = e->project,
	    .kind = str_c(event_word(e->kind)), .what = e->what, .point = e->point,
	    .used = e->used, .allowed = e->limit, .ticket = e->ticket, .product = e->product,
	    .version = e->version, .environment = e->environment, .day = e->day,
	    .passed = passed, .now = w->now });
	if (!passed && (w->next_alarm == 0 || w->next_alarm > w->now))
		w->next_alarm = w->now;
}

void
project_event_reach(struct work *w, const struct project_event *of, int64_t at)
{
	int64_t points[EVENT_POINTS];
	size_t n = event_points_at(of->kind, at, points);

	for (size_t i = 0; i < n; i++) {
		struct project_event e = *of;

		e.point = points[i];
		project_event_tell(w, &e, i > 0);
	}
}

const struct mailbox *
project_event_mailbox(const struct conf *conf, struct str project)
{
	const struct mailboxes *all = &conf->mailboxes;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].project, project))
			return &all->v[i];
	return all->n == 0 ? NULL : &all->v[0];
}

const struct zone *
project_event_zone(const struct work *w, const struct project *p)
{
	return zones_find(w->core->zones,
	    calendar_zone(calendars_find(&w->conf->calendars, p->calendar)));
}
