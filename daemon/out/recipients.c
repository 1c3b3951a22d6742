/* recipients: see recipients.h. */
#include "daemon/out/recipients.h"

#include "daemon/out/compose.h"

static void
add(struct recipients *rs, struct recipient r)
{
	for (size_t i = 0; i < rs->n; i++)
		if (str_ieq(rs->v[i].address.addr, r.address.addr))
			return;
	if (rs->n < RECIPIENTS_MAX && compose_address_ok(r.address.addr))
		rs->v[rs->n++] = r;
}

void
recipients_add_agent(struct recipients *rs, const struct agent *ag)
{
	if (ag != NULL && ag->addresses.n > 0)
		add(rs, (struct recipient){ .agent = ag,
		    .address = { .name = ag->full_name, .addr = ag->addresses.v[0] } });
}

static size_t
add_team(const struct conf *conf, struct recipients *rs, struct str team)
{
	size_t before = rs->n;

	for (size_t i = 0; i < conf->agents.n && team.n > 0; i++)
		if (str_eq(conf->agents.v[i].team, team))
			recipients_add_agent(rs, &conf->agents.v[i]);
	return rs->n - before;
}

static size_t
add_role(const struct conf *conf, struct recipients *rs, enum role_agent role)
{
	size_t before = rs->n;

	for (size_t i = 0; i < conf->agents.n; i++)
		if (conf->agents.v[i].role == role)
			recipients_add_agent(rs, &conf->agents.v[i]);
	return rs->n - before;
}

static void
who_requester(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)w;
	if (ev->ticket != NULL && ev->ticket->requester_address.addr.n > 0)
		add(rs, (struct recipient){ .is_customer = true,
		    .address = ev->ticket->requester_address });
}

static void
who_participants(const struct work *w, const struct event *ev, struct recipients *rs)
{
	who_requester(w, ev, rs);
	for (size_t i = 0; ev->ticket != NULL && i < ev->ticket->participants.n; i++)
		add(rs, (struct recipient){ .is_customer = true,
		    .address = ev->ticket->participants.v[i] });
}

static void
who_leads(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	if (add_role(w->conf, rs, AGENT_LEAD) == 0)
		add_role(w->conf, rs, AGENT_ADMIN);
}

static void
who_admins(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	add_role(w->conf, rs, AGENT_ADMIN);
}

static void
who_team(const struct work *w, const struct event *ev, struct recipients *rs)
{
	if (ev->ticket == NULL || add_team(w->conf, rs, ev->ticket->team) == 0)
		who_leads(w, ev, rs);
}

/* Somebody must see it: the assignee, else the team, else the leads. */
static void
who_assignee(const struct work *w, const struct event *ev, struct recipients *rs)
{
	const struct agent *ag = ev->ticket == NULL || ev->ticket->assignee.n == 0 ?
	    NULL : agents_find(&w->conf->agents, ev->ticket->assignee);

	if (ag != NULL)
		recipients_add_agent(rs, ag);
	else
		who_team(w, ev, rs);
}

static const struct {
	const char	*name;
	void		(*resolve)(const struct work *, const struct event *,
			    struct recipients *);
} who_table[] = {
	{ "requester", who_requester }, { "participants", who_participants },
	{ "assignee", who_assignee }, { "team", who_team }, { "leads", who_leads },
	{ "admins", who_admins },
};

void
recipients_add(const struct work *w, const struct event *ev, struct str who,
    struct recipients *rs)
{
	for (size_t i = 0; i < sizeof(who_table) / sizeof(who_table[0]); i++)
		if (str_eq(who, str_c(who_table[i].name))) {
			who_table[i].resolve(w, ev, rs);
			return;
		}
	if (str_starts(who, STR("team:")))
		add_team(w->conf, rs, str_sub(who, 5, who.n));
	else if (str_starts(who, STR("agent:")))
		recipients_add_agent(rs, agents_find(&w->conf->agents, str_sub(who, 6, who.n)));
	else
		add(rs, (struct recipient){ .address = { .addr = who } });
}
