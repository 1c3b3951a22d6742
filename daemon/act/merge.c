/* merge: see merge.h. */
#include "daemon/act/merge.h"

#include "daemon/act/relate.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/timeentry.h"
#include "daemon/ticket/merge.h"
#include "daemon/ticket/participant.h"

/* Its customers would read what is another project's. */
static struct why *
check_project(const struct prospect *p, const struct ticket *into)
{
	struct arena *a = p->w->a;

	if (str_eq(p->t->project, into->project))
		return NULL;
	return WHY(a, STR("* is of project *, and this ticket of *: its people would read what is "
	    "not theirs; #link * ties the two"), relate_hash(p, into->id), into->project,
	    p->t->project, relate_hash(p, into->id));
}

static size_t
people_of_both(const struct prospect *p, const struct ticket *into)
{
	size_t n = into->participants.n;

	for (size_t i = 0; i < p->t->participants.n; i++)
		n += !ticket_has_participant(into, p->t->participants.v[i].addr);
	return n;
}

/* What this ticket holds back, or waits for, may already wait for the other. */
static struct why *
check_circle(const struct prospect *p, const struct ticket *into)
{
	struct edges edges = edges_copy(p->w->a, &p->edges);

	for (size_t i = 0; i < p->t->relations.n; i++) {
		const struct related *r = &p->t->relations.v[i];
		struct str circle;

		edges_drop(&edges, r->how, p->t->id, r->other);
		if (r->other == into->id || (r->how == RELATED_PARENT &&
		    relations_first(&into->relations, RELATED_PARENT) != 0))
			continue;
		circle = edges_circle(p->w->a, &edges, r->how, into->id, r->other);
		if (circle.n > 0)
			return WHY(p->w->a, STR("that would be a circle: *"), circle);
		edges_add(p->w->a, &edges, r->how, into->id, r->other);
	}
	return NULL;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct numbers list = { 0 };
	const struct ticket *into;
	struct why *why = relate_read(p, o->value, &list);

	if (why == NULL && list.n > 1)
		why = WHY(p->w->a, STR("a ticket goes into one other"));
	if (why == NULL)
		why = relate_find(p, list.v[0], &into);
	if (why == NULL)
		why = check_project(p, into);
	if (why != NULL)
		return why;
	if (category_is_done(into->category) && !category_is_done(p->t->category))
		return WHY(p->w->a, STR("* is * already, and who waits here would not be seen "
		    "there: reopen it first"), relate_hash(p, into->id), into->status);
	if (people_of_both(p, into) > PARTICIPANTS_MAX ||
	    p->t->relations.n + into->relations.n > RELATED_MOST)
		return WHY(p->w->a, STR("together they would have too many people or relations"));
	if (p->t->worked.all != 0)
		o->remark = WHY(p->w->a, STR("its time goes along: *"),
		    time_span_text(p->w->a, p->t->worked.all));
	if ((why = check_circle(p, into)) == NULL)
		relations_add(p->w->a, &p->t->relations, &(struct related){
		    .how = RELATED_MERGED_INTO, .other = into->id, .subject = into->subject });
	return why;
}

/* Its customers are told nothing: for them it goes on. */
static int
apply(struct action *ac)
{
	struct numbers list = { 0 };

	numbers_read(ac->w->a, ac->order->value, &list);
	return ticket_merge(ac->w, ac->t, work_ticket(ac->w, list.v[0]), &ac->cause);
}

const struct act act_merge = { .check = check, .apply = apply, .tickets = relate_tickets };
