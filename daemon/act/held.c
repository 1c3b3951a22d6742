/* held: see held.h. */
#include "daemon/act/held.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/waiting.h"

static const struct waiting_mail *
find(const struct waiting *all, int64_t entry)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].entry == entry)
			return &all->v[i];
	return NULL;
}

/* Which of them is meant; NULL with why not. */
static const struct waiting_mail *
meant(struct prospect *p, struct order *o, struct why **why)
{
	const struct waiting *all = &p->t->waiting;
	const struct waiting_mail *m;
	struct arena *a = p->w->a;
	int64_t entry = 0;

	*why = NULL;
	if (all->n == 0) {
		*why = WHY(a, STR("no mail waits on this ticket for a decision"));
		return NULL;
	}
	m = o->value.n == 0 && all->n == 1 ? &all->v[0] : o->value.n > 0 &&
	    str_i64(o->value, &entry) ? find(all, entry) : NULL;
	if (m != NULL)
		return m;
	*why = o->value.n == 0 ? WHY(a, STR("several mails wait: say which")) :
	    WHY(a, STR("no mail waits as *"), o->value);
	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &(*why)->allowed, str_printf(a, "%lld", (long long)all->v[i].entry));
	(*why)->instead = refusal_line(p, o->verb, (*why)->allowed.v[0]);
	(*why)->is_example = all->n > 1;
	return NULL;
}

/* A mail is decided once: what stands below sees the others. */
static void
take_out(struct prospect *p, int64_t entry)
{
	const struct waiting all = p->t->waiting;
	struct waiting *left = &p->t->waiting;

	left->v = ARENA_ARRAY(p->w->a, all.n, struct waiting_mail);
	left->n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].entry != entry)
			left->v[left->n++] = all.v[i];
}

struct why *
held_check(struct prospect *p, struct order *o)
{
	struct why *why;
	const struct waiting_mail *m = meant(p, o, &why);

	if (m == NULL)
		return why;
	if (!m->is_kept)
		return WHY(p->w->a, STR("the raw mail of * was archived"),
		    str_printf(p->w->a, "%lld", (long long)m->entry));
	o->value = str_printf(p->w->a, "%lld", (long long)m->entry);
	take_out(p, m->entry);
	return NULL;
}

/* An engineer's address is never a customer's. */
static struct why *
check_always(struct prospect *p, struct order *o)
{
	struct why *why;
	const struct waiting_mail *m = meant(p, o, &why);

	if (m == NULL)
		return why;
	if (m->is_kept && agents_by_address(&p->w->conf->agents, m->author) != NULL)
		return WHY(p->w->a, STR("* is an engineer's, who is told by rules"), m->author);
	return !m->is_kept || m->may_take ? held_check(p, o) : WHY(p->w->a, STR("* is another "
	    "customer's: #accept takes the mail alone"), m->author);
}

int
held_decide(struct action *ac, const char *what, bool remember)
{
	struct work *w = ac->w;
	struct sql_held_decide_row row;
	struct sql_held_decide h;
	int64_t entry = 0;

	if (!str_i64(ac->order->value, &entry))
		return 0;
	h = waiting_decide(w->db, &(struct waiting_decision){ .entry = entry,
	    .what = str_c(what), .remember = remember, .by = ac->actor->name,
	    .by_agent = ac->actor->agent != NULL, .at = ac->actor->at });
	if (work_run(w) == -1)
		return -1;
	if (!sql_held_decide_row(w->db, h, 0, &row) || !row.done)
		return err_set(&w->err, ERR_MESSAGE, "held mail %lld: somebody else decided",
		    (long long)entry);
	return 1;
}

static int
apply_accept(struct action *ac)
{
	return held_decide(ac, "accept", false);
}

static int
apply_always(struct action *ac)
{
	return held_decide(ac, "accept", true);
}

const struct act act_accept = { held_check, apply_accept, .look = waiting_look };
const struct act act_accept_always = { check_always, apply_always, .look = waiting_look };
