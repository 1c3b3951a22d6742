/* approval: see approval.h. */
#include "daemon/ticket/approval.h"

#include "daemon/ticket/ticket.h"
#include "sql.h"

int
approval_look(struct work *w, struct ticket *t, const struct agent *ag,
    const struct period *period)
{
	struct approval *one = ARENA_NEW(w->a, struct approval);
	struct sql_approval_look h;
	struct sql_approval_look_row row;

	sql_approval_lock(w->db, ag->name);
	h = sql_approval_look(w->db, ag->name, period->name, period->since, period->until);
	if (work_run(w) == -1)
		return -1;
	sql_approval_look_row(w->db, h, 0, &row);
	*one = (struct approval){ .agent = ag, .period = *period, .by = str_dup(w->a, row.by),
	    .entries = row.entries, .worked = row.worked, .has_timer = row.has_timer,
	    .next = t->approvals };
	t->approvals = one;
	return 0;
}

const struct approval *
approval_find(const struct ticket *t, const struct agent *ag, const struct period *period)
{
	for (const struct approval *one = t->approvals; one != NULL; one = one->next)
		if (one->agent == ag && str_eq(one->period.name, period->name))
			return one;
	return NULL;
}

void
approval_give(struct work *w, const struct approval *ap, struct str by)
{
	sql_approval_give(w->db, &(struct sql_approval_give_in){ .agent = ap->agent->name,
	    .period = ap->period.name, .since = ap->period.since, .until = ap->period.until,
	    .now = w->now, .by = by });
}

void
approval_take(struct work *w, const struct approval *ap, struct str by)
{
	sql_approval_take(w->db, &(struct sql_approval_take_in){ .agent = ap->agent->name,
	    .period = ap->period.name, .now = w->now, .by = by, .reason = ap->reason });
}
