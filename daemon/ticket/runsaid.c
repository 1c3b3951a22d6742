/* runsaid: see runsaid.h. */
#include "daemon/ticket/runsaid.h"

#include "sql.h"

static void
ask(struct work *w, struct ticket *t, const struct run *r, const struct running *now)
{
	t->run_doubt = (struct run_doubt){ r->product, r->environment, r->version,
	    now == NULL ? STR_NONE : now->version, now == NULL ? 0 : now->since };
	sql_run_doubt_put(w->db, &(struct sql_run_doubt_put_in){ .ticket = t->id,
	    .project = r->project, .product = r->product, .environment = r->environment,
	    .version = r->version, .runs = t->run_doubt.runs, .since = t->run_doubt.since,
	    .now = w->now });
}

/* Its own question is answered by what it says now. */
static void
ask_no_more(struct work *w, struct ticket *t)
{
	if (t->run_doubt.version.n > 0)
		sql_run_doubt_drop(w->db, t->id);
	t->run_doubt = (struct run_doubt){ 0 };
}

static int
tell_ticket(struct work *w, struct ticket *t, const struct run *r, const struct running *now)
{
	struct run *kept = ARENA_NEW(w->a, struct run);
	struct change c = { .what = CHANGE_RUNS, .new = r->version, .run = kept,
	    .old = now == NULL ? STR_NONE : now->version,
	    .by = { .author = STR("docket"), .source = FIELD_RULE, .at = w->now,
	    .why = STR("the ticket's version") } };

	*kept = *r;
	ask_no_more(w, t);
	plan_add(w->a, &t->plan, &c);
	return 1;
}

int
runs_tell(struct work *w, struct ticket *t, const struct run *r)
{
	const struct running *now;
	struct run_list list;
	enum run_verdict verdict;

	if (runs_load(w, r->project, &list) == -1)
		return -1;
	now = runs_find(&list, r->product, r->environment);
	verdict = runs_judge(now, r);
	if (verdict == RUN_NEW)
		return tell_ticket(w, t, r, now);
	if (verdict == RUN_SAME)
		ask_no_more(w, t);
	else
		ask(w, t, r, now);
	return 0;
}
