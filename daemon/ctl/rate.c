/* docketctl rate: what time costs by rates.conf, and why an entry costs what it does. */
#include "daemon/ctl/verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/bill/money.h"
#include "daemon/ctl/rateexplain.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"
#include "parsers/text/date.h"

static int
specific_first(const void *p, const void *q)
{
	const struct rate *const *x = p, *const *y = q;
	int by = rate_cmp(*x, *y);

	return by != 0 ? -by : ((*x)->line > (*y)->line) - ((*x)->line < (*y)->line);
}

static const struct rate **
sorted(struct arena *a, const struct rates *all)
{
	const struct rate **out = ARENA_ARRAY(a, all->n, const struct rate *);

	for (size_t i = 0; i < all->n; i++)
		out[i] = &all->v[i];
	if (all->n > 1)
		qsort(out, all->n, sizeof(*out), specific_first);
	return out;
}

/* ---- as JSON ---- */

static void
put_day(struct arena *a, struct json *j, const char *key, int32_t day)
{
	bool open = day == INT32_MIN || day == INT32_MAX;

	json_str_or_null(j, key, open ? STR_NONE :
	    date_text(a, &(struct date){ .seconds = day * 86400LL }));
}

static void
put_rate(struct arena *a, struct json *j, const struct rate *r)
{
	json_open_object(j, NULL);
	json_str(j, "file", r->file);
	json_int(j, "line", r->line);
	json_str(j, "amount", money_rate_text(a, r->amount));
	json_str(j, "currency", r->currency);
	json_str_or_null(j, "project", r->project);
	json_str_or_null(j, "agent", r->agent);
	json_str_or_null(j, "service", r->service);
	json_str_or_null(j, "hours", r->calendar);
	put_day(a, j, "from", r->from);
	put_day(a, j, "until", r->until);
	json_close(j);
}

static void
put_surcharge(struct arena *a, struct json *j, const struct surcharge *s)
{
	json_open_object(j, NULL);
	json_str(j, "file", s->file);
	json_int(j, "line", s->line);
	json_str(j, "name", s->name);
	json_str(j, "percent", money_percent_text(a, s->percent));
	json_str(j, "calendar", s->calendar);
	json_str(j, "during", str_c(surcharge_whens[s->when]));
	json_str_or_null(j, "project", s->project);
	json_close(j);
}

static void
put_project(struct arena *a, struct json *j, const struct project *p)
{
	if (p->billing == NULL)
		return;
	json_open_object(j, NULL);
	json_str(j, "project", p->key);
	json_str(j, "currency", p->billing->currency);
	json_int(j, "digits", p->billing->digits);
	json_str(j, "mode", str_c(billing_modes[p->billing->mode]));
	json_str_or_null(j, "service", p->billing->service);
	json_str(j, "rounding", rounding_text(a, &p->billing->rounding));
	json_str_or_null(j, "budget", p->billing->budget.text);
	json_close(j);
}

static int
list_json(struct ctl *ctl, const struct rate **rates)
{
	const struct rates *all = &ctl->conf->rates;
	struct json j = ctl_json_new(ctl);

	json_open_object(&j, NULL);
	json_open_array(&j, "rates");
	for (size_t i = 0; i < all->n; i++)
		put_rate(ctl->a, &j, rates[i]);
	json_close(&j);
	json_open_array(&j, "surcharges");
	for (size_t i = 0; i < all->n_surcharges; i++)
		put_surcharge(ctl->a, &j, &all->surcharges[i]);
	json_close(&j);
	json_open_array(&j, "services");
	for (size_t i = 0; i < all->n_services; i++) {
		json_open_object(&j, NULL);
		json_str(&j, "name", all->services[i].name);
		json_str(&j, "label", all->services[i].label);
		json_bool(&j, "billable", all->services[i].billable);
		json_close(&j);
	}
	json_close(&j);
	json_open_array(&j, "projects");
	for (size_t i = 0; i < ctl->conf->projects.n; i++)
		put_project(ctl->a, &j, &ctl->conf->projects.v[i]);
	json_close(&j);
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

/* ---- for people ---- */

static void
print_rates(struct ctl *ctl, const struct rate **rates)
{
	static const struct table_column columns[] = {
		{ "RATE", false, false }, { "AN HOUR", true, false }, { "", false, false },
		{ "FOR", false, true },
	};
	struct strs cells = { 0 };

	for (size_t i = 0; i < ctl->conf->rates.n; i++) {
		const struct rate *r = rates[i];

		strs_add(ctl->a, &cells, text_safe(ctl->a, str_printf(ctl->a, "%.*s:%d",
		    STR_ARG(r->file), r->line)));
		strs_add(ctl->a, &cells, money_rate_text(ctl->a, r->amount));
		strs_add(ctl->a, &cells, text_safe(ctl->a, r->currency));
		strs_add(ctl->a, &cells, text_safe(ctl->a, rate_scope(ctl->a, r)));
	}
	ctl_print(ctl, &TABLE(columns, cells));
}

static void
print_surcharges(struct ctl *ctl)
{
	static const struct table_column columns[] = {
		{ "SURCHARGE", false, false }, { "ON TOP", true, false }, { "WHEN", false, true },
		{ "PROJECT", false, false },
	};
	struct strs cells = { 0 };

	for (size_t i = 0; i < ctl->conf->rates.n_surcharges; i++) {
		const struct surcharge *s = &ctl->conf->rates.surcharges[i];

		strs_add(ctl->a, &cells, text_safe(ctl->a, s->name));
		strs_add(ctl->a, &cells, str_printf(ctl->a, "%.*s %%",
		    STR_ARG(money_percent_text(ctl->a, s->percent))));
		strs_add(ctl->a, &cells, text_safe(ctl->a, str_printf(ctl->a, "%.*s: %s",
		    STR_ARG(s->calendar), surcharge_whens[s->when])));
		strs_add(ctl->a, &cells, s->project.n > 0 ? text_safe(ctl->a, s->project) : STR("-"));
	}
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

static void
print_projects(struct ctl *ctl)
{
	static const struct table_column columns[] = {
		{ "PROJECT", false, false }, { "IN", false, false }, { "SERVICE", false, false },
		{ "ROUNDING", false, true },
	};
	struct strs cells = { 0 };

	for (size_t i = 0; i < ctl->conf->projects.n; i++) {
		const struct project *p = &ctl->conf->projects.v[i];

		if (p->billing == NULL)
			continue;
		strs_add(ctl->a, &cells, text_safe(ctl->a, p->key));
		strs_add(ctl->a, &cells, text_safe(ctl->a, p->billing->currency));
		strs_add(ctl->a, &cells, p->billing->service.n > 0 ?
		    text_safe(ctl->a, p->billing->service) : STR("-"));
		strs_add(ctl->a, &cells, rounding_text(ctl->a, &p->billing->rounding));
	}
	if (cells.n == 0) {
		puts("\nNo project of projects.conf has billing: nothing is billed.");
		return;
	}
	putchar('\n');
	ctl_print(ctl, &TABLE(columns, cells));
}

static int
list(struct ctl *ctl)
{
	const struct rate **rates = sorted(ctl->a, &ctl->conf->rates);

	if (ctl->json)
		return list_json(ctl, rates);
	if (ctl->conf->rates.n == 0)
		puts("There are no rates (rates.conf): nothing that is billable can be billed.");
	else
		print_rates(ctl, rates);
	if (ctl->conf->rates.n_surcharges > 0)
		print_surcharges(ctl);
	print_projects(ctl);
	return CTL_OK;
}

int
ctl_rate(struct ctl *ctl, int argc, char **argv)
{
	int status, n = ctl_options(ctl, argc, argv, NULL, 0);
	bool lists = n == 1 && strcmp(argv[1], "list") == 0;
	int64_t id = n == 2 && strcmp(argv[1], "explain") == 0 ? ctl_number(argv[2]) : -1;

	if (n < 0)
		return ctl_options_status(n);
	if (!lists && id == -1)
		return ctl_usage(ctl, "say list, or explain and the number of an entry of time, as "
		    "docketctl timesheet has it");
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	return lists ? list(ctl) : rate_explain(ctl, id);
}
