/* away: see away.h. */
#include "daemon/act/away.h"

#include "daemon/act/refusal.h"
#include "daemon/act/until.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/away.h"

const struct why *
away_remark(const struct prospect *p, const struct agent *ag)
{
	struct away away = away_of(p->w, ag);

	return away.until == 0 ? NULL : WHY(p->w->a,
	    STR("* is away until *: their team hears of this ticket, too"), ag->full_name,
	    zone_text(p->w->a, refusal_zone(p), away.until));
}

static bool
others_are_here(const struct work *w, const struct agent *but)
{
	const struct agents *all = &w->conf->agents;

	for (size_t i = 0; i < all->n; i++)
		if (&all->v[i] != but && away_of(w, &all->v[i]).until == 0)
			return true;
	return false;
}

static const struct why *
remark(const struct prospect *p, struct str until)
{
	struct arena *a = p->w->a;
	int64_t us = 0;
	struct str when;

	if (!clock_parse(until, &us))
		return away_of(p->w, p->actor->agent).until == 0 ?
		    WHY(a, STR("you were not away")) : WHY(a, STR("you are here again"));
	when = zone_text(a, refusal_zone(p), us);
	return others_are_here(p->w, p->actor->agent) ?
	    WHY(a, STR("you are away until *: your team is told, and hears of your tickets, too"),
	    when) :
	    WHY(a, STR("you are away until *, and nobody else is here to hear of your tickets"),
	    when);
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct why *why = until_check(p, o, UNTIL_MORNING);

	if (why == NULL)
		o->remark = remark(p, o->value);
	return why;
}

/* Nothing of a ticket changes. */
static int
apply(struct action *ac)
{
	const struct agent *ag = ac->actor->agent;
	int64_t us = 0;

	clock_parse(ac->order->value, &us);
	if (us != away_of(ac->w, ag).until)
		away_set(ac->w, ag, us, ag->name);
	return 0;
}

const struct act act_away = { .check = check, .apply = apply };
