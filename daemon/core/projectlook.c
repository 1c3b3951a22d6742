/* projectlook: see projectlook.h. */
#include "daemon/core/projectlook.h"

#include "daemon/out/notify.h"
#include "daemon/policy/whom.h"
#include "daemon/rules/rules.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"
#include "daemon/ticket/contractend.h"
#include "daemon/ticket/projectbudget.h"
#include "daemon/ticket/runseol.h"
#include "parsers/base/array.h"
#include "sql.h"

#define QUARTER_US	((int64_t)15 * 60 * SECOND_US)

/* Each tells what it finds, by project_event_reach(); -1: w->err. */
static int	(*const looks[])(struct work *) = { contract_look, project_budget_look,
	runs_eol_look };

/* 1: it was time; 0: it is not, or another daemon does; -1. */
static int
look(struct work *w)
{
	struct sql_project_look_take h = sql_project_look_take(w->db, w->now,
	    (w->now / QUARTER_US + 1) * QUARTER_US);

	if (work_run(w) == -1)
		return -1;
	if (sql_project_look_take_count(w->db, h) == 0)
		return 0;
	for (size_t i = 0; i < COUNT(looks); i++)
		if (looks[i](w) == -1)
			return -1;
	return 1;
}

/* 1: one is to be told; 0; -1. */
static int
take(struct work *w, int64_t *id, struct project_event *out)
{
	struct sql_project_event_take h = sql_project_event_take(w->db);
	struct sql_project_event_take_row row;

	if (work_run(w) == -1)
		return -1;
	if (!sql_project_event_take_row(w->db, h, 0, &row))
		return 0;
	*id = row.id;
	*out = (struct project_event){ .project = str_dup(w->a, row.project),
	    .kind = (enum event_kind)event_find(row.kind), .what = str_dup(w->a, row.what),
	    .point = row.point, .used = row.used, .limit = row.allowed, .ticket = row.ticket,
	    .product = str_dup(w->a, row.product), .version = str_dup(w->a, row.version),
	    .environment = str_dup(w->a, row.environment), .day = (int32_t)row.day };
	return 1;
}

/* Whom no rule tells of it, the leads tell. */
static int
tell(struct work *w, const struct project_event *e)
{
	const struct mailbox *m = project_event_mailbox(w->conf, e->project);
	struct event ev = { .kind = e->kind, .of = e, .project = e->project, .at = w->now,
	    .mailbox = m == NULL ? STR_NONE : m->name, .entry_kind = ENTRY_RULE };
	struct strs leads = { 0 };
	struct rule_mail *mails;
	struct chain *chain = rules_plan(w, &ev);
	bool told;

	if (chain == NULL)
		return -1;
	log_info(event_word(e->kind), { "project", LOG_S(e->project) }, { "of", LOG_S(e->what) },
	    { "point", LOG_I(e->point) });
	told = rules_mails(chain, w->a, &mails) > 0;
	if (rules_store(w, chain) == -1)
		return -1;
	strs_add(w->a, &leads, str_c(whom_words[WHOM_LEADS]));
	return told ? 0 : notify_send(w, &ev, str_c(event_word(e->kind)), &leads);
}

static int
tell_next(struct work *w, int64_t *id)
{
	struct project_event e;
	int rc = take(w, id, &e);

	if (rc == 1 && tell(w, &e) == -1)
		return -1;
	if (rc == 1)
		sql_project_event_told(w->db, *id, w->now);
	return rc;
}

/* One that cannot be told is not tried for ever, and keeps no other. */
static int
give_up(struct work *w, int64_t *id)
{
	sql_project_event_told(w->db, *id, w->now);
	return 1;
}

static int
look_next(struct work *w, int64_t *id)
{
	(void)id;
	return look(w);
}

/* In a transaction of its own; 1, 0, -1 as what it does. */
static int
transact(struct core_state *core, struct db *db, int (*what)(struct work *, int64_t *),
    int64_t *id, struct intake_done *done, struct err *e)
{
	struct arena *a = arena_new();
	struct work w;
	int rc;

	work_begin(&w, core, db, a);
	rc = what(&w, id);
	if (rc == -1 || work_commit(&w) == -1) {
		*e = w.err;
		work_rollback(&w);
		rc = -1;
	} else {
		done->deliveries += w.deliveries;
	}
	arena_free(a);
	return rc;
}

int
projectlook_fire(struct core_state *core, struct db *db, struct intake_done *done, bool *more,
    struct err *e)
{
	int64_t id = 0;
	int rc = transact(core, db, look_next, &id, done, e);

	if (rc != -1)
		rc = transact(core, db, tell_next, &id, done, e);
	if (rc == -1 && id != 0 && !err_is_passing(e)) {
		log_error("what happened to a project was not told", { "id", LOG_I(id) },
		    { "error", LOG_C(e->text) });
		rc = transact(core, db, give_up, &id, done, e);
	}
	*more |= rc == 1;
	return rc == -1 ? -1 : 0;
}

int
projectlook_begin(struct db *db, struct err *e)
{
	int64_t now = clock_now();

	sql_project_look_begin(db, now, now + QUARTER_US);
	return db_run(db, e);
}
