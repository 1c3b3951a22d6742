/* takenback: see takenback.h. */
#include "daemon/out/takenback.h"

#include "daemon/out/notify.h"

static bool
is_taken(const struct event *ev, const struct change *c)
{
	return c->what == CHANGE_ASSIGNEE && c->by.by_agent && str_eq(c->by.why, DEEDS_UNDO) &&
	    c->old.n > 0 && !str_eq(c->old, ev->ticket->assignee) && !str_eq(c->old, c->by.author);
}

struct strs
takenback_from(struct work *w, const struct event *ev)
{
	struct strs names = { 0 };

	for (size_t i = 0; ev->ticket != NULL && i < ev->ticket->plan.n; i++)
		if (is_taken(ev, &ev->ticket->plan.v[i]))
			strs_add(w->a, &names, ev->ticket->plan.v[i].old);
	return names;
}

int
takenback_tell(struct work *w, const struct event *ev, const struct strs *names)
{
	for (size_t i = 0; i < names->n; i++) {
		const struct agent *ag = agents_find(&w->conf->agents, names->v[i]);

		if (ag != NULL && notify_agent(w, ev, STR("taken-back"), ag) == -1)
			return -1;
	}
	return 0;
}
