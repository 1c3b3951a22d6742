/* recipients: see recipients.h. */
#include "daemon/out/recipients.h"

#include "daemon/policy/whom.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

/* Whether it is in the list now, newly or from before. */
static bool
add(struct recipients *rs, struct recipient r)
{
	for (size_t i = 0; i < rs->n; i++)
		if (str_ieq(rs->v[i].address.addr, r.address.addr))
			return true;
	if (rs->n == RECIPIENTS_MAX || !address_is_safe(r.address.addr))
		return false;
	rs->v[rs->n++] = r;
	return true;
}

static bool
add_agent(struct recipients *rs, const struct agent *ag)
{
	return ag != NULL && ag->addresses.n > 0 && add(rs, (struct recipient){ .agent = ag,
	    .address = { .name = ag->full_name, .addr = ag->addresses.v[0] } });
}

void
recipients_add_agent(struct recipients *rs, const struct agent *ag)
{
	add_agent(rs, ag);
}

/*
 * How many of the team the list holds, not how many are new: a team that an
 * earlier word has named is no reason to ask the leads.
 */
static size_t
add_team(const struct conf *conf, struct recipients *rs, struct str team)
{
	size_t n = 0;

	for (size_t i = 0; i < conf->agents.n && team.n > 0; i++)
		n += str_eq(conf->agents.v[i].team, team) &&
		    add_agent(rs, &conf->agents.v[i]);
	return n;
}

static size_t
add_role(const struct conf *conf, struct recipients *rs, enum role_agent role)
{
	size_t n = 0;

	for (size_t i = 0; i < conf->agents.n; i++)
		n += conf->agents.v[i].role == role && add_agent(rs, &conf->agents.v[i]);
	return n;
}

static void
who_requester(const struct conf *conf, const struct event *ev, struct recipients *rs)
{
	(void)conf;
	struct address to;

	if (ev->ticket == NULL)
		return;
	to = ev->ticket->requester_address;
	if (ev->ticket->reply_to.n > 0)
		to.addr = ev->ticket->reply_to;
	if (to.addr.n > 0)
		add(rs, (struct recipient){ .is_customer = true, .address = to });
}

static void
who_participants(const struct conf *conf, const struct event *ev, struct recipients *rs)
{
	const struct ticket *t = ev->ticket;

	who_requester(conf, ev, rs);
	for (size_t i = 0; t != NULL && i < t->participants.n; i++)
		if (t->reply_to.n == 0 || !str_ieq(t->participants.v[i].addr,
		    t->requester_address.addr))
			add(rs, (struct recipient){ .is_customer = true,
			    .address = t->participants.v[i] });
}

static void
who_leads(const struct conf *conf, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	if (add_role(conf, rs, AGENT_LEAD) == 0)
		add_role(conf, rs, AGENT_ADMIN);
}

static void
who_admins(const struct conf *conf, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	if (add_role(conf, rs, AGENT_ADMIN) == 0)
		add_role(conf, rs, AGENT_LEAD);
}

static void
who_team(const struct conf *conf, const struct event *ev, struct recipients *rs)
{
	if (ev->ticket == NULL || add_team(conf, rs, ev->ticket->team) == 0)
		who_leads(conf, ev, rs);
}

/* Somebody must see it: the assignee, else the team, else the leads. */
static void
who_assignee(const struct conf *conf, const struct event *ev, struct recipients *rs)
{
	const struct agent *ag = ev->ticket == NULL || ev->ticket->assignee.n == 0 ?
	    NULL : agents_find(&conf->agents, ev->ticket->assignee);

	if (ag != NULL)
		recipients_add_agent(rs, ag);
	else
		who_team(conf, ev, rs);
}

static void	(*const who_table[WHOM_WORDS])(const struct conf *, const struct event *,
		    struct recipients *) = {
	[WHOM_REQUESTER] = who_requester, [WHOM_PARTICIPANTS] = who_participants,
	[WHOM_ASSIGNEE] = who_assignee, [WHOM_TEAM] = who_team, [WHOM_LEADS] = who_leads,
	[WHOM_ADMINS] = who_admins,
};

void
recipients_add(const struct conf *conf, const struct event *ev, struct str who,
    struct recipients *rs)
{
	struct whom whom = whom_read(who);

	switch (whom.kind) {
	case WHOM_NAMED_TEAM:
		add_team(conf, rs, whom.name);
		break;
	case WHOM_NAMED_AGENT:
		recipients_add_agent(rs, agents_find(&conf->agents, whom.name));
		break;
	case WHOM_ADDRESS:
		add(rs, (struct recipient){ .address = { .addr = whom.name } });
		break;
	case WHOM_REQUESTER:
	case WHOM_PARTICIPANTS:
	case WHOM_ASSIGNEE:
	case WHOM_TEAM:
	case WHOM_LEADS:
	case WHOM_ADMINS:
		who_table[whom.kind](conf, ev, rs);
		break;
	}
}

void
recipients_in_charge(const struct conf *conf, const struct event *ev, struct recipients *out)
{
	recipients_add(conf, ev, str_c(whom_words[WHOM_ADMINS]), out);
	if (out->n == 0)
		recipients_add(conf, ev, str_c(whom_words[WHOM_LEADS]), out);
	for (size_t i = 0; out->n == 0 && i < conf->agents.n; i++)
		recipients_add_agent(out, &conf->agents.v[i]);
}
