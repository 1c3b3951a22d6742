/* billing: see billing.h. */
#include "daemon/policy/billing.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/currency.h"
#include "parsers/head/addrspec.h"

static void	read_currency(struct loader *, const struct node *, void *);
static void	read_rounding(struct loader *, const struct node *, void *);
static void	read_budget(struct loader *, const struct node *, void *);

const char *const billing_modes[] = { [BILLING_TIME] = "time-and-material",
	[BILLING_PREPAID] = "prepaid", [BILLING_FIXED] = "fixed", NULL };
const char *const budget_pers[] = { [BUDGET_ALL] = "", [BUDGET_WEEK] = "week",
	[BUDGET_MONTH] = "month", [BUDGET_QUARTER] = "quarter", [BUDGET_YEAR] = "year", NULL };

static const struct key keys[] = {
	KEY(struct billing, currency, "currency", KEY_CUSTOM, .read = read_currency,
	    .required = true, .help = "ISO 4217 code of what it pays with, \"EUR\""),
	KEY(struct billing, rounding, "rounding", KEY_CUSTOM, .read = read_rounding, .help =
	    "group, see conf.rounding: its own, whole; else that of rates.conf"),
	KEY(struct billing, contacts, "contact", KEY_LOWERS, .help =
	    "addresses that its statements go to"),
	KEY(struct billing, service, "service", KEY_NAME, .help =
	    "of rates.conf: that of time which names none"),
	KEY(struct billing, wants_approval, "approval", KEY_BOOL, .def = "false", .help =
	    "only time that a lead has approved is billed"),
	KEY(struct billing, sends, "send", KEY_BOOL, .def = "false", .help =
	    "a closed statement goes to its contacts"),
	KEY(struct billing, mode, "mode", KEY_ENUM, .def = "time-and-material",
	    .names = billing_modes, .help = "how its work is paid: by time, from hours paid "
	    "before (prepaid of its contract), or at a price that was agreed"),
	KEY(struct billing, budget, "budget", KEY_CUSTOM, .read = read_budget, .help =
	    "hours that should not be passed, \"40h/month\" (/week, /quarter, /year; \"400h\" in all): "
	    "told at 75, 90 and 100 %"),
};

static const struct section sections[] = {
	{ "billing", "projects.conf", KEYS(keys), "how a project's time is billed" },
	{ NULL },
};

const struct conf_part billing_part = { "billing", "projects.conf", sections };

static void
read_currency(struct loader *l, const struct node *n, void *base)
{
	struct billing *b = base;
	struct strs codes;

	if (!conf_value(l, n, KEY_STR, &b->currency) ||
	    currency_digits(b->currency, &b->digits))
		return;
	codes = currency_codes(l->a);
	conf_fault(l, n, "\"%.*s\" is no currency of ISO 4217%s: three capitals, such as \"EUR\"",
	    STR_ARG(str_utf8_cut(b->currency, 40)), conf_near(l->a, b->currency, &codes).p);
	b->currency = STR_NONE;
}

static void
read_rounding(struct loader *l, const struct node *n, void *base)
{
	struct billing *b = base;

	b->own_rounding = true;
	rounding_read(l, n, &b->rounding);
}

bool
budget_limit_read(struct arena *a, struct str in, struct budget_limit *out)
{
	size_t slash = str_chr(in, '/', 0);
	struct str hours = str_sub(in, 0, slash), per = STR_NONE;
	enum budget_per i = BUDGET_ALL;

	if (slash != SIZE_MAX && (per = str_sub(in, slash + 1, SIZE_MAX)).n == 0)
		return false;
	while (budget_pers[i] != NULL && !str_eq(per, str_c(budget_pers[i])))
		i++;
	/* A day of work has not 24 hours: hours say what is meant. */
	if (budget_pers[i] == NULL || str_chr(hours, 'd', 0) != SIZE_MAX ||
	    str_chr(hours, 'w', 0) != SIZE_MAX || !conf_duration(hours, &out->worked) ||
	    out->worked < 60)
		return false;
	out->per = i;
	out->text = str_dup(a, in);
	return true;
}

static void
read_budget(struct loader *l, const struct node *n, void *base)
{
	struct billing *b = base;
	struct str text = STR_NONE;

	if (!conf_value(l, n, KEY_STR, &text) || budget_limit_read(l->a, text, &b->budget))
		return;
	b->budget = (struct budget_limit){ 0 };
	conf_fault(l, n, "budget \"%.*s\" is not hours, and of which time: \"40h/month\", "
	    "\"10h30m/week\", \"120h/quarter\", \"500h/year\", \"400h\" in all", STR_ARG(str_utf8_cut(text, 40)));
}

void
billing_read(struct loader *l, const struct node *n, struct billing *b)
{
	struct node contact, service, sends;

	conf_walk(l, n, sections, b);
	b->file = n->file;
	b->line = node_line(n);
	if (!node_is_group(n))
		return;
	contact = node_get(n, "contact");
	service = node_get(n, "service");
	sends = node_get(n, "send");
	for (size_t i = 0; i < b->contacts.n; i++)
		if (!address_is_safe(b->contacts.v[i]))
			conf_fault(l, &contact, "%.*s is not a mail address: name@domain",
			    STR_ARG(b->contacts.v[i]));
	if (b->sends && b->contacts.n == 0)
		conf_fault(l, &sends, "send without contact: say to whom, contact = [ "
		    "\"billing@acme.example\" ];");
	if (b->service.n > 0)
		conf_wish(l, &service, "service", b->service);
}
