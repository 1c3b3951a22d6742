/*
 * project: what a customer's project has: versions in use, and for who sees all of it how its
 * promises are kept this month, what is open and how much of the prepaid time is used.
 */
#include "daemon/policy/project.h"

#include <inttypes.h>

#include "daemon/calendar/civil.h"
#include "daemon/page/pages.h"
#include "daemon/page/put.h"
#include "daemon/policy/wording.h"
#include "daemon/report/compliance.h"
#include "daemon/report/figures.h"
#include "parsers/base/array.h"
#include "sql.h"

static struct str
number_text(struct visit *v, int64_t n)
{
	return str_printf(v->a, "%" PRId64, n);
}

static void
put_table(struct visit *v, const enum page_word *heads, size_t n, size_t texts)
{
	put(v, "<div class=\"scroll\">\n<table class=\"rows\">\n<thead><tr>");
	for (size_t i = 0; i < n; i++)
		put_heading_cell(v, heads[i], i >= texts);
	put(v, "</tr></thead>\n<tbody>\n");
}

/* --- versions ---------------------------------------------------------------------------- */

static struct str
product_label(const struct visit *v, struct str name)
{
	const struct product *p = product_find(&v->conf->products, name);

	return p != NULL && p->label.n > 0 ? p->label : name;
}

static void
put_runs(struct visit *v, struct sql_run_of_project h)
{
	static const enum page_word heads[] = { SAY_PRODUCT, SAY_ENVIRONMENT, SAY_VERSION,
		SAY_SINCE };
	struct sql_run_of_project_row row;
	size_t i = 0;

	put_element(v, "h2", SAY_RUNS);
	for (; sql_run_of_project_row(v->db, h, i, &row); i++) {
		struct str since = zone_text(v->a, v->zone, row.since);

		if (i == 0)
			put_table(v, heads, COUNT(heads), COUNT(heads));
		put(v, "<tr>");
		put_cell(v, SAY_PRODUCT, product_label(v, row.product), false);
		put_cell(v, SAY_ENVIRONMENT, row.environment, false);
		put_cell(v, SAY_VERSION, row.version, false);
		put_cell(v, SAY_SINCE, !row.planned ? since : str_printf(v->a, "%.*s (%.*s)",
		    STR_ARG(since), STR_ARG(visit_say(v, SAY_PLANNED))), false);
		put(v, "</tr>\n");
	}
	if (i > 0)
		put(v, "</tbody>\n</table>\n</div>\n");
	else
		put_element(v, "p", SAY_RUNS_NONE);
}

/* --- open ones ---------------------------------------------------------------------------- */

static void
put_severities(struct visit *v, struct sql_page_severities h)
{
	static const enum page_word heads[] = { SAY_SEVERITY, SAY_COUNT };
	struct sql_page_severities_row row;
	size_t i = 0;

	put_element(v, "h2", SAY_BY_SEVERITY);
	for (; sql_page_severities_row(v->db, h, i, &row); i++) {
		if (i == 0)
			put_table(v, heads, COUNT(heads), 1);
		put(v, "<tr>");
		put_cell(v, SAY_SEVERITY, row.severity.n > 0 ? wording(WORDING_SEVERITY,
		    row.severity, v->language) : visit_say(v, SAY_NOT_SAID), false);
		put_cell(v, SAY_COUNT, number_text(v, row.n), true);
		put(v, "</tr>\n");
	}
	if (i > 0)
		put(v, "</tbody>\n</table>\n</div>\n");
	else
		put_element(v, "p", SAY_NONE_OPEN);
}

/* --- promises ----------------------------------------------------------------------------- */

static void
put_group(struct visit *v, const struct group *g)
{
	put(v, "<tr>");
	put_cell(v, SAY_CLOCK, wording(WORDING_CLOCK, g->clock, v->language), false);
	put_cell(v, SAY_SEVERITY, wording(WORDING_SEVERITY, g->severity, v->language), false);
	put_cell(v, SAY_MET, number_text(v, g->met), true);
	put_cell(v, SAY_BREACHED, number_text(v, g->breached), true);
	put_cell(v, SAY_RUNNING, number_text(v, g->open), true);
	put_cell(v, SAY_KEPT, g->met + g->breached == 0 ? STR("–") : str_printf(v->a, "%.*s %%",
	    STR_ARG(compliance_percent(v->a, g->met, g->breached, ""))), true);
	put(v, "</tr>\n");
}

/* What is large may take longer than a page has: the rest of it is shown. */
static bool
took_too_long(const struct visit *v)
{
	return strcmp(db_sqlstate(v->db), "57014") == 0;
}

static int
put_promises(struct visit *v)
{
	static const enum page_word heads[] = { SAY_CLOCK, SAY_SEVERITY, SAY_MET, SAY_BREACHED,
		SAY_RUNNING, SAY_KEPT };
	struct compliance c = { .a = v->a, .conf = v->conf, .db = v->db, .now = v->desk->now };

	if (compliance_find(&c, v->desk->zones, visit_whole(v), MONTH_NONE, v->e) == -1)
		return -1;
	compliance_ask(&c);
	put(v, "<h2>");
	put_text(v, visit_say_of(v, SAY_SLA_MONTH, c.n_projects > 0 ? c.projects[0].month_text :
	    c.month_text));
	put(v, "</h2>\n");
	if (db_run(v->db, v->e) == -1) {
		if (!took_too_long(v))
			return -1;
		put_element(v, "p", SAY_TOO_MUCH);
		return 0;
	}
	compliance_read(&c);
	if (c.n == 0) {
		put_element(v, "p", SAY_SLA_NONE);
		return 0;
	}
	put_table(v, heads, COUNT(heads), 2);
	for (size_t i = 0; i < c.n; i++)
		put_group(v, &c.v[i]);
	put(v, "</tbody>\n</table>\n</div>\n");
	return 0;
}

/* --- prepaid time -------------------------------------------------------------------------- */

static int
put_prepaid(struct visit *v, const struct contract *k)
{
	struct sql_page_prepaid_row row;
	struct sql_page_prepaid h;

	if (k->prepaid == 0)
		return 0;
	h = sql_page_prepaid(v->db, visit_whole(v), k->from == CIVIL_NONE ? 0 :
	    civil_start(v->zone, k->from), civil_start(v->zone, k->until + 1));
	if (db_run(v->db, v->e) == -1)
		return -1;
	if (!sql_page_prepaid_row(v->db, h, 0, &row))
		return 0;
	put_element(v, "h2", SAY_PREPAID);
	put_paragraph(v, visit_say_of(v, SAY_CONTRACT_UNTIL, civil_text(v->a, k->until)));
	put(v, "<dl class=\"facts panel\">\n");
	put_fact(v, SAY_PAID, figure_time(v->a, k->prepaid));
	put_fact(v, SAY_USED, figure_time(v->a, row.used));
	put_fact(v, SAY_UNBILLED, figure_time(v->a, row.unbilled));
	put_fact(v, SAY_LEFT, figure_time(v->a, k->prepaid > row.used ? k->prepaid - row.used : 0));
	put(v, "</dl>\n");
	return 0;
}

/* --- the page -------------------------------------------------------------------------------- */

int
page_project(struct visit *v)
{
	const struct project *p = projects_find(&v->conf->projects, v->who.project);
	bool whole = visit_whole(v).n > 0;
	struct sql_run_of_project runs;
	struct sql_page_severities severities;

	if (p == NULL)
		return 404;
	runs = sql_run_of_project(v->db, p->key, v->desk->now);
	severities = sql_page_severities(v->db, visit_whole(v));
	if (db_run(v->db, v->e) == -1)
		return -1;
	v->title = p->name.n > 0 ? p->name : p->key;
	put_runs(v, runs);
	if (!whole)
		return 200;
	put_severities(v, severities);
	return put_promises(v) == -1 || put_prepaid(v, &p->contract) == -1 ? -1 : 200;
}
