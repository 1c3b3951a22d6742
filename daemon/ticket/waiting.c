/* waiting: see waiting.h. */
#include "daemon/ticket/waiting.h"

#include "daemon/ticket/ticket.h"
#include "daemon/ticket/work.h"

int
waiting_look(struct work *w, struct ticket *t)
{
	struct sql_held_waiting h;
	struct waiting *all = &t->waiting;
	size_t n;

	if (all->is_known)
		return 0;
	h = sql_held_waiting(w->db, t->id);
	if (work_run(w) == -1)
		return -1;
	n = sql_held_waiting_count(w->db, h);
	*all = (struct waiting){ ARENA_ARRAY(w->a, n, struct waiting_mail), n, true };
	for (size_t i = 0; i < n; i++) {
		struct sql_held_waiting_row row;

		sql_held_waiting_row(w->db, h, i, &row);
		all->v[i] = (struct waiting_mail){ row.entry, str_dup(w->a, row.author),
		    row.is_kept, row.may_take };
	}
	return 0;
}

struct sql_held_decide
waiting_decide(struct db *db, const struct waiting_decision *d)
{
	struct sql_held_decide h = sql_held_decide(db, &(struct sql_held_decide_in){
	    .entry = d->entry, .decision = d->what, .remember = d->remember, .decider = d->by,
	    .by_agent = d->by_agent, .now = d->at });

	sql_notify(db);
	return h;
}
