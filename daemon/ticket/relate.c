/* relate: see relate.h. */
#include "daemon/ticket/relate.h"

#include <inttypes.h>

#include "daemon/sla/category.h"

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "#%" PRId64, n);
}

/* On one side of it; the other's is told by whose verb. */
static void
plan_side(struct work *w, struct ticket *t, enum related_how how, int64_t other, bool ends,
    const struct cause *by, const struct ticket *verb_of)
{
	struct str told = number(w->a, other);
	struct change c = { .what = CHANGE_RELATION, .old = ends ? told : STR_NONE,
	    .new = ends ? STR_NONE : told, .how = how, .other = t == verb_of ? other : 0,
	    .by = *by };

	if (t != verb_of) {
		c.by.why = str_printf(w->a, "#%" PRId64 ": %.*s", verb_of->id,
		    STR_ARG(by->why));
		t->beside = true;
	}
	t->dirty = true;
	plan_add(w->a, &t->plan, &c);
}

static void
know(struct work *w, struct ticket *t, enum related_how how, const struct ticket *other)
{
	struct related one = { how, other->id, category_is_done(other->category),
	    other->subject };

	relations_add(w->a, &t->relations, &one);
}

int
ticket_relate(struct work *w, struct ticket *t, enum related_how how, struct ticket *other,
    const struct cause *by)
{
	int64_t parent = relations_first(&t->relations, RELATED_PARENT);

	if (relations_find(&t->relations, how, other->id) != NULL)
		return 0;
	if (how == RELATED_PARENT && parent != 0)
		ticket_unrelate(w, t, how, parent, by);
	know(w, t, how, other);
	know(w, other, related_back(how), t);
	if (w->edges != NULL)
		edges_add(w->a, w->edges, how, t->id, other->id);
	plan_side(w, t, how, other->id, false, by, t);
	plan_side(w, other, related_back(how), t->id, false, by, t);
	return 1;
}

int
ticket_relate_number(struct work *w, struct ticket *t, const struct related *one,
    const struct cause *by)
{
	struct ticket *other = work_ticket(w, one->other);

	if (other != NULL)
		return ticket_relate(w, t, one->how, other, by);
	if (relations_find(&t->relations, one->how, one->other) != NULL)
		return 0;
	relations_add(w->a, &t->relations, one);
	if (w->edges != NULL)
		edges_add(w->a, w->edges, one->how, t->id, one->other);
	plan_side(w, t, one->how, one->other, false, by, t);
	return 1;
}

int
ticket_unrelate(struct work *w, struct ticket *t, enum related_how how, int64_t other,
    const struct cause *by)
{
	struct ticket *o = work_ticket(w, other);

	if (relations_find(&t->relations, how, other) == NULL)
		return 0;
	relations_drop(&t->relations, how, other);
	if (w->edges != NULL)
		edges_drop(w->edges, how, t->id, other);
	plan_side(w, t, how, other, true, by, t);
	if (o == NULL)
		return 1;
	relations_drop(&o->relations, related_back(how), t->id);
	plan_side(w, o, related_back(how), t->id, true, by, t);
	return 1;
}
