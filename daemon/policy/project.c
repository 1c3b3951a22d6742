/* project: see project.h. */
#include "daemon/policy/project.h"

#include "daemon/conf/file.h"
#include "daemon/conf/wish.h"
#include "daemon/policy/conf.h"
#include "parsers/base/array.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/head/domain.h"

static void	read_defaults(struct loader *, const struct node *, void *);
static void	read_billing(struct loader *, const struct node *, void *);
static void	read_contract(struct loader *, const struct node *, void *);

static const char *const cc_names[] = { "never", "dmarc", "always", NULL };
static const char *const scope_names[] = { "own", "project", NULL };

static const struct key project_keys[] = {
	KEY(struct project, key, "key", KEY_NAME, .required = true, .help =
	    "short name, such as \"ACME\""),
	KEY(struct project, name, "name", KEY_STR, .help = "for people; else the key"),
	KEY(struct project, domains, "domains", KEY_LOWERS, .help =
	    "mail domains of its people"),
	KEY(struct project, contacts, "contacts", KEY_LOWERS, .help =
	    "addresses of its people at other domains, such as \"jo@gmail.example\""),
	KEY(struct project, advise, "advise", KEY_LOWERS, .help =
	    "addresses that word of a fault in what it runs goes to (docketctl affected --mail); "
	    "else its people who asked something within a year, the last five"),
	KEY(struct project, product, "product", KEY_NAME, .help =
	    "what it runs, of products.conf, when a ticket does not say; else the first there"),
	KEY(struct project, support_level, "support_level", KEY_NAME, .help =
	    "what its contract is called, such as \"gold\": support_level in rules and in targets of "
	    "sla.conf"),
	KEY(struct project, language, "language", KEY_NAME, .help =
	    "of mail to them: a folder of templates/; else the mailbox's"),
	KEY(struct project, calendar, "calendar", KEY_NAME, .help =
	    "their working hours, of calendars.conf; for SLA targets without their own"),
	KEY(struct project, sla, "sla", KEY_NAME, .help =
	    "policy of sla.conf; without it there are no clocks"),
	KEY(struct project, contract, "contract", KEY_CUSTOM, .read = read_contract, .help =
	    "group, see conf.contract: until when they have been promised what"),
	KEY(struct project, type, "type", KEY_NAME, .help =
	    "of its tickets, a type of types.conf; else the first there"),
	KEY(struct project, requester_cc, "requester_cc", KEY_ENUM, .names = cc_names,
	    .def = "dmarc", .help = "who the requester sends copies to takes part: never, "
	    "when one of authserv found dmarc=pass, or always"),
	KEY(struct project, portal_scope, "portal_scope", KEY_ENUM, .names = scope_names,
	    .def = "own", .help = "whose tickets its people see in the portal: their own, or the "
	    "project's, when domains or contacts has their address"),
	KEY(struct project, portal_due, "portal_due", KEY_BOOL, .def =
	    "false", .help = "the portal tells its people by when the next answer or the "
	    "solution was promised"),
	KEY(struct project, customer_commands, "customer_commands", KEY_STRS, .help =
	    "of \"close\", \"reopen\", \"severity\" and \"tickets\": what its customers may order at the top "
	    "of an answer; none without it"),
	KEY(struct project, customer_severity, "customer_severity", KEY_NAME, .help =
	    "the highest that #severity of a customer gives"),
	KEY(struct project, defaults, "defaults", KEY_CUSTOM, .read = read_defaults, .help =
	    "group: values of fields that a mail does not tell, { severity = \"low\"; }"),
	KEY(struct project, billing, "billing", KEY_CUSTOM, .read = read_billing, .help =
	    "group, see conf.billing: in which currency its time is billed, and how"),
};

static const struct section sections[] = {
	{ "projects", "projects.conf, projects.d/*.conf", KEYS(project_keys),
	    "one customer organisation each" },
	{ NULL },
};

static void
read_default(struct loader *l, const struct node *e, struct project *p)
{
	const struct field_defs *fields = &((struct conf *)l->whole)->fields;
	const struct field_def *def = field_find(fields, node_name(e));
	struct field_value *v = &p->defaults[p->n_defaults];
	struct strs known = { 0 };
	struct str text;
	struct err err;

	for (size_t i = 0; i < fields->n; i++)
		strs_add(l->a, &known, fields->v[i].name);
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

static void
read_billing(struct loader *l, const struct node *n, void *base)
{
	struct project *p = base;

	p->billing = ARENA_NEW(l->a, struct billing);
	billing_read(l, n, p->billing);
}

static void
read_contract(struct loader *l, const struct node *n, void *base)
{
	contract_read(l, n, &((struct project *)base)->contract);
}

static void
check_domain(struct loader *l, const struct node *n, struct str domain,
    const struct projects *before)
{
	const struct project *other = projects_by_domain(before, domain);

	if (str_chr(domain, '@', 0) != SIZE_MAX || str_chr(domain, '.', 0) == SIZE_MAX)
		conf_fault(l, n, "%.*s is not a mail domain: what stands after the @, "
		    "such as \"acme.example\"", STR_ARG(domain));
	else if (other != NULL)
		conf_fault(l, n, "domain %.*s is that of project %.*s already",
		    STR_ARG(domain), STR_ARG(other->key));
}

static void
check_contact(struct loader *l, const struct node *n, struct str address,
    const struct projects *before)
{
	const struct agents *agents = &((struct conf *)l->whole)->agents;
	const struct agent *ag = agents_by_address(agents, address);

	if (!address_is_safe(address))
		conf_fault(l, n, "%.*s is not a mail address: name@domain", STR_ARG(address));
	else if (ag != NULL)
		conf_fault(l, n, "%.*s is the address of %.*s in agents.conf: an engineer is no "
		    "contact", STR_ARG(address), STR_ARG(ag->name));
	for (size_t i = 0; i < before->n; i++)
		if (strs_has(&before->v[i].contacts, address))
			conf_fault(l, n, "%.*s is a contact of project %.*s already",
			    STR_ARG(address), STR_ARG(before->v[i].key));
}

/* Word of a fault never goes to another customer. */
static void
check_advise(struct loader *l, const struct node *n, const struct project *p, struct str address,
    const struct project *other)
{
	struct str domain = address_domain(address);

	if (!strs_has(&other->contacts, address) && !strs_has(&other->domains, domain))
		return;
	conf_fault(l, n, "%.*s in advise of project %.*s is an address of project %.*s: name one "
	    "of its own", STR_ARG(address), STR_ARG(p->key), STR_ARG(other->key));
}

static void
check_advised(struct loader *l, const struct node *e, const struct project *p,
    const struct projects *before)
{
	struct node n = node_get(e, "advise");
	const struct agents *agents = &((struct conf *)l->whole)->agents;

	for (size_t i = 0; i < p->advise.n; i++) {
		if (!address_is_safe(p->advise.v[i]))
			conf_fault(l, &n, "%.*s is not a mail address: name@domain",
			    STR_ARG(p->advise.v[i]));
		else if (agents_by_address(agents, p->advise.v[i]) != NULL)
			conf_fault(l, &n, "%.*s is an engineer's address in agents.conf: word of "
			    "faults goes to customers", STR_ARG(p->advise.v[i]));
		for (size_t k = 0; k < before->n; k++)
			check_advise(l, &n, p, p->advise.v[i], &before->v[k]);
	}
	for (size_t k = 0; k < before->n; k++)
		for (size_t i = 0; i < before->v[k].advise.n; i++)
			check_advise(l, e, &before->v[k], before->v[k].advise.v[i], p);
}

static void
check_people(struct loader *l, const struct node *e, struct project *p,
    const struct projects *before)
{
	struct node domains = node_get(e, "domains"), contacts = node_get(e, "contacts");

	for (size_t i = 0; i < p->domains.n; i++) {
		p->domains.v[i] = domain_ascii(l->a, p->domains.v[i]);
		check_domain(l, &domains, p->domains.v[i], before);
	}
	for (size_t i = 0; i < p->contacts.n; i++) {
		p->contacts.v[i] = domain_key(l->a, p->contacts.v[i]);
		check_contact(l, &contacts, p->contacts.v[i], before);
	}
}

static void
check_customers(struct loader *l, const struct node *e, const struct project *p)
{
	struct node commands = node_get(e, "customer_commands");
	struct node severity = node_get(e, "customer_severity");
	const struct field_def *def = field_find(&((struct conf *)l->whole)->fields,
	    STR("severity"));
	struct strs known = { 0 };

	strs_add(l->a, &known, STR("close"));
	strs_add(l->a, &known, STR("reopen"));
	strs_add(l->a, &known, STR("severity"));
	strs_add(l->a, &known, STR("tickets"));
	for (size_t i = 0; i < p->customer_commands.n; i++)
		conf_one_of(l, &commands, "command of customers", p->customer_commands.v[i],
		    &known);
	if (p->customer_severity.n > 0 && def != NULL)
		conf_one_of(l, &severity, "severity", p->customer_severity, &def->values);
}

static void
read_project(struct loader *l, const struct node *e, struct project *p,
    const struct projects *before)
{
	struct node key = node_get(e, "key");
	struct node calendar = node_get(e, "calendar"), sla = node_get(e, "sla");
	struct node language = node_get(e, "language"), type = node_get(e, "type");
	struct node product = node_get(e, "product");

	p->contract.until = p->contract.from = CIVIL_NONE;
	conf_walk(l, e, &sections[0], p);
	p->file = e->file;
	p->line = node_line(&sla);
	if (p->name.n == 0)
		p->name = p->key;
	if (p->calendar.n > 0)
		conf_wish(l, &calendar, "calendar", p->calendar);
	if (p->sla.n > 0)
		conf_wish(l, &sla, "SLA", p->sla);
	if (p->language.n > 0)
		conf_wish(l, &language, "language", p->language);
	if (p->type.n > 0)
		conf_wish(l, &type, "type", p->type);
	if (p->product.n > 0)
		conf_wish(l, &product, "product", p->product);
	check_customers(l, e, p);
	check_people(l, e, p, before);
	check_advised(l, e, p, before);
	if (projects_find(before, p->key) != NULL)
		conf_fault(l, &key, "project %.*s is there twice: give it another key",
		    STR_ARG(p->key));
}

static void
load_file(struct loader *l, struct str file, struct projects *all)
{
	struct node list;
	size_t n;

	if (!conf_open_list(l, file, true, "projects", &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++, all->n++) {
		struct node e = node_at(&list, i);

		all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
		read_project(l, &e, &all->v[all->n], all);
	}
}

static void
load(struct loader *l, void *own)
{
	struct strs more = conf_folder(l, "projects.d", ".conf");

	load_file(l, STR("projects.conf"), own);
	for (size_t i = 0; i < more.n; i++)
		load_file(l, more.v[i], own);
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct projects *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].key);
	return out;
}

static struct strs
levels_of(struct arena *a, const void *own)
{
	const struct projects *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].support_level.n > 0 && !strs_has(&out, all->v[i].support_level))
			strs_add(a, &out, all->v[i].support_level);
	return out;
}

const struct conf_part project_part = { "project", "projects.conf", sections, load, names_of };
const struct conf_part support_part = { "support level", "projects.conf", .names = levels_of };

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

const struct project *
projects_by_contact(const struct projects *all, struct str address)
{
	for (size_t i = 0; i < all->n; i++)
		if (strs_ihas(&all->v[i].contacts, address))
			return &all->v[i];
	return NULL;
}

const struct project *
projects_by_address(const struct projects *all, struct str address)
{
	const struct project *p = projects_by_contact(all, address);

	return p != NULL ? p : projects_by_domain(all, address_domain(address));
}

struct strs
projects_people(struct arena *a, const struct projects *all)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++) {
		for (size_t k = 0; k < all->v[i].domains.n; k++)
			strs_add(a, &out, all->v[i].domains.v[k]);
		for (size_t k = 0; k < all->v[i].contacts.n; k++)
			strs_add(a, &out, all->v[i].contacts.v[k]);
	}
	return out;
}

struct str
project_level(const struct project *p)
{
	return p == NULL ? STR_NONE : p->support_level;
}

struct str
project_billing(const struct project *p)
{
	return p == NULL || p->billing == NULL ? STR_NONE : str_c(billing_modes[p->billing->mode]);
}
