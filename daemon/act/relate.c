/* relate: see relate.h. */
#include "daemon/act/relate.h"

#include <inttypes.h>

#include "daemon/act/none.h"
#include "daemon/act/refusal.h"
#include "daemon/sla/category.h"
#include "daemon/ticket/erasure.h"
#include "daemon/ticket/relate.h"

void
relate_tickets(struct arena *a, struct str value, struct numbers *out)
{
	numbers_read(a, value, out);
}

struct str
relate_hash(const struct prospect *p, int64_t number)
{
	return str_printf(p->w->a, "#%" PRId64, number);
}

/* Which are meant; the reason when the value does not say it. */
struct why *
relate_read(const struct prospect *p, struct str value, struct numbers *out)
{
	struct str bad = numbers_read(p->w->a, value, out);
	struct numbers one = { 0 };

	if (bad.n == 0)
		return NULL;
	if (numbers_read(p->w->a, bad, &one).n == 0)
		return WHY(p->w->a, STR("at most * tickets in a line"),
		    str_printf(p->w->a, "%d", NUMBERS_MOST));
	return WHY(p->w->a, STR("\"*\" is no ticket's number: #12 is one"), bad);
}

struct why *
relate_no_ticket(const struct work *w, const struct zone *zone, int64_t number)
{
	struct str hash = str_printf(w->a, "#%" PRId64, number);
	int64_t at = erasure_at(w, number);

	return at == 0 ? WHY(w->a, STR("there is no ticket *"), hash) :
	    WHY(w->a, STR("ticket * was erased for good on *"), hash, zone_text(w->a, zone, at));
}

/* One that the ticket can be related to; else *out is NULL, and why. */
struct why *
relate_find(const struct prospect *p, int64_t number, const struct ticket **out)
{
	const struct ticket *t = work_ticket(p->w, number);
	int64_t into = t == NULL ? 0 : relations_first(&t->relations, RELATED_MERGED_INTO);

	*out = NULL;
	if (t == NULL)
		return relate_no_ticket(p->w, refusal_zone(p), number);
	if (number == p->t->id)
		return WHY(p->w->a, STR("* is this ticket itself"), relate_hash(p, number));
	if (into != 0)
		return WHY(p->w->a, STR("* went into *: name that"), relate_hash(p, number),
		    relate_hash(p, into));
	*out = t;
	return NULL;
}

static void
expect(struct prospect *p, enum related_how how, const struct ticket *other)
{
	struct related one = { how, other->id, category_is_done(other->category), STR_NONE };

	relations_add(p->w->a, &p->t->relations, &one);
	edges_add(p->w->a, &p->edges, how, p->t->id, other->id);
}

static void
expect_end(struct prospect *p, enum related_how how, int64_t other)
{
	relations_drop(&p->t->relations, how, other);
	edges_drop(&p->edges, how, p->t->id, other);
}

/* Whether it can be so, after what was checked before. */
static struct why *
check_one(struct prospect *p, enum related_how how, int64_t number)
{
	const struct ticket *other;
	struct why *why = relate_find(p, number, &other);
	struct str circle;

	if (other == NULL || relations_find(&p->t->relations, how, number) != NULL)
		return why;
	if (how == RELATED_PARENT && relations_first(&p->t->relations, how) != 0)
		expect_end(p, how, relations_first(&p->t->relations, how));
	if (p->t->relations.n >= RELATED_MOST || other->relations.n >= RELATED_MOST)
		return WHY(p->w->a, STR("a ticket can be related to at most * others"),
		    str_printf(p->w->a, "%d", RELATED_MOST));
	circle = edges_circle(p->w->a, &p->edges, how, p->t->id, number);
	if (circle.n > 0)
		return WHY(p->w->a, STR("that would be a circle: *"), circle);
	expect(p, how, other);
	return NULL;
}

static struct why *
check_all(struct prospect *p, enum related_how how, struct str value)
{
	struct numbers list = { 0 };
	struct why *why = relate_read(p, value, &list);

	for (size_t i = 0; why == NULL && i < list.n; i++)
		why = check_one(p, how, list.v[i]);
	return why;
}

static int
apply_all(struct action *ac, enum related_how how)
{
	struct numbers list = { 0 };
	int changed = 0, one;

	numbers_read(ac->w->a, ac->order->value, &list);
	for (size_t i = 0; i < list.n; i++) {
		if ((one = ticket_relate(ac->w, ac->t, how, work_ticket(ac->w, list.v[i]),
		    &ac->cause)) == -1)
			return -1;
		changed |= one;
	}
	return changed;
}

/* --- the verbs ------------------------------------------------------------- */

static struct why *
check_blocks(struct prospect *p, struct order *o)
{
	return check_all(p, RELATED_BLOCKS, o->value);
}

static int
apply_blocks(struct action *ac)
{
	return apply_all(ac, RELATED_BLOCKS);
}

static struct why *
check_blocked_by(struct prospect *p, struct order *o)
{
	return check_all(p, RELATED_BLOCKED_BY, o->value);
}

static int
apply_blocked_by(struct action *ac)
{
	return apply_all(ac, RELATED_BLOCKED_BY);
}

static struct why *
check_link(struct prospect *p, struct order *o)
{
	return check_all(p, RELATED_LINK, o->value);
}

static int
apply_link(struct action *ac)
{
	return apply_all(ac, RELATED_LINK);
}

/* In which direction one blocks the other now; RELATED_HOWS: neither does. */
static enum related_how
block_between(const struct relations *list, int64_t other)
{
	return relations_find(list, RELATED_BLOCKED_BY, other) != NULL ? RELATED_BLOCKED_BY :
	    relations_find(list, RELATED_BLOCKS, other) != NULL ? RELATED_BLOCKS : RELATED_HOWS;
}

static enum related_how
link_between(const struct relations *list, int64_t other)
{
	return relations_find(list, RELATED_LINK, other) != NULL ? RELATED_LINK : RELATED_HOWS;
}

typedef enum related_how (*between_fn)(const struct relations *, int64_t other);

/* *none: the first that there is nothing to end with; 0: with each there is. */
static struct why *
check_ends(struct prospect *p, struct str value, between_fn between, int64_t *none)
{
	struct numbers list = { 0 };
	struct why *why = relate_read(p, value, &list);

	*none = 0;
	for (size_t i = 0; why == NULL && i < list.n; i++) {
		enum related_how how = between(&p->t->relations, list.v[i]);

		if (how == RELATED_HOWS) {
			*none = list.v[i];
			return NULL;
		}
		expect_end(p, how, list.v[i]);
	}
	return why;
}

static int
apply_ends(struct action *ac, between_fn between)
{
	struct numbers list = { 0 };
	int changed = 0, one;

	numbers_read(ac->w->a, ac->order->value, &list);
	for (size_t i = 0; i < list.n; i++) {
		enum related_how how = between(&ac->t->relations, list.v[i]);

		if (how == RELATED_HOWS)
			continue;
		if ((one = ticket_unrelate(ac->w, ac->t, how, list.v[i], &ac->cause)) == -1)
			return -1;
		changed |= one;
	}
	return changed;
}

static struct why *
check_unblock(struct prospect *p, struct order *o)
{
	int64_t none;
	struct why *why = check_ends(p, o->value, block_between, &none);

	return none == 0 ? why : WHY(p->w->a, STR("* and * do not block each other"),
	    relate_hash(p, none), relate_hash(p, p->t->id));
}

static int
apply_unblock(struct action *ac)
{
	return apply_ends(ac, block_between);
}

static struct why *
check_unlink(struct prospect *p, struct order *o)
{
	int64_t none;
	struct why *why = check_ends(p, o->value, link_between, &none);

	if (none == 0)
		return why;
	why = WHY(p->w->a, STR("* and * are not linked"), relate_hash(p, none), relate_hash(p, p->t->id));
	for (size_t i = 0; i < p->t->relations.n; i++)
		if (p->t->relations.v[i].how == RELATED_LINK)
			strs_add(p->w->a, &why->allowed, relate_hash(p, p->t->relations.v[i].other));
	return why;
}

static int
apply_unlink(struct action *ac)
{
	return apply_ends(ac, link_between);
}

static struct why *
check_parent(struct prospect *p, struct order *o)
{
	int64_t parent = relations_first(&p->t->relations, RELATED_PARENT);
	struct numbers list = { 0 };
	struct why *why;

	if (none_is(o->value)) {
		expect_end(p, RELATED_PARENT, parent);
		return NULL;
	}
	if ((why = relate_read(p, o->value, &list)) != NULL)
		return why;
	if (list.n > 1)
		return WHY(p->w->a, STR("a ticket has one parent"));
	return check_one(p, RELATED_PARENT, list.v[0]);
}

static int
apply_parent(struct action *ac)
{
	int64_t parent = relations_first(&ac->t->relations, RELATED_PARENT);

	if (!none_is(ac->order->value))
		return apply_all(ac, RELATED_PARENT);
	return parent == 0 ? 0 : ticket_unrelate(ac->w, ac->t, RELATED_PARENT, parent,
	    &ac->cause);
}

const struct act act_blocks = { check_blocks, apply_blocks, relate_tickets };
const struct act act_blocked_by = { check_blocked_by, apply_blocked_by, relate_tickets };
const struct act act_unblock = { check_unblock, apply_unblock, relate_tickets };
const struct act act_parent = { check_parent, apply_parent, relate_tickets };
const struct act act_link = { check_link, apply_link, relate_tickets };
const struct act act_unlink = { check_unlink, apply_unlink, relate_tickets };

/* --- taken back ------------------------------------------------------------ */

/* Another parent, or none, was given to it since. */
static bool
is_changed(const struct prospect *p, const struct change *c)
{
	return c->new.n > 0 ? relations_find(&p->t->relations, c->how, c->other) == NULL :
	    relations_find(&p->t->relations, c->how, c->other) != NULL ||
	    (c->how == RELATED_PARENT && relations_first(&p->t->relations, c->how) != 0);
}

struct why *
relate_check_back(struct prospect *p, const struct change *c)
{
	struct arena *a = p->w->a;
	struct str is = c->new.n > 0 ? STR("none") : c->old;

	if (c->new.n == 0 && c->how == RELATED_PARENT &&
	    relations_first(&p->t->relations, c->how) != 0)
		is = relate_hash(p, relations_first(&p->t->relations, c->how));
	if (is_changed(p, c))
		return WHY(a, STR("* was changed since, to *: that cannot be taken back"),
		    change_word(c), is);
	if (c->new.n == 0)
		return check_one(p, c->how, c->other);
	expect_end(p, c->how, c->other);
	return NULL;
}

int
relate_back(struct action *ac, const struct change *c)
{
	struct ticket *other = work_ticket(ac->w, c->other);

	if (c->new.n > 0)
		return ticket_unrelate(ac->w, ac->t, c->how, c->other, &ac->cause);
	return other == NULL ? 0 : ticket_relate(ac->w, ac->t, c->how, other, &ac->cause);
}

/* --- what holds it back ---------------------------------------------------- */

struct why *
relate_obstacle(const struct prospect *p)
{
	struct str open = relations_open(p->w, &p->t->relations, RELATED_CHILD);
	enum close_parent when = p->w->conf->close_parent;

	if (when == PARENT_FREE)
		return NULL;
	if (when == PARENT_NEVER && relations_first(&p->t->relations, RELATED_CHILD) != 0)
		return WHY(p->w->a, STR("* has children, and close_parent is never: give them "
		    "another parent first"), relate_hash(p, p->t->id));
	return open.n == 0 ? NULL : WHY(p->w->a, STR("* has children that are not done: *"),
	    relate_hash(p, p->t->id), open);
}

struct why *
relate_gone(const struct prospect *p)
{
	int64_t into = relations_first(&p->t->relations, RELATED_MERGED_INTO);
	const struct ticket *is = into == 0 ? NULL : work_ticket(p->w, p->t->id);

	if (into == 0)
		return NULL;
	if (is == NULL || relations_first(&is->relations, RELATED_MERGED_INTO) == 0)
		return WHY(p->w->a, STR("it stands below *, with which this ticket goes into *: "
		    "write it above"), refusal_line(p, verb_row(VERB_MERGE), STR_NONE),
		    relate_hash(p, into));
	return WHY(p->w->a, STR("* went into *: name that"), relate_hash(p, p->t->id),
	    relate_hash(p, into));
}
