/* ratefile: see ratefile.h. */
#include "daemon/policy/ratefile.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/currency.h"
#include "daemon/policy/decimal.h"
#include "daemon/policy/ratecheck.h"
#include "parsers/base/array.h"
#include "parsers/text/date.h"

enum { RATE_PLACES = 4, PERCENT_PLACES = 2, PERCENT_MOST = 100000 };
enum { S_RATES, S_RATE, S_SERVICE, S_SURCHARGE };

static void	read_currency(struct loader *, const struct node *, void *);
static void	read_default(struct loader *, const struct node *, void *);
static void	read_services(struct loader *, const struct node *, void *);
static void	read_rates(struct loader *, const struct node *, void *);
static void	read_surcharges(struct loader *, const struct node *, void *);
static void	read_rate_currency(struct loader *, const struct node *, void *);
static void	read_amount(struct loader *, const struct node *, void *);
static void	read_percent(struct loader *, const struct node *, void *);
static void	read_from(struct loader *, const struct node *, void *);
static void	read_until(struct loader *, const struct node *, void *);

static const struct key file_keys[] = {
	KEY(struct rates, currency, "currency", KEY_CUSTOM, .read = read_currency, .help =
	    "ISO 4217 code of rates that name none and no project"),
	KEY(struct rates, rounding, "rounding", KEY_CUSTOM, .read = read_default, .help =
	    "group, see conf.rounding: of projects that have none of their own"),
	KEY(struct rates, services, "services", KEY_CUSTOM, .read = read_services, .help =
	    "list, see conf.service: kinds of work"),
	KEY(struct rates, v, "rates", KEY_CUSTOM, .read = read_rates, .help =
	    "list, see conf.rate: what an hour costs; the most specific wins"),
	KEY(struct rates, surcharges, "surcharges", KEY_CUSTOM, .read = read_surcharges, .help =
	    "list, see conf.surcharge: nights, weekends and holidays; of several the highest"),
};

static const struct key rate_keys[] = {
	KEY(struct rate, project, "project", KEY_NAME, .help = "its time alone"),
	KEY(struct rate, agent, "agent", KEY_NAME, .help = "this engineer's time alone"),
	KEY(struct rate, service, "service", KEY_NAME, .help = "time of this service alone"),
	KEY(struct rate, calendar, "hours", KEY_NAME, .help =
	    "a calendar: time in its open hours alone"),
	KEY(struct rate, from, "from", KEY_CUSTOM, .read = read_from, .help =
	    "the first day, \"2026-01-01\", in the project's zone"),
	KEY(struct rate, until, "until", KEY_CUSTOM, .read = read_until, .help = "the last day"),
	KEY(struct rate, amount, "amount", KEY_CUSTOM, .read = read_amount, .required = true, .help =
	    "what an hour costs: \"100.25\", up to four digits behind the point; or a whole number"),
	KEY(struct rate, currency, "currency", KEY_CUSTOM, .read = read_rate_currency, .help =
	    "ISO 4217 code; else the project's, else that of the file"),
};

static const struct key service_keys[] = {
	KEY(struct service, name, "name", KEY_NAME, .required = true, .help =
	    "what engineers and rates call it"),
	KEY(struct service, label, "label", KEY_STR, .help = "what customers read; else the name"),
	KEY(struct service, billable, "billable", KEY_BOOL, .def = "true", .help =
	    "false: its time is shown and costs nothing"),
};

static const struct key surcharge_keys[] = {
	KEY(struct surcharge, name, "name", KEY_NAME, .required = true, .help =
	    "\"night\"; a project's own stands for the general one of that name"),
	KEY(struct surcharge, calendar, "calendar", KEY_NAME, .required = true, .help =
	    "of calendars.conf: it says when"),
	KEY(struct surcharge, when, "during", KEY_ENUM, .def = "open", .names = surcharge_whens, .help =
	    "in the calendar's open hours, whenever it is closed, or on the days that it has for "
	    "holidays"),
	KEY(struct surcharge, project, "project", KEY_NAME, .help = "its time alone"),
	KEY(struct surcharge, percent, "percent", KEY_CUSTOM, .read = read_percent,
	    .required = true, .help = "on top of the rate: 50, \"12.5\""),
};

static const struct section sections[] = {
	[S_RATES] = { "rates", "rates.conf", KEYS(file_keys), "what time costs" },
	[S_RATE] = { "rate", "rates.conf", KEYS(rate_keys), "what an hour costs, of whom and when" },
	[S_SERVICE] = { "service", "rates.conf", KEYS(service_keys), "a kind of work" },
	[S_SURCHARGE] = { "surcharge", "rates.conf", KEYS(surcharge_keys),
	    "what time costs more at night, at weekends, on holidays" },
	{ NULL },
};

/* ---- settings ---- */

static void
currency_setting(struct loader *l, const struct node *n, struct str *out)
{
	struct strs codes;
	struct str code = STR_NONE;
	int digits;

	if (!conf_value(l, n, KEY_STR, &code))
		return;
	codes = currency_codes(l->a);
	if (currency_digits(code, &digits))
		*out = code;
	else
		conf_fault(l, n, "\"%.*s\" is no currency of ISO 4217%s: three capitals, such as "
		    "\"EUR\"", STR_ARG(str_utf8_cut(code, 40)), conf_near(l->a, code, &codes).p);
}

static void
read_currency(struct loader *l, const struct node *n, void *base)
{
	currency_setting(l, n, &((struct rates *)base)->currency);
}

static void
read_rate_currency(struct loader *l, const struct node *n, void *base)
{
	currency_setting(l, n, &((struct rate *)base)->currency);
}

static void
read_default(struct loader *l, const struct node *n, void *base)
{
	rounding_read(l, n, &((struct rates *)base)->rounding);
}

static void
read_amount(struct loader *l, const struct node *n, void *base)
{
	decimal_setting(l, n, RATE_PLACES, &((struct rate *)base)->amount);
}

static void
read_percent(struct loader *l, const struct node *n, void *base)
{
	struct surcharge *s = base;

	decimal_setting(l, n, PERCENT_PLACES, &s->percent);
	if (s->percent > PERCENT_MOST)
		conf_fault(l, n, "percent is what comes on top, at most 1000: 50 makes 150 of 100");
}

static void
day_setting(struct loader *l, const struct node *n, int32_t *out)
{
	struct str text = STR_NONE;

	if (conf_value(l, n, KEY_STR, &text) && !date_day(text, out))
		conf_fault(l, n, "%s \"%.*s\" is no day: \"2026-01-01\"", node_name(n).p,
		    STR_ARG(str_utf8_cut(text, 40)));
}

static void
read_from(struct loader *l, const struct node *n, void *base)
{
	day_setting(l, n, &((struct rate *)base)->from);
}

static void
read_until(struct loader *l, const struct node *n, void *base)
{
	day_setting(l, n, &((struct rate *)base)->until);
}

/* ---- lists ---- */

static void
read_services(struct loader *l, const struct node *n, void *base)
{
	struct rates *all = base;
	size_t count = conf_groups(l, n);

	all->services = ARENA_ARRAY(l->a, count, struct service);
	for (all->n_services = 0; all->n_services < count; all->n_services++) {
		struct service *s = &all->services[all->n_services];
		struct node e = node_at(n, all->n_services), name = node_get(&e, "name");

		s->line = node_line(&e);
		conf_walk(l, &e, &sections[S_SERVICE], s);
		if (s->label.n == 0)
			s->label = s->name;
		if (s->name.n > 0 && service_find(all, s->name) != NULL)
			conf_fault(l, &name, "service %.*s is there twice", STR_ARG(s->name));
	}
}

static void
wish(struct loader *l, const struct node *e, const char *key, const char *word, struct str name)
{
	struct node n = node_get(e, key);

	if (name.n > 0)
		conf_wish(l, &n, word, name);
}

static void
read_rate(struct loader *l, const struct node *e, struct rate *r)
{
	struct node until = node_get(e, "until");

	*r = (struct rate){ .from = INT32_MIN, .until = INT32_MAX, .amount = -1, .file = e->file,
	    .line = node_line(e) };
	conf_walk(l, e, &sections[S_RATE], r);
	if (r->until < r->from)
		conf_fault(l, &until, "until lies before from: this rate would never hold");
	wish(l, e, "project", "project", r->project);
	wish(l, e, "agent", "agent", r->agent);
	wish(l, e, "service", "service", r->service);
	wish(l, e, "hours", "calendar", r->calendar);
}

static void
read_rates(struct loader *l, const struct node *n, void *base)
{
	struct rates *all = base;
	size_t count = conf_groups(l, n);

	all->v = ARENA_ARRAY(l->a, count, struct rate);
	for (all->n = 0; all->n < count; all->n++) {
		struct node e = node_at(n, all->n);

		read_rate(l, &e, &all->v[all->n]);
	}
}

static void
read_surcharge(struct loader *l, const struct node *e, const struct rates *all,
    struct surcharge *s)
{
	struct node name = node_get(e, "name");

	s->file = e->file;
	s->line = node_line(e);
	conf_walk(l, e, &sections[S_SURCHARGE], s);
	wish(l, e, "calendar", "calendar", s->calendar);
	wish(l, e, "project", "project", s->project);
	for (size_t i = 0; s->name.n > 0 && i < all->n_surcharges; i++)
		if (str_eq(all->surcharges[i].name, s->name) &&
		    str_eq(all->surcharges[i].project, s->project))
			conf_fault(l, &name, "surcharge %.*s is there twice, at line %d, too: give "
			    "it another name, or a project", STR_ARG(s->name),
			    all->surcharges[i].line);
}

static void
read_surcharges(struct loader *l, const struct node *n, void *base)
{
	struct rates *all = base;
	size_t count = conf_groups(l, n);

	all->surcharges = ARENA_ARRAY(l->a, count, struct surcharge);
	for (all->n_surcharges = 0; all->n_surcharges < count; all->n_surcharges++) {
		struct node e = node_at(n, all->n_surcharges);

		read_surcharge(l, &e, all, &all->surcharges[all->n_surcharges]);
	}
}

/* A calendar that has no holidays would give a surcharge that never is. */
static void
check_surcharge(struct loader *l, const struct conf *c, const struct surcharge *s)
{
	const struct calendar *of = calendars_find(&c->calendars, s->calendar);

	if (of == NULL)
		return;
	if (s->when == SURCHARGE_HOLIDAY && of->n_holidays == 0)
		conf_fault_at(l, s->file, s->line, "calendar %.*s has no holidays%s: surcharge %.*s "
		    "would never be charged", STR_ARG(of->name), of->members.n > 0 ?
		    " of its own, for it is a union" : "", STR_ARG(s->name));
	else if (s->when == SURCHARGE_CLOSED && of->always)
		conf_fault_at(l, s->file, s->line, "calendar %.*s is never closed: surcharge %.*s "
		    "would never be charged", STR_ARG(of->name), STR_ARG(s->name));
}

/* Else the first statement would be the one to tell. */
static void
check_covered(struct loader *l, const struct rates *all, const struct project *p)
{
	const struct billing *b = p->billing;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].currency, b->currency) &&
		    (all->v[i].project.n == 0 || str_eq(all->v[i].project, p->key)))
			return;
	conf_hint_at(l, b->file, b->line, "project %.*s is billed in %.*s, and rates.conf has no rate "
	    "for it: { project = \"%.*s\"; amount = \"100.00\"; } would be one", STR_ARG(p->key),
	    STR_ARG(b->currency), STR_ARG(p->key));
}

/* After rates have their currencies.  Projects without rounding of their own get the file's. */
static void
settle_projects(struct loader *l, const struct conf *c, const struct rates *all)
{
	for (size_t i = 0; i < c->projects.n; i++) {
		struct billing *b = c->projects.v[i].billing;

		if (b == NULL)
			continue;
		if (!b->own_rounding)
			b->rounding = all->rounding;
		if (b->currency.n > 0 && l->faults->lines.n == 0)
			check_covered(l, all, &c->projects.v[i]);
	}
}

static void
load(struct loader *l, void *own)
{
	struct conf *c = l->whole;
	struct rates *all = own;
	struct node root;

	if (conf_open(l, STR("rates.conf"), false, &root))
		conf_walk(l, &root, &sections[S_RATES], all);
	for (size_t i = 0; i < all->n_surcharges; i++)
		check_surcharge(l, c, &all->surcharges[i]);
	ratecheck(l, c, all);
	settle_projects(l, c, all);
}

static struct strs
services_of(struct arena *a, const void *own)
{
	const struct rates *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n_services; i++)
		strs_add(a, &out, all->services[i].name);
	return out;
}

const struct conf_part rate_part = { "rate", "rates.conf", sections, load, NULL };
const struct conf_part service_part = { "service", "rates.conf", .names = services_of };
