/* agent: see agent.h. */
#include "daemon/policy/agent.h"

#include "daemon/calendar/calendar.h"
#include "daemon/conf/wish.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

const char *const agent_roles[] = { "agent", "lead", "admin", NULL };

static const char *const transcript_names[] = { "always", "errors", "never", NULL };

static const struct key agent_keys[] = {
	KEY(struct agent, name, "name", KEY_NAME, .required = true, .help =
	    "short name: what #assign and the rules say"),
	KEY(struct agent, full_name, "full_name", KEY_STR, .help =
	    "the name that customers see; else the short one"),
	KEY(struct agent, addresses, "addresses", KEY_LOWERS, .required = true, .help =
	    "from where they write; notices go to the first"),
	KEY(struct agent, role, "role", KEY_ENUM, .names = agent_roles, .def = "agent",
	    .help = "leads hear of breaches, admins of what docket could not take"),
	KEY(struct agent, team, "team", KEY_NAME, .help = "who else takes their tickets; one of teams.conf, if that is there"),
	KEY(struct agent, timezone, "timezone", KEY_STR, .def = "UTC", .help =
	    "IANA name, for the times in their mail"),
	KEY(struct agent, language, "language", KEY_NAME, .help =
	    "of what docket writes to them: a folder of templates/; else the mailbox's.  It says "
	    "also whether 3/4 is the third of April"),
	KEY(struct agent, hours, "hours", KEY_NAME, .help =
	    "calendar: warnings of SLA clocks wait until it is open"),
	KEY(struct agent, wake, "wake", KEY_STRS, .help =
	    "list of severities whose warnings come at any hour"),
	KEY(struct agent, transcript, "transcript", KEY_ENUM, .names = transcript_names,
	    .def = "errors", .help = "when a mail tells what became of their commands; "
	    "what was asked, and a text that nobody got, are told even with never"),
};

static const struct section sections[] = {
	{ "agents", "agents.conf", KEYS(agent_keys), "one engineer each" },
	{ NULL },
};

static void
check_address(struct loader *l, const struct node *n, struct str *address,
    const struct agents *before)
{
	struct str ad = *address;

	if (str_ascii(ad, 0) < ad.n)
		ad = *address = domain_key(l->a, ad);
	if (!address_is_safe(ad))
		conf_fault(l, n, "%.*s is not a mail address: name@domain", STR_ARG(ad));
	for (size_t i = 0; i < before->n; i++)
		if (strs_has(&before->v[i].addresses, ad))
			conf_fault(l, n, "%.*s is the address of %.*s already", STR_ARG(ad),
			    STR_ARG(before->v[i].name));
}

static void
check_hours(struct loader *l, const struct node *e, const struct agent *ag)
{
	struct node hours = node_get(e, "hours"), wake = node_get(e, "wake");
	struct strs known;

	if (ag->hours.n > 0)
		conf_wish(l, &hours, "calendar", ag->hours);
	else if (ag->wake.n > 0)
		conf_fault(l, &wake, "wake without hours: every warning comes at once anyway");
	for (size_t i = 0; conf_known(l, "severity", &known) && i < ag->wake.n; i++)
		conf_one_of(l, &wake, "severity", ag->wake.v[i], &known);
}

static void
read_agent(struct loader *l, const struct node *e, struct agent *ag,
    const struct agents *before)
{
	struct node name = node_get(e, "name"), addresses = node_get(e, "addresses");
	struct node timezone = node_get(e, "timezone"), language = node_get(e, "language");
	struct node team = node_get(e, "team");

	conf_walk(l, e, &sections[0], ag);
	ag->line = node_line(&addresses);
	check_hours(l, e, ag);
	if (ag->full_name.n == 0)
		ag->full_name = ag->name;
	if (ag->team.n > 0)
		conf_wish(l, &team, "team", ag->team);
	conf_zone(l, &timezone, ag->timezone);
	if (ag->language.n > 0)
		conf_wish(l, &language, "language", ag->language);
	for (size_t i = 0; i < ag->addresses.n; i++)
		check_address(l, &addresses, &ag->addresses.v[i], before);
	if (addresses.setting != e->setting && ag->addresses.n == 0)
		conf_fault(l, &addresses, "addresses is empty: notices need at least one");
	if (agents_find(before, ag->name) != NULL)
		conf_fault(l, &name, "agent %.*s is there twice: give them another name",
		    STR_ARG(ag->name));
}

static void
load(struct loader *l, void *own)
{
	struct agents *all = own;
	struct node list;
	size_t n;

	if (!conf_open_list(l, STR("agents.conf"), true, "agents", &list))
		return;
	n = conf_groups(l, &list);
	all->v = ARENA_ARRAY(l->a, n, struct agent);
	for (; all->n < n; all->n++) {
		struct node e = node_at(&list, all->n);

		read_agent(l, &e, &all->v[all->n], all);
	}
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct agents *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

const struct conf_part agent_part = { "agent", "agents.conf", sections, load, names_of };

const struct agent *
agents_find(const struct agents *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

const struct agent *
agents_by_address(const struct agents *all, struct str address)
{
	for (size_t i = 0; i < all->n; i++)
		if (strs_ihas(&all->v[i].addresses, address))
			return &all->v[i];
	return NULL;
}

bool
agent_day_first(const struct agent *ag)
{
	return ag != NULL && ag->language.n > 0 && !str_eq(ag->language, STR("en"));
}
