/* team: see team.h. */
#include "daemon/policy/team.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/conf.h"
#include "parsers/base/array.h"

static const struct key team_keys[] = {
	KEY(struct team, name, "name", KEY_NAME, .required = true, .help =
	    "what #team, rules and team of agents.conf say"),
	KEY(struct team, members, "members", KEY_STRS, .help =
	    "names of engineers, beside those whose team it is in agents.conf"),
	KEY(struct team, lead, "lead", KEY_NAME, .help =
	    "one of them: the first to hear what \"lead\" in a rule tells"),
	KEY(struct team, hours, "hours", KEY_NAME, .help =
	    "calendar: warnings of SLA clocks to members without hours of their own wait until it "
	    "is open"),
	KEY(struct team, wake, "wake", KEY_STRS, .help =
	    "list of severities whose warnings come at any hour"),
};

static const struct section sections[] = {
	{ "teams", "teams.conf", KEYS(team_keys), "one team each" },
	{ NULL },
};

static struct team *
find(const struct teams *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

static void
add_member(struct arena *a, struct team *t, const struct agent *ag)
{
	if (!strs_has(&t->members, ag->name))
		strs_add(a, &t->members, ag->name);
}

static void
add_agents(struct arena *a, struct teams *all, const struct agents *agents)
{
	for (size_t i = 0; i < agents->n; i++) {
		struct team *t = find(all, agents->v[i].team);

		if (t != NULL)
			add_member(a, t, &agents->v[i]);
	}
}

void
teams_of_agents(struct arena *a, const struct agents *agents, struct teams *all)
{
	for (size_t i = 0; i < agents->n; i++) {
		if (agents->v[i].team.n == 0 || find(all, agents->v[i].team) != NULL)
			continue;
		all->v = array_grow(a, all->v, all->n, sizeof(*all->v));
		all->v[all->n++] = (struct team){ .name = agents->v[i].team };
	}
	add_agents(a, all, agents);
}

static void
check_hours(struct loader *l, const struct node *e, const struct team *t)
{
	struct node hours = node_get(e, "hours"), wake = node_get(e, "wake");
	struct strs known;

	if (t->hours.n > 0)
		conf_wish(l, &hours, "calendar", t->hours);
	else if (t->wake.n > 0)
		conf_fault(l, &wake, "wake without hours: every warning comes at once anyway");
	for (size_t i = 0; conf_known(l, "severity", &known) && i < t->wake.n; i++)
		conf_one_of(l, &wake, "severity", t->wake.v[i], &known);
}

static void
check_people(struct loader *l, const struct node *e, const struct team *t)
{
	struct node members = node_get(e, "members"), lead = node_get(e, "lead");
	struct strs known;

	for (size_t i = 0; conf_known(l, "agent", &known) && i < t->members.n; i++)
		conf_one_of(l, &members, "agent", t->members.v[i], &known);
	if (t->members.n == 0)
		conf_fault(l, e, "team %.*s is empty: name members, or give engineers team = "
		    "\"%.*s\" in agents.conf", STR_ARG(t->name), STR_ARG(t->name));
	else if (t->lead.n > 0 && !strs_has(&t->members, t->lead))
		conf_fault(l, &lead, "lead %.*s is not in team %.*s: make them a member, or "
		    "name one as lead", STR_ARG(t->lead), STR_ARG(t->name));
}

/* Members of agents.conf come after those of the list. */
static void
read_team(struct loader *l, const struct node *e, struct teams *all)
{
	const struct agents *agents = &((struct conf *)l->whole)->agents;
	struct team *t = &all->v[all->n];
	struct node name = node_get(e, "name");

	conf_walk(l, e, &sections[0], t);
	if (find(all, t->name) != NULL)
		conf_fault(l, &name, "team %.*s is there twice: give it another name",
		    STR_ARG(t->name));
	for (size_t i = 0; i < agents->n; i++)
		if (str_eq(agents->v[i].team, t->name))
			add_member(l->a, t, &agents->v[i]);
	if (!l->unread)			/* else everybody would be missing */
		check_people(l, e, t);
	check_hours(l, e, t);
	all->n++;
}

static void
load(struct loader *l, void *own)
{
	struct teams *all = own;
	struct node list;
	size_t n;

	if (!conf_open_list(l, STR("teams.conf"), false, "teams", &list)) {
		teams_of_agents(l->a, &((struct conf *)l->whole)->agents, all);
		return;
	}
	n = conf_groups(l, &list);
	all->v = ARENA_ARRAY(l->a, n, struct team);
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_team(l, &e, all);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	return teams_names(a, own);
}

const struct conf_part team_part = { "team", "agents.conf or teams.conf", sections, load,
	names_of };

const struct team *
teams_find(const struct teams *all, struct str name)
{
	return find(all, name);
}

struct strs
teams_names(struct arena *a, const struct teams *all)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

bool
team_has(const struct team *t, const struct agent *ag)
{
	return t != NULL && strs_has(&t->members, ag->name);
}
