/*
 * docketctl time: books what an agent worked, lists what is booked, and approves it, as #time
 * and #approve-time do by mail.
 */
#include "daemon/ctl/core.h"
#include "daemon/ctl/dotime.h"
#include "daemon/ctl/verbs.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "daemon/act/act.h"
#include "daemon/calendar/period.h"
#include "daemon/out/approvalmail.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/timeentry.h"
#include "parsers/base/array.h"
#include "parsers/base/limits.h"

enum { LIST_MAX = 1000 };

struct asked {
	const char		*project, *agent, *month, *ticket, *as, *why;
	bool			 dry, forced;
	const struct zone	*zone;
	int64_t			 number, since, until;	/* 0: of any */
};

/* --- list --- */

static const struct table_column columns[] = {
	{ "DAY" }, { "TICKET", .right = true }, { "AGENT" }, { "TIME", .right = true },
	{ "SERVICE" }, { "STATE" }, { "TEXT", .gives = true },
};

/* In whose time the list's days are; there is one list a program. */
struct listing {
	struct ctl		*ctl;
	const struct zone	*zone;
};

static struct str
state(struct arena *a, const struct sql_time_list_row *t)
{
	return str_printf(a, "%s%s%s", t->billed ? "billed" : t->approved ? "approved" : "open",
	    t->billable ? "" : ", nonbillable", t->late ? ", late" : "");
}

static struct str
day(struct arena *a, const struct zone *zone, int64_t us)
{
	return str_sub(zone_text(a, zone, us), 0, sizeof("2026-11-29") - 1);
}

static void
print_json(const struct listing *l, struct sql_time_list h)
{
	struct json j = ctl_json_new(l->ctl);
	struct sql_time_list_row t;

	json_open_array(&j, NULL);
	for (size_t i = 0; i < LIST_MAX && sql_time_list_row(l->ctl->db, h, i, &t); i++) {
		json_open_object(&j, NULL);
		json_int(&j, "id", t.id);
		json_int(&j, "ticket", t.number);
		json_str(&j, "project", t.project);
		json_str(&j, "agent", t.agent);
		json_str(&j, "started_at", clock_rfc3339(l->ctl->a, t.started_at));
		json_int(&j, "worked", t.worked);
		json_str(&j, "service", t.service);
		json_bool(&j, "billable", t.billable);
		json_bool(&j, "late", t.late);
		json_bool(&j, "approved", t.approved);
		json_bool(&j, "billed", t.billed);
		json_str(&j, "text", t.text);
		json_close(&j);
	}
	json_close(&j);
	ctl_json_print(l->ctl, &j);
}

static void
print_table(const struct listing *l, struct sql_time_list h)
{
	struct arena *a = l->ctl->a;
	struct sql_time_list_row t;
	struct strs cells = { 0 };
	int64_t sum = 0;
	size_t n = 0;

	for (; n < LIST_MAX && sql_time_list_row(l->ctl->db, h, n, &t); n++) {
		strs_add(a, &cells, day(a, l->zone, t.started_at));
		strs_add(a, &cells, str_printf(a, "#%" PRId64, t.number));
		strs_add(a, &cells, text_safe(a, t.agent));
		strs_add(a, &cells, time_span_text(a, t.worked));
		strs_add(a, &cells, text_safe(a, t.service));
		strs_add(a, &cells, state(a, &t));
		strs_add(a, &cells, text_safe(a, t.text));
		sum += t.worked;
	}
	if (n == 0) {
		printf("No time is booked.\n");
		return;
	}
	printf("%s", table_text(a, &TABLE(columns, cells), ctl_columns()).p);
	printf("%zu entries: %s\n", n, time_span_text(a, sum).p);
	if (sql_time_list_count(l->ctl->db, h) > LIST_MAX)
		printf("… and more: say --month, --agent, --project or --ticket.\n");
}

/* Days and months are those of the agent, else of the project, else of Greenwich. */
static int
read_list(struct ctl *ctl, struct asked *q)
{
	const struct agent *ag = NULL;
	const struct project *project = NULL;
	struct period period;
	int status;

	if ((status = ctl_agent(ctl, q->agent, &ag)) != CTL_OK)
		return status;
	if (q->project != NULL &&
	    (project = projects_find(&ctl->conf->projects, str_c(q->project))) == NULL)
		return ctl_fail(CTL_DATA, "there is no project %s", text_safe(ctl->a,
		    str_c(q->project)).p);
	q->zone = zones_find(zones_new(ctl->a), ag != NULL ? ag->timezone : project != NULL ?
	    calendar_zone(calendars_find(&ctl->conf->calendars, project->calendar)) : STR("UTC"));
	if (q->ticket != NULL && (q->number = ctl_ticket(q->ticket)) == -1)
		return ctl_usage(ctl, "'%s' is no ticket's number", q->ticket);
	q->until = INT64_C(253402300800) * SECOND_US;
	if (q->month == NULL)
		return CTL_OK;
	if (!period_read(ctl->a, q->zone, clock_now(), str_c(q->month), &period))
		return ctl_fail(CTL_DATA, "--month: \"%s\" is no month or week that was or is: 2026-10, "
		    "2026-W41 or last month is one", text_safe(ctl->a, str_c(q->month)).p);
	q->since = period.since;
	q->until = period.until;
	return CTL_OK;
}

static int
list(struct ctl *ctl, struct asked *q)
{
	struct sql_time_list h;
	struct listing l;
	struct err e;
	int status;

	if ((status = ctl_conf(ctl)) != CTL_OK || (status = read_list(ctl, q)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK)
		return status;
	h = sql_time_list(ctl->db, &(struct sql_time_list_in){ .since = q->since, .until = q->until,
	    .agent = q->agent == NULL ? STR_NONE : str_c(q->agent),
	    .project = q->project == NULL ? STR_NONE : str_c(q->project), .ticket = q->number,
	    .most = LIST_MAX + 1 });
	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	l = (struct listing){ ctl, q->zone };
	if (ctl->json)
		print_json(&l, h);
	else
		print_table(&l, h);
	return CTL_OK;
}

/* --- approval --- */

struct deed {
	struct ctl		*ctl;
	struct core_state	 core;
	struct work		 w;
	struct actor		 actor;
	struct order		 order;
};

/* Within the transaction, which the caller ends. */
static int
work(struct deed *d)
{
	struct ticket *none = ARENA_NEW(d->ctl->a, struct ticket);
	enum event_kind kind;
	struct prospect p;
	struct why *why;

	if (act_ask(&d->w, none, &d->actor, d->order.verb, d->order.value) == -1)
		return ctl_err(&d->w.err);
	act_prospect(&p, &d->w, none, &d->actor);
	if ((why = act_check(&p, &d->order)) != NULL)
		return ctl_fail(CTL_DATA, "%s", why_text(d->ctl->a, STR_NONE, why).p);
	if (act_apply(&d->w, none, &d->actor, &d->order, &kind) == -1 ||
	    (verb_is(d->order.verb, VERB_UNAPPROVE_TIME) &&
	     approvalmail_taken(&d->w, d->order.approval, d->actor.agent) == -1))
		return ctl_err(&d->w.err);
	sql_notify(d->w.db);
	return CTL_OK;
}

static int
transact(struct deed *d)
{
	int status;

	work_begin(&d->w, &d->core, d->ctl->db, d->ctl->a);
	d->actor.at = d->w.now;
	status = work(d);
	if (status != CTL_OK)
		work_rollback(&d->w);
	else if (work_commit(&d->w) == -1)
		status = ctl_err(&d->w.err);
	return status;
}

static void
print_done(const struct deed *d)
{
	struct str said = d->order.remark == NULL ? STR("done") :
	    why_text(d->ctl->a, STR_NONE, d->order.remark);
	struct json j;

	if (!d->ctl->json) {
		printf("%s\n", text_safe(d->ctl->a, said).p);
		return;
	}
	j = ctl_json_new(d->ctl);
	json_open_object(&j, NULL);
	json_str(&j, "agent", d->order.approval->agent->name);
	json_str(&j, "period", d->order.approval->period.name);
	json_int(&j, "worked", d->order.approval->worked);
	json_int(&j, "entries", d->order.approval->entries);
	json_str(&j, "said", said);
	json_close(&j);
	ctl_json_print(d->ctl, &j);
}

static int
approve(struct ctl *ctl, const struct asked *q, enum verb_id verb, struct str value)
{
	struct deed *d = ARENA_NEW(ctl->a, struct deed);
	int status;

	d->ctl = ctl;
	d->actor.door = DOOR_CTL;
	d->order.verb = verb_row(verb);
	d->order.value = value;
	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, q->as, &d->actor.agent)) != CTL_OK)
		return status;
	d->actor.name = d->actor.agent != NULL ? d->actor.agent->name : STR("docketctl");
	if ((status = ctl_core(ctl, &d->core, true)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK ||
	    (status = ctl_core_load(ctl, &d->core, true)) != CTL_OK ||
	    (status = transact(d)) != CTL_OK)
		return status;
	print_done(d);
	return CTL_OK;
}

int
ctl_time(struct ctl *ctl, int argc, char **argv)
{
	struct asked q = { 0 };
	const struct ctl_option options[] = { { "--project", &q.project, NULL },
	    { "--agent", &q.agent, NULL }, { "--month", &q.month, NULL },
	    { "--ticket", &q.ticket, NULL }, { "--as", &q.as, NULL }, { "--why", &q.why, NULL },
	    { "--dry-run", NULL, &q.dry }, { "--force", NULL, &q.forced } };
	int n = ctl_options_value(ctl, argc, argv, options, COUNT(options), 1);
	const char *what = n < 1 ? "list" : argv[1];
	struct str value;

	if (n < 0)
		return ctl_options_status(n);
	if (strcmp(what, "list") == 0)
		return n > 1 ? ctl_usage(ctl, "'%s' is one too many", argv[2]) : list(ctl, &q);
	value = ctl_join(ctl->a, n - 1, argv + 2);
	if (strcmp(what, "approve") == 0)
		return n < 3 ? ctl_usage(ctl, "whose time, and of which month or week?") :
		    approve(ctl, &q, VERB_APPROVE_TIME, value);
	if (strcmp(what, "unapprove") == 0)
		return n < 3 || q.why == NULL ? ctl_usage(ctl, "whose time, of which month or week, "
		    "and --why?") : approve(ctl, &q, VERB_UNAPPROVE_TIME, str_printf(ctl->a,
		    "%.*s %s", STR_ARG(value), q.why));
	if (n < 2)
		return ctl_usage(ctl, "how long: docketctl time %s 1h30m", what);
	return ctl_do_time(ctl, what, value, &(struct ctl_time){ q.as, q.dry, q.forced });
}
