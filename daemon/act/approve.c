/* approve: see approve.h. */
#include "daemon/act/approve.h"

#include "daemon/act/refusal.h"
#include "daemon/policy/team.h"
#include "daemon/ticket/approval.h"
#include "daemon/ticket/timeentry.h"

enum { WORDS = 4, TOLD = 60, DATE = sizeof("2026-11-29") - 1 };

/* "ana last month because …" */
struct named {
	struct str		 who;
	const struct agent	*agent;		/* NULL: there is none of that name */
	bool			 is_period;
	struct period		 period;
	struct str		 rest;
};

static const struct zone *
zone_of(struct work *w, const struct agent *ag)
{
	return zones_find(w->core->zones, ag->timezone);
}

static struct named
read_named(struct work *w, const struct actor *actor, struct str value)
{
	struct named out = { .rest = str_trim(value) };
	size_t at = str_chr(out.rest, ' ', 0), end[WORDS + 1] = { 0 }, n = 0;

	out.who = str_sub(out.rest, 0, at);
	out.rest = at == SIZE_MAX ? STR_NONE : str_trim(str_sub(out.rest, at, out.rest.n));
	out.agent = agents_find(&w->conf->agents, out.who);
	if (out.agent == NULL)
		return out;
	for (size_t i = 0; n < WORDS && i < out.rest.n; n++) {
		at = str_chr(out.rest, ' ', i);
		end[n + 1] = at == SIZE_MAX ? out.rest.n : at;
		i = end[n + 1] + 1;
	}
	for (; n > 0 && !out.is_period; n--)
		if (period_read(w->a, zone_of(w, out.agent), actor->at, str_sub(out.rest, 0, end[n]),
		    &out.period)) {
			out.is_period = true;
			out.rest = str_trim(str_sub(out.rest, end[n], out.rest.n));
			return out;
		}
	return out;
}

static int
ask(struct work *w, struct ticket *t, const struct actor *actor, struct str value)
{
	struct named is = read_named(w, actor, value);

	return is.agent == NULL || !is.is_period ? 0 : approval_look(w, t, is.agent, &is.period);
}

/* --- whether they may ------------------------------------------------------ */

static bool
leads(const struct work *w, const struct agent *lead, const struct agent *ag)
{
	const struct teams *teams = &w->conf->teams;

	if (lead->team.n > 0 && str_eq(lead->team, ag->team))
		return true;
	for (size_t i = 0; i < teams->n; i++)
		if (team_has(&teams->v[i], lead) && team_has(&teams->v[i], ag))
			return true;
	return false;
}

static struct why *
check_who(const struct prospect *p, const struct agent *ag)
{
	const struct agent *by = p->actor->agent;
	struct arena *a = p->w->a;

	if (by == NULL || by->role == AGENT_ADMIN)
		return NULL;
	if (by == ag)
		return WHY(a, STR("nobody approves their own time: another lead or an admin does"));
	if (by->role < AGENT_LEAD)
		return WHY(a, STR("a lead or an admin approves time"));
	return leads(p->w, by, ag) ? NULL :
	    WHY(a, STR("* is in no team of yours: their lead or an admin approves their time"), ag->name);
}

static struct why *
no_period(struct prospect *p, const struct order *o, const struct named *is)
{
	struct why *why = WHY(p->w->a, STR("\"*\" is no month or week that was: 2026-10, 2026-W41, last "
	    "month or last week is one"), str_utf8_cut(is->rest, TOLD));

	why->instead = refusal_line(p, o->verb, str_printf(p->w->a, "%.*s last month",
	    STR_ARG(is->who)));
	why->is_example = true;
	return why;
}

/* Whose and of when; *out is set with NULL. */
static struct why *
check_named(struct prospect *p, struct order *o, struct named *is, struct approval *out)
{
	const struct agents *all = &p->w->conf->agents;
	const struct approval *known;
	struct strs names = { 0 };
	struct why *why;

	*is = read_named(p->w, p->actor, o->value);
	for (size_t i = 0; i < all->n; i++)
		strs_add(p->w->a, &names, all->v[i].name);
	if (is->agent == NULL)
		return refusal_none_such(p, o, STR("there is no agent *"), is->who, &names);
	if (!is->is_period)
		return no_period(p, o, is);
	if ((why = check_who(p, is->agent)) != NULL)
		return why;
	known = approval_find(p->t, is->agent, &is->period);
	*out = known != NULL ? *known : (struct approval){ .agent = is->agent,
	    .period = is->period };
	return NULL;
}

static void
keep(struct prospect *p, struct order *o, const struct approval *ap)
{
	struct approval *copy = ARENA_NEW(p->w->a, struct approval);

	*copy = *ap;
	o->approval = copy;
}

static struct why *
check_give(struct prospect *p, struct order *o)
{
	struct arena *a = p->w->a;
	struct approval ap;
	struct named is;
	struct why *why, *timer;

	o->approval = NULL;
	if ((why = check_named(p, o, &is, &ap)) != NULL)
		return why;
	if (is.rest.n > 0)
		return WHY(a, STR("\"*\" is one too many behind the month or week"),
		    str_utf8_cut(is.rest, TOLD));
	if (ap.period.until > p->w->now)
		return WHY(a, STR("* is not over: it ends on *"), ap.period.name, str_sub(zone_text(a,
		    zone_of(p->w, ap.agent), ap.period.until), 0, DATE));
	keep(p, o, &ap);
	if (ap.by.n > 0) {
		o->remark = WHY(a, STR("* approved * of * before"), ap.by, ap.period.name, ap.agent->name);
		return NULL;
	}
	why = WHY(a, STR("* of * is approved: *"), ap.period.name, ap.agent->name,
	    time_span_text(a, ap.worked));
	timer = WHY(a, STR("a timer of theirs from then is not stopped: what it books counts later"));
	why->also = ap.has_timer ? timer : NULL;
	o->remark = why;
	return NULL;
}

static struct why *
check_take(struct prospect *p, struct order *o)
{
	struct arena *a = p->w->a;
	struct approval ap;
	struct named is;
	struct why *why;

	o->approval = NULL;
	if ((why = check_named(p, o, &is, &ap)) != NULL)
		return why;
	if (ap.by.n == 0)
		return WHY(a, STR("* of * was not approved"), ap.period.name, ap.agent->name);
	if (is.rest.n == 0) {
		why = WHY(a, STR("say why it is taken back, behind the month or week"));
		return why;
	}
	ap.reason = is.rest;
	keep(p, o, &ap);
	o->remark = WHY(a, STR("* of * can be changed again; they are told why"), ap.period.name,
	    ap.agent->name);
	return NULL;
}

/* Nothing of a ticket changes. */
static int
apply_give(struct action *ac)
{
	const struct approval *ap = ac->order->approval;

	if (ap != NULL && ap->by.n == 0)
		approval_give(ac->w, ap, ac->actor->name);
	return 0;
}

static int
apply_take(struct action *ac)
{
	if (ac->order->approval != NULL)
		approval_take(ac->w, ac->order->approval, ac->actor->name);
	return 0;
}

const struct act act_approve_time = { .check = check_give, .apply = apply_give, .ask = ask };
const struct act act_unapprove_time = { .check = check_take, .apply = apply_take, .ask = ask };
