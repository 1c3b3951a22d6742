/* recipients: see recipients.h. */
#include "daemon/out/recipients.h"

#include "daemon/policy/whom.h"
#include "daemon/ticket/away.h"
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

static bool
is_here(const struct work *w, const struct agent *ag)
{
	return away_of(w, ag).until == 0;
}

/*
 * How many of the team that are here the list holds, not how many are new: a team that an
 * earlier word has named is no reason to ask the leads.
 */
static size_t
add_team(const struct work *w, struct recipients *rs, struct str team)
{
	const struct agents *all = &w->conf->agents;
	const struct team *t = teams_find(&w->conf->teams, team);
	size_t n = 0;

	for (size_t i = 0; t != NULL && i < all->n; i++)
		n += team_has(t, &all->v[i]) && add_agent(rs, &all->v[i]) &&
		    is_here(w, &all->v[i]);
	return n;
}

static size_t
add_role(const struct work *w, struct recipients *rs, enum role_agent role)
{
	const struct agents *all = &w->conf->agents;
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++)
		n += all->v[i].role == role && add_agent(rs, &all->v[i]) &&
		    is_here(w, &all->v[i]);
	return n;
}

static void
who_requester(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)w;
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
who_participants(const struct work *w, const struct event *ev, struct recipients *rs)
{
	const struct ticket *t = ev->ticket;

	who_requester(w, ev, rs);
	for (size_t i = 0; t != NULL && i < t->participants.n; i++)
		if (t->reply_to.n == 0 || !str_ieq(t->participants.v[i].addr,
		    t->requester_address.addr))
			add(rs, (struct recipient){ .is_customer = true,
			    .address = t->participants.v[i] });
}

static void
who_leads(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	if (add_role(w, rs, AGENT_LEAD) == 0)
		add_role(w, rs, AGENT_ADMIN);
}

static void
who_admins(const struct work *w, const struct event *ev, struct recipients *rs)
{
	(void)ev;
	if (add_role(w, rs, AGENT_ADMIN) == 0)
		add_role(w, rs, AGENT_LEAD);
}

static void
who_team(const struct work *w, const struct event *ev, struct recipients *rs)
{
	if (ev->ticket == NULL || add_team(w, rs, ev->ticket->team) == 0)
		who_leads(w, ev, rs);
}

/* Of the ticket's team, else of the team of who has it; where none is here, the leads. */
static void
who_lead(const struct work *w, const struct event *ev, struct recipients *rs)
{
	const struct conf *conf = w->conf;
	const struct agent *has = ev->ticket == NULL ? NULL :
	    agents_find(&conf->agents, ev->ticket->assignee);
	const struct team *t = ev->ticket == NULL ? NULL :
	    teams_find(&conf->teams, ev->ticket->team);
	const struct agent *lead;

	if (t == NULL && has != NULL)
		t = teams_find(&conf->teams, has->team);
	lead = t == NULL ? NULL : agents_find(&conf->agents, t->lead);
	if (lead == NULL || !add_agent(rs, lead) || !is_here(w, lead))
		who_leads(w, ev, rs);
}

/*
 * Who looks after the tickets of somebody who is away: who is here of the team that the
 * ticket has, else of their own, else leads, else admins.
 */
static void
stand_in(const struct work *w, const struct event *ev, const struct agent *ag,
    struct recipients *rs)
{
	if ((ev->ticket == NULL || add_team(w, rs, ev->ticket->team) == 0) &&
	    add_team(w, rs, ag->team) == 0)
		who_leads(w, ev, rs);
}

/* Somebody must see it: the assignee, and while they are away their team; else the leads. */
static void
who_assignee(const struct work *w, const struct event *ev, struct recipients *rs)
{
	const struct agent *ag = ev->ticket == NULL || ev->ticket->assignee.n == 0 ?
	    NULL : agents_find(&w->conf->agents, ev->ticket->assignee);

	if (ag == NULL)
		who_team(w, ev, rs);
	else if (add_agent(rs, ag) && !is_here(w, ag))
		stand_in(w, ev, ag, rs);
}

/* Where all of them are away, the leads hear of it, too. */
static void
who_named_team(const struct work *w, const struct event *ev, struct str team,
    struct recipients *rs)
{
	size_t before = rs->n;

	if (add_team(w, rs, team) == 0 && rs->n > before)
		who_leads(w, ev, rs);
}

/* The engineer whose doing it is; of anybody else's, whoever works on the ticket. */
static void
who_author(const struct work *w, const struct event *ev, struct recipients *rs)
{
	if (ev->agent == NULL || !add_agent(rs, ev->agent)) {
		who_assignee(w, ev, rs);
		return;
	}
	for (size_t i = 0; i < rs->n; i++)
		rs->v[i].is_asked |= rs->v[i].agent == ev->agent;
}

static void	(*const who_table[WHOM_WORDS])(const struct work *, const struct event *,
		    struct recipients *) = {
	[WHOM_REQUESTER] = who_requester, [WHOM_PARTICIPANTS] = who_participants,
	[WHOM_ASSIGNEE] = who_assignee, [WHOM_TEAM] = who_team, [WHOM_LEAD] = who_lead, [WHOM_LEADS] = who_leads,
	[WHOM_ADMINS] = who_admins, [WHOM_AUTHOR] = who_author,
};

void
recipients_add(const struct work *w, const struct event *ev, struct str who,
    struct recipients *rs)
{
	struct whom whom = whom_read(who);

	switch (whom.kind) {
	case WHOM_NAMED_TEAM:
		who_named_team(w, ev, whom.name, rs);
		break;
	case WHOM_NAMED_AGENT:
		recipients_add_agent(rs, agents_find(&w->conf->agents, whom.name));
		break;
	case WHOM_ADDRESS:
		add(rs, (struct recipient){ .address = { .addr = whom.name } });
		break;
	case WHOM_REQUESTER:
	case WHOM_PARTICIPANTS:
	case WHOM_ASSIGNEE:
	case WHOM_TEAM:
	case WHOM_LEAD:
	case WHOM_LEADS:
	case WHOM_ADMINS:
	case WHOM_AUTHOR:
		who_table[whom.kind](w, ev, rs);
		break;
	}
}

void
recipients_stand_in(const struct work *w, const struct agent *ag, struct recipients *out)
{
	struct event none = { .kind = EVENT_NOTED };

	stand_in(w, &none, ag, out);
	for (size_t i = 0; i < out->n; i++)
		if (out->v[i].agent == ag)
			out->v[i--] = out->v[--out->n];
}

void
recipients_in_charge(const struct work *w, const struct event *ev, struct recipients *out)
{
	recipients_add(w, ev, str_c(whom_words[WHOM_ADMINS]), out);
	if (out->n == 0)
		recipients_add(w, ev, str_c(whom_words[WHOM_LEADS]), out);
	for (size_t i = 0; out->n == 0 && i < w->conf->agents.n; i++)
		recipients_add_agent(out, &w->conf->agents.v[i]);
}
