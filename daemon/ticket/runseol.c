/* runseol: see runseol.h. */
#include "daemon/ticket/runseol.h"

#include "sql.h"

/* Each of a branch's ends has points of its own; both on one day are one. */
static void
tell(struct work *w, const struct project *p, const struct sql_run_all_row *row, int32_t until,
    int32_t today)
{
	struct arena *a = w->a;
	struct project_event e = { .project = p->key, .kind = EVENT_VERSION_EOL, .day = until,
	    .product = str_dup(a, row->product), .version = str_dup(a, row->version),
	    .environment = str_dup(a, row->environment) };

	if (until == INT32_MAX)
		return;
	e.what = str_printf(a, "%.*s %.*s %.*s %.*s", STR_ARG(e.product), STR_ARG(e.version),
	    STR_ARG(e.environment), STR_ARG(civil_text(a, until)));
	project_event_reach(w, &e, (int64_t)until - today);
}

static void
look(struct work *w, const struct sql_run_all_row *row)
{
	const struct project *p = projects_find(&w->conf->projects, row->project);
	const struct product *of = row->product.n == 0 ? NULL :
	    product_find(&w->conf->products, row->product);
	const struct branch *b = p == NULL || of == NULL ? NULL :
	    product_branch(w->a, of, row->version);
	int32_t today;

	if (b == NULL)
		return;		/* of what no catalogue has, no end is known */
	today = civil_of(project_event_zone(w, p), w->now);
	tell(w, p, row, b->support_until, today);
	if (b->security_until != b->support_until)
		tell(w, p, row, b->security_until, today);
}

int
runs_eol_look(struct work *w)
{
	struct sql_run_all h;
	struct sql_run_all_row row;

	if (w->conf->products.n == 0)
		return 0;
	h = sql_run_all(w->db, w->now);
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; sql_run_all_row(w->db, h, i, &row); i++)
		look(w, &row);
	return 0;
}
