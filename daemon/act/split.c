/* split: see split.h. */
#include "daemon/act/split.h"

#include "daemon/act/held.h"
#include "daemon/act/refusal.h"
#include "daemon/ticket/ticket.h"

enum { OFFERED = 10 };			/* numbers that a refusal names: the newest */

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

static bool
waits(const struct ticket *t, int64_t entry)
{
	for (size_t i = 0; i < t->waiting.n; i++)
		if (t->waiting.v[i].entry == entry)
			return true;
	return false;
}

static const struct taken_mail *
find(const struct ticket *t, int64_t entry)
{
	for (size_t i = 0; i < t->taken.n; i++)
		if (t->taken.v[i].entry == entry)
			return &t->taken.v[i];
	return NULL;
}

/* Why this one cannot; NULL: it can. */
static struct why *
obstacle(struct arena *a, const struct taken_mail *m)
{
	struct str n = number(a, m->entry);

	if (m->into != 0)
		return WHY(a, STR("mail * became ticket #* already"), n, number(a, m->into));
	if (m->is_going)
		return WHY(a, STR("mail * becomes a ticket of its own already"), n);
	if (m->is_first)
		return WHY(a, STR("this ticket was made of mail *, which stays: #merge puts the whole "
		    "ticket into another"), n);
	if (!m->is_customers)
		return WHY(a, STR("mail * is an engineer's, and no customer's question: write to the "
		    "customer anew"), n);
	if (m->is_passed_on)
		return WHY(a, STR("mail * was passed on by an engineer: pass it on again, to the "
		    "support address"), n);
	return m->is_kept ? NULL : WHY(a, STR("the raw mail of * was archived"), n);
}

/* A mail becomes one ticket: what stands below sees that it does. */
static void
note_going(struct prospect *p, int64_t entry)
{
	const struct taken all = p->t->taken;
	struct taken_mail *v = ARENA_ARRAY(p->w->a, all.n, struct taken_mail);

	for (size_t i = 0; i < all.n; i++) {
		v[i] = all.v[i];
		v[i].is_going |= v[i].entry == entry;
	}
	p->t->taken.v = v;
}

/* What can be split off, and the first of it as a line to copy. */
static void
offer(struct prospect *p, const struct order *o, struct why *why)
{
	struct arena *a = p->w->a;

	for (size_t i = 0; i < p->t->waiting.n && why->allowed.n < OFFERED; i++)
		strs_add(a, &why->allowed, number(a, p->t->waiting.v[i].entry));
	for (size_t i = 0; i < p->t->taken.n && why->allowed.n < OFFERED; i++)
		if (obstacle(a, &p->t->taken.v[i]) == NULL)
			strs_add(a, &why->allowed, number(a, p->t->taken.v[i].entry));
	if (why->allowed.n > 0)
		why->instead = refusal_line(p, o->verb, why->allowed.v[0]);
	why->is_example = why->allowed.n > 1;
}

/* The mail that is meant; 0: nothing says which. */
static int64_t
meant(const struct prospect *p, const struct order *o)
{
	const struct ticket *t = p->t;
	int64_t entry = 0, about = p->actor->about;

	if (o->value.n > 0)
		return str_i64(o->value, &entry) ? entry : -1;
	if (about != 0 && (waits(t, about) || find(t, about) != NULL))
		return about;
	return t->waiting.n == 1 ? t->waiting.v[0].entry : 0;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	const struct taken_mail *m;
	struct arena *a = p->w->a;
	int64_t entry = meant(p, o);
	struct why *why;

	if (entry > 0 && waits(p->t, entry)) {
		o->value = number(a, entry);
		return held_check(p, o);
	}
	if (entry > 0 && (m = find(p->t, entry)) != NULL) {
		o->value = number(a, entry);
		if ((why = obstacle(a, m)) == NULL)
			note_going(p, entry);
		return why;
	}
	why = entry == 0 ? WHY(a, STR("which mail? #history and docketctl show tell their numbers")) :
	    WHY(a, STR("there is no mail * on this ticket"), o->value);
	offer(p, o, why);
	return why;
}

static int
apply(struct action *ac)
{
	int64_t entry = 0;

	str_i64(ac->order->value, &entry);
	return waits(ac->t, entry) ? held_decide(ac, "ticket", false) :
	    ticket_split_off(ac->w, ac->t, entry, &ac->cause);
}

static int
look(struct work *w, struct ticket *t)
{
	return waiting_look(w, t) == -1 ? -1 : taken_look(w, t);
}

const struct act act_split = { check, apply, .look = look };
