/* merge: see merge.h. */
#include "daemon/ticket/merge.h"

#include <inttypes.h>

#include "daemon/sys/clock.h"
#include "daemon/ticket/participant.h"
#include "daemon/ticket/relate.h"
#include "daemon/ticket/step.h"

static int
move_people(struct work *w, const struct ticket *t, struct ticket *into, const struct cause *by)
{
	for (size_t i = 0; i < t->participants.n; i++)
		if (ticket_add_cc(w, into, t->participants.v[i].addr, by) == -1)
			return -1;
	/* Where they want answers. */
	if (t->reply_to.n > 0 && !str_eq(t->reply_to, into->reply_to) &&
	    ticket_add_cc(w, into, str_lower(w->a, t->reply_to), by) == -1)
		return -1;
	return 0;
}

/* Of what both have, one stays; a parent of its own stays as well. */
static void
move_relations(struct work *w, struct ticket *t, struct ticket *into, const struct cause *by,
    const struct cause *there)
{
	struct relations before = relations_copy(w->a, &t->relations);

	for (size_t i = 0; i < before.n; i++) {
		const struct related *r = &before.v[i];

		if (r->how > RELATED_LINK)
			continue;
		ticket_unrelate(w, t, r->how, r->other, by);
		if (r->other == into->id || (r->how == RELATED_PARENT &&
		    relations_first(&into->relations, RELATED_PARENT) != 0))
			continue;
		ticket_relate_number(w, into, r, there);
	}
}

/* A customer who waits for an answer goes on waiting. */
static void
move_question(struct work *w, const struct ticket *t, struct ticket *into,
    const struct cause *by)
{
	int64_t since = t->clocks.asked_at / SECOND_US * SECOND_US;
	struct change c = { .what = CHANGE_ASKED, .new = clock_rfc3339(w->a, since), .by = *by };

	if (since == 0 || (into->clocks.asked_at != 0 && into->clocks.asked_at <= since))
		return;
	clocks_asked_since(&into->clocks, since, by->at);
	plan_add(w->a, &into->plan, &c);
}

static void
point(struct work *w, struct ticket *t, enum related_how how, const struct ticket *other,
    const struct cause *by)
{
	struct related one = { how, other->id, false, other->subject };
	struct change c = { .what = CHANGE_RELATION, .how = how, .other = other->id, .by = *by,
	    .new = str_printf(w->a, "#%" PRId64, other->id) };

	relations_add(w->a, &t->relations, &one);
	plan_add(w->a, &t->plan, &c);
}

/* The rows go with the relation. */
static void
move_time(struct ticket *t, struct ticket *into)
{
	into->worked.all += t->worked.all;
	into->worked.nonbillable += t->worked.nonbillable;
	into->worked.unbilled += t->worked.unbilled;
	t->worked = (struct worked_sum){ 0 };
}

int
ticket_merge(struct work *w, struct ticket *t, struct ticket *into, const struct cause *by)
{
	struct cause there = *by;

	there.why = str_printf(w->a, "#%" PRId64 ": %.*s", t->id, STR_ARG(by->why));
	point(w, into, RELATED_MERGED_FROM, t, &there);
	if (move_people(w, t, into, &there) == -1)
		return -1;
	move_relations(w, t, into, by, &there);
	move_question(w, t, into, &there);
	clocks_end(&t->clocks, by->at, STR("merged"));
	t->clocks.asked_at = 0;
	point(w, t, RELATED_MERGED_INTO, into, by);
	move_time(t, into);
	ticket_gone(w, t, by);
	t->dirty = into->dirty = into->beside = true;
	return 1;
}
