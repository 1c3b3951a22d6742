/* confpeople: agents.conf and projects.conf: who works here, and for whom. */
#include "daemon/out/compose.h"
#include "daemon/policy/confload.h"

static const char *const role_names[] = { "agent", "lead", "admin", NULL };

static void	read_defaults(struct loader *, const struct node *, void *);

static const struct key agent_keys[] = {
	KEY(struct agent, name, "name", KEY_NAME, .required = true, .help =
	    "short name: what #assign and the rules say"),
	KEY(struct agent, full_name, "full_name", KEY_STR, .help =
	    "the name that customers see; else the short one"),
	KEY(struct agent, addresses, "addresses", KEY_LOWERS, .required = true, .help =
	    "from where they write; notices go to the first"),
	KEY(struct agent, role, "role", KEY_ENUM, .names = role_names, .def = "agent",
	    .help = "leads hear of breaches, admins of what docket could not take"),
	KEY(struct agent, team, "team", KEY_NAME, .help = "who else takes their tickets"),
	KEY(struct agent, timezone, "timezone", KEY_STR, .def = "UTC", .help =
	    "IANA name, for the times in their mail"),
	KEY(struct agent, hours, "hours", KEY_NAME, .help =
	    "calendar: warnings of SLA clocks wait until it is open"),
	KEY(struct agent, wake, "wake", KEY_STRS, .help =
	    "list of severities whose warnings come at any hour"),
};

static const struct key project_keys[] = {
	KEY(struct project, key, "key", KEY_NAME, .required = true, .help =
	    "short name, such as \"ACME\""),
	KEY(struct project, name, "name", KEY_STR, .help = "for people; else the key"),
	KEY(struct project, domains, "domains", KEY_LOWERS, .help =
	    "mail domains of its people"),
	KEY(struct project, language, "language", KEY_NAME, .help =
	    "of mail to them: a folder of templates/; else the mailbox's"),
	KEY(struct project, calendar, "calendar", KEY_NAME, .help =
	    "their working hours, of calendars.conf; for SLA targets without their own"),
	KEY(struct project, sla, "sla", KEY_NAME, .help =
	    "policy of sla.conf; without it there are no clocks"),
	KEY(struct project, defaults, "defaults", KEY_CUSTOM, .read = read_defaults, .help =
	    "group: values of fields that a mail does not tell, { severity = \"low\"; }"),
};

enum { S_AGENTS, S_PROJECTS };

const struct section confpeople_sections[] = {
	[S_AGENTS] = { "agents", "agents.conf", KEYS(agent_keys), "one engineer each" },
	[S_PROJECTS] = { "projects", "projects.conf, projects.d/*.conf", KEYS(project_keys),
	    "one customer organisation each" },
	{ NULL },
};

static void
check_address(struct loader *l, const struct node *n, struct str ad, size_t before)
{
	const struct conf *c = l->conf;

	if (!compose_address_ok(ad))
		conf_fault(l, n, "%.*s is not a mail address: name@domain", STR_ARG(ad));
	if (strs_has(&c->letter.own_addresses, ad))
		conf_fault(l, n, "%.*s is the address of a mailbox: an engineer has their "
		    "own", STR_ARG(ad));
	for (size_t i = 0; i < before; i++)
		if (strs_has(&c->agents.v[i].addresses, ad))
			conf_fault(l, n, "%.*s is the address of %.*s already", STR_ARG(ad),
			    STR_ARG(c->agents.v[i].name));
}

static void
read_agent(struct loader *l, const struct node *e, struct agent *ag, size_t before)
{
	struct node name = node_get(e, "name"), addresses = node_get(e, "addresses");
	struct node timezone = node_get(e, "timezone"), hours = node_get(e, "hours");
	struct node wake = node_get(e, "wake");
	const struct field_def *severity = field_find(&l->conf->fields, STR("severity"));

	conf_walk(l, e, &confpeople_sections[S_AGENTS], ag);
	if (ag->hours.n > 0)
		conf_wish(l, &hours, WISH_CALENDAR, ag->hours);
	else if (ag->wake.n > 0)
		conf_fault(l, &wake, "wake without hours: every warning comes at once anyway");
	for (size_t i = 0; severity != NULL && i < ag->wake.n; i++)
		conf_one_of(l, &wake, "severity", ag->wake.v[i], &severity->values);
	if (ag->full_name.n == 0)
		ag->full_name = ag->name;
	conf_zone(l, &timezone, ag->timezone);
	for (size_t i = 0; i < ag->addresses.n; i++)
		check_address(l, &addresses, ag->addresses.v[i], before);
	if (addresses.setting != e->setting && ag->addresses.n == 0)
		conf_fault(l, &addresses, "addresses is empty: notices need at least one");
	if (agents_find(&l->conf->agents, ag->name) != NULL)
		conf_fault(l, &name, "agent %.*s is there twice: give them another name",
		    STR_ARG(ag->name));
}

static void
load_agents(struct loader *l)
{
	struct conf *c = l->conf;
	struct node list;
	size_t n;

	if (!conf_open_list(l, STR("agents.conf"), true, "agents", &list))
		return;
	n = conf_groups(l, &list);
	c->agents.v = ARENA_ARRAY(l->a, n, struct agent);
	for (; c->agents.n < n; c->agents.n++) {
		struct node e = node_at(&list, c->agents.n);

		read_agent(l, &e, &c->agents.v[c->agents.n], c->agents.n);
	}
}

static void
read_default(struct loader *l, const struct node *e, struct project *p)
{
	const struct field_def *def = field_find(&l->conf->fields, node_name(e));
	struct field_value *v = &p->defaults[p->n_defaults];
	struct strs known = { 0 };
	struct str text;
	struct err err;

	for (size_t i = 0; i < l->conf->fields.n; i++)
		strs_add(l->a, &known, l->conf->fields.v[i].name);
	if (!conf_one_of(l, e, "field", node_name(e), &known) ||
	    !conf_value(l, e, KEY_STR, &text))
		return;
	if (field_parse(l->a, def, text, v, &err) == -1) {
		conf_fault(l, e, "%s", err.text);
		return;
	}
	v->name = def->name;
	p->n_defaults++;
}

static void
read_defaults(struct loader *l, const struct node *n, void *base)
{
	struct project *p = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "defaults is not a group: write defaults = { severity = "
		    "\"medium\"; };");
		return;
	}
	p->defaults = ARENA_ARRAY(l->a, node_count(n), struct field_value);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		read_default(l, &e, p);
	}
}

/* A target without hours of its own counts in those of the project. */
static void
check_hours(struct loader *l, const struct node *e, const struct project *p)
{
	const struct sla_policy *sla = slas_find(&l->conf->slas, p->sla);
	struct node at = node_get(e, "sla");

	for (size_t i = 0; sla != NULL && p->calendar.n == 0 && i < sla->n_targets; i++)
		if (sla->targets[i].calendar.n == 0) {
			conf_fault(l, &at, "target %zu of SLA %.*s names no calendar, and "
			    "neither does project %.*s: give one of them a calendar", i + 1,
			    STR_ARG(p->sla), STR_ARG(p->key));
			return;
		}
}

static void
check_domain(struct loader *l, const struct node *n, struct str domain)
{
	const struct project *other = projects_by_domain(&l->conf->projects, domain);

	if (str_chr(domain, '@', 0) != SIZE_MAX || str_chr(domain, '.', 0) == SIZE_MAX)
		conf_fault(l, n, "%.*s is not a mail domain: what stands after the @, "
		    "such as \"acme.example\"", STR_ARG(domain));
	else if (other != NULL)
		conf_fault(l, n, "domain %.*s is that of project %.*s already",
		    STR_ARG(domain), STR_ARG(other->key));
}

static void
read_project(struct loader *l, const struct node *e, struct project *p)
{
	struct node key = node_get(e, "key"), domains = node_get(e, "domains");
	struct node calendar = node_get(e, "calendar"), sla = node_get(e, "sla");
	struct node language = node_get(e, "language");

	conf_walk(l, e, &confpeople_sections[S_PROJECTS], p);
	if (p->name.n == 0)
		p->name = p->key;
	if (p->calendar.n > 0)
		conf_wish(l, &calendar, WISH_CALENDAR, p->calendar);
	if (p->sla.n > 0)
		conf_wish(l, &sla, WISH_SLA, p->sla);
	if (p->language.n > 0)
		conf_wish(l, &language, WISH_LANGUAGE, p->language);
	check_hours(l, e, p);
	for (size_t i = 0; i < p->domains.n; i++)
		check_domain(l, &domains, p->domains.v[i]);
	if (projects_find(&l->conf->projects, p->key) != NULL)
		conf_fault(l, &key, "project %.*s is there twice: give it another key",
		    STR_ARG(p->key));
}

static void
load_projects(struct loader *l, struct str file)
{
	struct conf *c = l->conf;
	struct project *all;
	struct node list;
	size_t n;

	if (!conf_open_list(l, file, true, "projects", &list))
		return;
	n = conf_groups(l, &list);
	all = ARENA_ARRAY(l->a, c->projects.n + n, struct project);
	for (size_t i = 0; i < c->projects.n; i++)
		all[i] = c->projects.v[i];
	c->projects.v = all;
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_project(l, &e, &all[c->projects.n]);
		c->projects.n++;
	}
}

void
confpeople_load(struct loader *l)
{
	struct strs more = conf_folder(l, "projects.d", ".conf");

	load_agents(l);
	load_projects(l, STR("projects.conf"));
	for (size_t i = 0; i < more.n; i++)
		load_projects(l, more.v[i]);
}

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

const struct project *
projects_find(const struct projects *all, struct str key)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].key, key))
			return &all->v[i];
	return NULL;
}

const struct project *
projects_by_domain(const struct projects *all, struct str domain)
{
	for (size_t i = 0; i < all->n; i++)
		if (strs_ihas(&all->v[i].domains, domain))
			return &all->v[i];
	return NULL;
}
