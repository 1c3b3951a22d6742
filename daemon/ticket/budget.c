/* budget: see budget.h. */
#include "daemon/ticket/budget.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "parsers/base/array.h"

enum { HOUR = 3600, KEYS_MOST = 200000, TEXT_BYTES = 480 };

struct spent {				/* of a key, in the hour */
	enum budget_kind	 kind;
	struct str		 key;
	int64_t			 n;
};

struct trip {				/* of a kind of condition */
	int64_t		n;		/* not told yet */
	char		text[TEXT_BYTES], mend[TEXT_BYTES];	/* of the last */
};

struct budget {
	struct arena	*a;
	void		*all;		/* tree of struct spent */
	size_t		 n;
	int64_t		 hour;
	struct trip	 trips[CONDITION_KINDS];
	int64_t		 told_at;	/* us */
};

struct tripped {
	enum condition_kind	kind;
	struct str		text, mend;
};

struct spending {			/* of a work */
	struct spent	*v;
	size_t		 n;
	struct tripped	*trips;
	size_t		 n_trips;
};

struct budget *
budget_new(void)
{
	struct budget *b = calloc(1, sizeof(*b));

	if (b == NULL)
		abort();
	b->a = arena_new();
	return b;
}

static void
keep(void *node)
{
	(void)node;			/* it lives in the arena */
}

static void
forget(struct budget *b)
{
	tdestroy(b->all, keep);
	b->all = NULL;
	b->n = 0;
	arena_reset(b->a);
}

static int
compare(const void *one, const void *other)
{
	const struct spent *x = one, *y = other;

	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : str_cmp(x->key, y->key);
}

static int64_t
spent_before(struct budget *b, const struct spent *key, int64_t now)
{
	struct spent *const *found;

	if (b == NULL)
		return 0;
	if (b->hour != now / SECOND_US / HOUR || b->n > KEYS_MOST) {
		forget(b);
		b->hour = now / SECOND_US / HOUR;
	}
	found = tfind(key, &b->all, compare);
	return found == NULL ? 0 : (*found)->n;
}

static struct spending *
spending_of(struct work *w)
{
	if (w->spending == NULL)
		w->spending = ARENA_NEW(w->a, struct spending);
	return w->spending;
}

/* What this work spent of it; NULL: nothing. */
static struct spent *
spent_here(struct spending *s, const struct spent *key)
{
	for (size_t i = 0; i < s->n; i++)
		if (compare(&s->v[i], key) == 0)
			return &s->v[i];
	return NULL;
}

bool
budget_is_spent(struct work *w, enum budget_kind kind, struct str key, int64_t most)
{
	const struct spent one = { kind, key, 1 };
	const struct spent *here = spent_here(spending_of(w), &one);

	return spent_before(w->core->budget, &one, w->now) + (here == NULL ? 0 : here->n) >=
	    most;
}

void
budget_spend(struct work *w, enum budget_kind kind, struct str key)
{
	const struct spent one = { kind, key, 1 };
	struct spending *s = spending_of(w);
	struct spent *here = spent_here(s, &one);

	if (here != NULL) {
		here->n++;
		return;
	}
	s->v = array_grow(w->a, s->v, s->n, sizeof(*s->v));
	s->v[s->n++] = (struct spent){ kind, str_dup(w->a, key), 1 };
}

void
budget_trip(struct work *w, enum condition_kind kind, struct str text, struct str mend)
{
	struct spending *s = spending_of(w);

	s->trips = array_grow(w->a, s->trips, s->n_trips, sizeof(*s->trips));
	s->trips[s->n_trips++] = (struct tripped){ kind, text, mend };
}

static void
spend(struct budget *b, const struct spent *one, int64_t now)
{
	struct spent *mine, **found;

	if (spent_before(b, one, now) == 0) {
		mine = ARENA_NEW(b->a, struct spent);
		*mine = (struct spent){ one->kind, str_dup(b->a, one->key), 0 };
		if (tsearch(mine, &b->all, compare) == NULL)
			abort();
		b->n++;
	}
	found = tfind(one, &b->all, compare);
	(*found)->n += one->n;
}

static void
copy(char *to, struct str s)
{
	s = str_utf8_cut(s, TEXT_BYTES - 1);
	if (s.n > 0)
		memcpy(to, s.p, s.n);
	to[s.n] = '\0';
}

int64_t
budget_due(const struct budget *b)
{
	for (size_t i = 0; i < CONDITION_KINDS; i++)
		if (b->trips[i].n > 0)
			return b->told_at + SECOND_US;
	return 0;
}

int
budget_tell(struct budget *b, struct db *db, int64_t now, struct err *e)
{
	int64_t due = budget_due(b);

	if (due == 0 || (due > now && b->told_at <= now))
		return 0;
	b->told_at = now;
	for (unsigned i = 0; i < CONDITION_KINDS; i++)
		if (b->trips[i].n > 0)
			condition_raise(db, &(struct finding){ .kind = (enum condition_kind)i,
			    .text = str_c(b->trips[i].text), .mend = str_c(b->trips[i].mend),
			    .times = b->trips[i].n }, now);
	if (db_run(db, e) == -1)
		return -1;
	for (unsigned i = 0; i < CONDITION_KINDS; i++) {
		if (b->trips[i].n > 0)
			log_warning("rules were stopped",
			    { "what", LOG_S(condition_word((enum condition_kind)i)) },
			    { "times", LOG_I(b->trips[i].n) }, { "why", LOG_C(b->trips[i].text) });
		b->trips[i].n = 0;
	}
	return 0;
}

void
budget_settle(struct work *w)
{
	struct budget *b = w->core->budget;

	if (w->spending == NULL || b == NULL)
		return;
	for (size_t i = 0; i < w->spending->n; i++)
		spend(b, &w->spending->v[i], w->now);
	for (size_t i = 0; i < w->spending->n_trips; i++) {
		const struct tripped *t = &w->spending->trips[i];

		b->trips[t->kind].n++;
		copy(b->trips[t->kind].text, t->text);
		copy(b->trips[t->kind].mend, t->mend);
	}
}
