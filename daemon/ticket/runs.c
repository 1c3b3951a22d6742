/* runs: see runs.h. */
#include "daemon/ticket/runs.h"

#include "parsers/base/array.h"
#include "parsers/base/names.h"
#include "sql.h"

static const char *const sources[RUN_SOURCES] = {
	[RUN_HEADER] = "header", [RUN_BODY] = "body", [RUN_AGENT] = "agent",
	[RUN_RULE] = "rule", [RUN_IMPORT] = "import",
};

const char *
run_source_word(enum run_source s)
{
	return NAMES_WORD(sources, s);
}

static bool
is_same(const struct running *now, const struct run *r)
{
	return now->key.n > 0 && r->key.n > 0 ? str_eq(now->key, r->key) :
	    str_eq(now->version, r->version);
}

enum run_verdict
runs_judge(const struct running *now, const struct run *r)
{
	if (now != NULL && is_same(now, r))
		return RUN_SAME;
	if (!r->is_known)
		return RUN_UNSURE;
	if (now == NULL)
		return RUN_NEW;
	if (now->key.n == 0 || r->key.n == 0)
		return RUN_UNSURE;
	return str_cmp(r->key, now->key) > 0 ? RUN_NEW : RUN_LOWER;
}

const struct running *
runs_find(const struct run_list *list, struct str product, struct str environment)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct running *one = &list->v[i];

		if (!one->is_planned && str_eq(one->product, product) &&
		    str_eq(one->environment, environment))
			return one;
	}
	return NULL;
}

int
runs_load(struct work *w, struct str project, struct run_list *out)
{
	struct sql_run_of_project h;
	struct sql_run_of_project_row row;

	*out = (struct run_list){ .project = project };
	sql_run_lock(w->db, project);
	h = sql_run_of_project(w->db, project, w->now);
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; sql_run_of_project_row(w->db, h, i, &row); i++) {
		out->v = array_grow(w->a, out->v, out->n, sizeof(*out->v));
		out->v[out->n++] = (struct running){ str_dup(w->a, row.product),
		    str_dup(w->a, row.environment), str_dup(w->a, row.version),
		    str_dup(w->a, row.key), row.since, str_dup(w->a, row.source), row.planned };
	}
	return 0;
}

void
runs_store(struct work *w, int64_t ticket, const struct run *r)
{
	sql_run_lock(w->db, r->project);
	sql_run_add(w->db, &(struct sql_run_add_in){ .project = r->project,
	    .product = r->product, .environment = r->environment, .version = r->version,
	    .key = r->key, .since = r->since, .source = str_c(run_source_word(r->source)),
	    .ticket = ticket, .author = r->author, .decided = r->is_decided, .now = w->now });
	if (r->since > w->now)
		return;
	sql_run_unplan(w->db, &(struct sql_run_unplan_in){ r->project, r->product,
	    r->environment, r->key, w->now });
	if (r->is_decided)
		sql_run_doubt_settle(w->db, &(struct sql_run_doubt_settle_in){ r->project,
		    r->product, r->environment, r->version, w->now });
	else
		sql_run_doubt_against(w->db, &(struct sql_run_doubt_against_in){ r->project,
		    r->product, r->environment, r->version, r->since });
}

void
runs_keep(struct work *w, const struct run *r)
{
	sql_run_lock(w->db, r->project);
	sql_run_doubt_keep(w->db, r->project, r->product, r->environment);
}

void
run_doubt_read(struct arena *a, const struct strs *row, struct run_doubt *out)
{
	enum { PRODUCT, ENVIRONMENT, VERSION, RUNS, SINCE, COLUMNS };

	if (row->n != COLUMNS)
		return;
	*out = (struct run_doubt){ str_dup(a, row->v[PRODUCT]), str_dup(a, row->v[ENVIRONMENT]),
	    str_dup(a, row->v[VERSION]), str_dup(a, row->v[RUNS]), 0 };
	str_i64(row->v[SINCE], &out->since);
}
