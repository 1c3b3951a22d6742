/* confpeople: agents.conf and projects.conf: who works here, and for whom. */
#include "daemon/compose.h"
#include "daemon/confload.h"

static const char *const role_names[] = { "agent", "lead", "admin", NULL };

static int	read_defaults(struct loader *, const struct node *, void *);

static const struct key agent_keys[] = {
	KEY(struct agent, name, "name", KEY_STR, .required = true, .help =
	    "short name: what #assign and the rules say"),
	KEY(struct agent, full_name, "full_name", KEY_STR, .help =
	    "the name that customers see [the short one]"),
	KEY(struct agent, addresses, "addresses", KEY_LOWERS, .required = true, .help =
	    "list: from where they write; notices go to the first"),
	KEY(struct agent, role, "role", KEY_ENUM, .names = role_names, .help =
	    "\"agent\", \"lead\" or \"admin\" [\"agent\"]"),
	KEY(struct agent, team, "team", KEY_STR, .help = "[none]"),
	KEY(struct agent, timezone, "timezone", KEY_STR, .help =
	    "IANA name, for the times in their mail [\"UTC\"]"),
};

static const struct key project_keys[] = {
	KEY(struct project, key, "key", KEY_STR, .required = true, .help =
	    "short name, such as \"ACME\""),
	KEY(struct project, name, "name", KEY_STR, .help = "[the key]"),
	KEY(struct project, domains, "domains", KEY_LOWERS, .help =
	    "list: mail domains of its people [none]"),
	KEY(struct project, language, "language", KEY_STR, .help =
	    "of mail to them, as in templates/ [the mailbox's]"),
	KEY(struct project, calendar, "calendar", KEY_STR, .help =
	    "working hours, in calendars.conf; needed where its SLA names none"),
	KEY(struct project, sla, "sla", KEY_STR, .help = "policy in sla.conf [none]"),
	KEY(struct project, defaults, "defaults", KEY_CUSTOM, .read = read_defaults, .help =
	    "group: values of fields that a mail does not give"),
};

#define N(keys)	(sizeof(keys) / sizeof((keys)[0]))

const struct section confpeople_sections[] = {
	{ "agents", "agents.conf", agent_keys, N(agent_keys), "one engineer each" },
	{ "projects", "projects.conf", project_keys, N(project_keys),
	    "one customer organisation each" },
};
const size_t confpeople_n = N(confpeople_sections);

static void
read_agent(struct loader *l, const struct node *e, struct agent *ag, size_t i)
{
	struct conf *c = l->conf;

	ag->timezone = STR("UTC");
	conf_walk(l, e, &confpeople_sections[0], ag);
	if (ag->full_name.n == 0)
		ag->full_name = ag->name;
	conf_zone(l, e, ag->timezone);
	for (size_t k = 0; k < ag->addresses.n; k++) {
		struct str ad = ag->addresses.v[k];

		if (!compose_address_ok(ad))
			conf_fault(l, e, "%.*s is not a mail address", STR_ARG(ad));
		if (strs_has(&c->letter.own_addresses, ad))
			conf_fault(l, e, "%.*s is a mailbox of docket's own: it cannot be "
			    "an agent's", STR_ARG(ad));
		for (size_t o = 0; o < i; o++)
			if (strs_has(&c->agents[o].addresses, ad))
				conf_fault(l, e, "%.*s is %.*s's already: an address names "
				    "one agent", STR_ARG(ad), STR_ARG(c->agents[o].name));
	}
	if (ag->addresses.n == 0)
		conf_fault(l, e, "addresses is empty: give at least one");
	for (size_t o = 0; o < i; o++)
		if (str_eq(c->agents[o].name, ag->name))
			conf_fault(l, e, "agent %.*s is there twice", STR_ARG(ag->name));
}

static void
load_agents(struct loader *l)
{
	struct conf *c = l->conf;
	struct node root, list;
	size_t n;

	if (!conf_open(l, "agents.conf", true, &root) || !conf_only(l, &root, "agents", &list))
		return;
	n = conf_groups(l, &list);
	c->agents = ARENA_ARRAY(l->a, n, struct agent);
	for (c->n_agents = 0; c->n_agents < n; c->n_agents++) {
		struct node e = node_at(&list, c->n_agents);

		read_agent(l, &e, &c->agents[c->n_agents], c->n_agents);
	}
}

static int
read_defaults(struct loader *l, const struct node *n, void *base)
{
	struct project *p = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "defaults is a group: defaults = { severity = \"medium\"; };");
		return -1;
	}
	p->defaults = ARENA_ARRAY(l->a, node_count(n), struct field_value);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		const struct field_def *def = field_find(&l->conf->fields, node_name(&e));
		struct field_value *v = &p->defaults[p->n_defaults];
		struct str text;
		struct err err;

		if (!conf_value(l, &e, KEY_STR, &text))
			continue;
		if (def == NULL) {
			conf_fault(l, &e, "there is no field %s: see fields.conf",
			    node_name(&e).p);
			continue;
		}
		if (field_parse(l->a, def, text, v, &err) == -1) {
			conf_fault(l, &e, "%s", err.text);
			continue;
		}
		v->name = def->name;
		v->raw = text;
		p->n_defaults++;
	}
	return 0;
}

static void
read_project(struct loader *l, const struct node *e, struct project *p, size_t i)
{
	struct conf *c = l->conf;

	conf_walk(l, e, &confpeople_sections[1], p);
	if (p->name.n == 0)
		p->name = p->key;
	if (p->calendar.n > 0)
		conf_wish(l, e, WISH_CALENDAR, p->calendar);
	if (p->sla.n > 0)
		conf_wish(l, e, WISH_SLA, p->sla);
	for (size_t o = 0; o < i; o++) {
		if (str_eq(c->projects[o].key, p->key))
			conf_fault(l, e, "project %.*s is there twice", STR_ARG(p->key));
		for (size_t k = 0; k < p->domains.n; k++)
			if (strs_has(&c->projects[o].domains, p->domains.v[k]))
				conf_fault(l, e, "domain %.*s is %.*s's already",
				    STR_ARG(p->domains.v[k]), STR_ARG(c->projects[o].key));
	}
}

static void
load_projects(struct loader *l, const char *file, bool required)
{
	struct conf *c = l->conf;
	struct project *all;
	struct node root, list;
	size_t n;

	if (!conf_open(l, file, required, &root) || !conf_only(l, &root, "projects", &list))
		return;
	n = conf_groups(l, &list);
	all = ARENA_ARRAY(l->a, c->n_projects + n, struct project);
	for (size_t i = 0; i < c->n_projects; i++)
		all[i] = c->projects[i];
	c->projects = all;
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_project(l, &e, &all[c->n_projects], c->n_projects);
		c->n_projects++;
	}
}

void
confpeople_load(struct loader *l)
{
	struct strs more = conf_folder(l, "projects.d");

	load_agents(l);
	load_projects(l, "projects.conf", true);
	for (size_t i = 0; i < more.n; i++)
		load_projects(l, more.v[i].p, true);
}
