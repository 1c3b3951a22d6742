/* check: see check.h. */
#include "daemon/policy/check.h"

#include "daemon/filter/leaf.h"
#include "daemon/policy/mailloop.h"
#include "daemon/policy/own.h"
#include "daemon/policy/ruleeffect.h"

/* What comes to a mailbox is a customer's; an engineer has an address besides. */
static void
check_agent(struct loader *l, const struct conf *c, const struct agent *ag)
{
	for (size_t i = 0; i < ag->addresses.n; i++)
		if (own_has(&c->letter.own_addresses, ag->addresses.v[i]))
			conf_fault_at(l, STR("agents.conf"), ag->line, "%.*s is the address of "
			    "a mailbox, or one of its aliases: an engineer has their own",
			    STR_ARG(ag->addresses.v[i]));
}

/* A mailbox that has all of a domain leaves nobody there to be a customer. */
static void
check_domains(struct loader *l, const struct conf *c, const struct project *p)
{
	for (size_t i = 0; i < p->domains.n; i++)
		if (strs_ihas(&c->letter.own_addresses, str_printf(l->a, "@%.*s",
		    STR_ARG(p->domains.v[i]))))
			conf_fault_at(l, p->file, p->line, "all of @%.*s is an alias of a "
			    "mailbox: name the addresses there instead, or project %.*s has "
			    "no people", STR_ARG(p->domains.v[i]), STR_ARG(p->key));
}

/* A target without hours of its own counts in those of the project. */
static void
check_hours(struct loader *l, const struct conf *c, const struct project *p, struct str policy)
{
	const struct sla_policy *sla = slas_find(&c->slas, policy);

	for (size_t i = 0; sla != NULL && p->calendar.n == 0 && i < sla->n_targets; i++)
		if (sla->targets[i].calendar.n == 0) {
			conf_fault_at(l, p->file, p->line, "target %zu of SLA %.*s names no "
			    "calendar, and neither does project %.*s: give one of them a "
			    "calendar", i + 1, STR_ARG(policy), STR_ARG(p->key));
			return;
		}
}

static void
check_project(struct loader *l, const struct conf *c, const struct project *p)
{
	check_hours(l, c, p, p->sla);
	if (!str_eq(p->sla, p->contract.sla))
		check_hours(l, c, p, p->contract.sla);
}

/* A rule without tests that stops hides all later ones on its events. */
static bool
is_hidden(const struct rules *all, size_t before, struct str event)
{
	for (size_t i = 0; !rule_is_alone_on(event) && i < before; i++)
		if (filter_is_always(&all->v[i].when) && rule_stops(&all->v[i], event) &&
		    all->v[i].enabled == RULE_ENABLED &&
		    strs_has(&all->v[i].on, event))
			return true;
	return false;
}

static void
check_rule(struct loader *l, const struct rules *all, size_t which)
{
	const struct rule *r = &all->v[which];
	size_t hidden = 0;

	for (size_t i = 0; i < r->on.n; i++)
		hidden += is_hidden(all, which, r->on.v[i]);
	if (r->on.n > 0 && hidden == r->on.n)
		conf_fault_at(l, r->file, r->line, "rule \"%.*s\" is never reached: rules "
		    "before it stop on all its events", STR_ARG(r->name));
}

void
check_whole(struct loader *l, const struct conf *c)
{
	for (size_t i = 0; i < c->agents.n; i++)
		check_agent(l, c, &c->agents.v[i]);
	for (size_t i = 0; i < c->projects.n; i++) {
		check_project(l, c, &c->projects.v[i]);
		check_domains(l, c, &c->projects.v[i]);
	}
	for (size_t i = 0; i < c->rules.n; i++)
		check_rule(l, &c->rules, i);
	mailloop_check(l, c);
}
