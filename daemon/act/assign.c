/* assign: see assign.h. */
#include "daemon/act/assign.h"

#include "daemon/act/away.h"
#include "daemon/act/refusal.h"
#include "daemon/policy/assignee.h"
#include "daemon/ticket/rotation.h"
#include "parsers/text/fold.h"

/* Who says so, unless somebody is called that. */
static bool
is_me(const struct prospect *p, const struct order *o)
{
	return p->actor->agent != NULL && str_ieq(o->value, STR("me")) &&
	    agents_find(&p->w->conf->agents, o->value) == NULL;
}

/* As agents.conf spells the name, or the whole name; rules spell it so themselves. */
static struct str
spelt(const struct prospect *p, struct str value)
{
	const struct agents *all = &p->w->conf->agents;
	struct str folded = fold(p->w->a, value), found = STR_NONE;

	if (p->actor->door == DOOR_RULE || agents_find(all, value) != NULL)
		return value;
	for (size_t i = 0; i < all->n; i++) {
		if (!fold_eq(all->v[i].name, folded) && !fold_eq(all->v[i].full_name, folded))
			continue;
		if (found.n > 0)
			return value;		/* two of them: people say which */
		found = all->v[i].name;
	}
	return found.n > 0 ? found : value;
}

/* "none" is refused as any other that nobody is in. */
static struct why *
check_team_name(struct prospect *p, struct order *o, struct str name)
{
	struct strs names = teams_names(p->w->a, &p->w->conf->teams);

	return strs_has(&names, name) ? NULL :
	    refusal_none_such(p, o, STR("there is no team *"), name, &names);
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct assignee to = assignee_read(o->value);
	const struct agents *agents = &p->w->conf->agents;
	struct strs names = { 0 };
	const struct agent *ag;

	if (p->actor->door == DOOR_RULE && to.kind != ASSIGNEE_AGENT)
		return check_team_name(p, o, to.name);
	o->value = is_me(p, o) ? p->actor->agent->name : spelt(p, o->value);
	if ((ag = agents_find(agents, o->value)) != NULL) {
		p->t->assignee = ag->name;
		o->remark = away_remark(p, ag);
		return NULL;
	}
	for (size_t i = 0; i < agents->n; i++)
		strs_add(p->w->a, &names, agents->v[i].name);
	return refusal_none_such(p, o, STR("there is no agent *"), o->value, &names);
}

static struct why *
check_take(struct prospect *p, struct order *o)
{
	if (p->actor->agent == NULL)
		return WHY(p->w->a, STR("take assigns it to an agent: say who with --as AGENT"));
	o->remark = away_remark(p, p->actor->agent);
	p->t->assignee = p->actor->agent->name;
	return NULL;
}

static int
give(struct action *ac, struct str who)
{
	ac->event = EVENT_ASSIGNED;
	return ticket_assign(ac->w, ac->t, who, &ac->cause);
}

/* Nobody of the team is here: it is the team's. */
static int
give_by_turns(struct action *ac, const struct assignee *to)
{
	const struct team *team = teams_find(&ac->w->conf->teams, to->name);
	struct str who = rotation_pick(ac->w, ac->t, team, to->kind);
	int moved, given = 0;

	ac->event = EVENT_ASSIGNED;
	moved = ticket_hand_over(ac->w, ac->t, to->name, who.n > 0, &ac->cause);
	if (moved != -1 && who.n > 0)
		given = ticket_assign(ac->w, ac->t, who, &ac->cause);
	return moved == -1 || given == -1 ? -1 : moved | given;
}

static int
apply(struct action *ac)
{
	struct assignee to = assignee_read(ac->order->value);

	if (ac->actor->door == DOOR_RULE &&
	    (to.kind == ASSIGNEE_ROUND_ROBIN || to.kind == ASSIGNEE_LEAST_BUSY))
		return give_by_turns(ac, &to);
	return give(ac, ac->order->value);
}

static int
apply_take(struct action *ac)
{
	return give(ac, ac->actor->agent->name);
}

static int
apply_unassign(struct action *ac)
{
	return give(ac, STR_NONE);
}

static struct why *
check_team(struct prospect *p, struct order *o)
{
	return check_team_name(p, o, o->value);
}

static int
apply_team(struct action *ac)
{
	const struct conf *conf = ac->w->conf;
	const struct agent *has = agents_find(&conf->agents, ac->t->assignee);

	ac->event = EVENT_ASSIGNED;
	return ticket_hand_over(ac->w, ac->t, ac->order->value,
	    has != NULL && team_has(teams_find(&conf->teams, ac->order->value), has), &ac->cause);
}

const struct act act_assign = { check, apply };
const struct act act_take = { check_take, apply_take };
const struct act act_team = { check_team, apply_team };
const struct act act_unassign = { NULL, apply_unassign };
