/* erase: see erase.h. */
#include "daemon/act/erase.h"

#include "daemon/act/refusal.h"
#include "daemon/ticket/ticket.h"

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

/* What would be gone; the same line with the number does it. */
static struct why *
ask_again(struct prospect *p, const struct order *o)
{
	const struct erasure *e = &p->t->erasure;
	struct arena *a = p->w->a;
	struct str n = number(a, p->t->id);
	struct why *why = e->merged == 0 ?
	    WHY(a, STR("that is for good: ticket #*, its mails (*) and files (*) would be gone for "
		"everybody; write its number to say so"), n, number(a, e->mails),
		number(a, e->files)) :
	    WHY(a, STR("that is for good: ticket #*, those that went into it (*), their mails (*) "
		"and files (*) would be gone for everybody; write its number to say so"), n,
		number(a, e->merged), number(a, e->mails), number(a, e->files));

	why->instead = refusal_line(p, o->verb, n);
	return why;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct str said = o->value.n > 0 && o->value.p[0] == '#' ?
	    str_sub(o->value, 1, o->value.n) : o->value;

	if (p->t->id == 0)
		return WHY(p->w->a, STR("there is no ticket *"), STR("#0"));
	return str_eq(said, number(p->w->a, p->t->id)) ? NULL : ask_again(p, o);
}

static int
apply(struct action *ac)
{
	return ticket_erase(ac->w, ac->t, &ac->cause);
}

const struct act act_erase = { .check = check, .apply = apply, .look = erasure_look };
