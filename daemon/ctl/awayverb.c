/*
 * docketctl agent away [NAME UNTIL]: who is away, or that somebody is, for whoever forgot to
 * say so themself.
 */
#include "daemon/ctl/awayverb.h"

#include <inttypes.h>
#include <stdio.h>

#include "daemon/act/until.h"
#include "daemon/ctl/core.h"
#include "daemon/out/awaymail.h"
#include "daemon/out/recipients.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

struct deed {
	struct ctl		*ctl;
	const struct agent	*ag;		/* whose */
	const struct agent	*by;		/* NULL: nobody of agents.conf */
	struct str		 value;
	struct core_state	 core;
	struct work		 w;
	struct away		 now;
	struct strs		 told;		/* who looks after their tickets */
};

/* In the zone of whose it is. */
static int
read_until(struct deed *d, int64_t *us)
{
	struct actor actor = { .door = DOOR_CTL, .agent = d->ag, .at = d->w.now };
	struct ticket *none = ARENA_NEW(d->ctl->a, struct ticket);
	struct order order = { .verb = verb_row(VERB_AWAY), .value = d->value };
	struct prospect p;
	struct why *why;

	act_prospect(&p, &d->w, none, &actor);
	if ((why = until_check(&p, &order, UNTIL_MORNING)) != NULL)
		return ctl_fail(CTL_DATA, "%s", why_text(d->ctl->a, STR_NONE, why).p);
	*us = 0;
	clock_parse(order.value, us);
	return CTL_OK;
}

static void
note_told(struct deed *d)
{
	struct recipients *all = ARENA_NEW(d->ctl->a, struct recipients);

	if (d->now.until != 0 && away_is_changed(&d->w, d->ag))
		recipients_stand_in(&d->w, d->ag, all);
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].agent != NULL && all->v[i].agent != d->by)
			strs_add(d->ctl->a, &d->told, all->v[i].agent->name);
}

/* Within the transaction, which the caller ends. */
static int
work(struct deed *d)
{
	int64_t us;
	int status = read_until(d, &us);

	if (status != CTL_OK)
		return status;
	if (us != away_of(&d->w, d->ag).until)
		away_set(&d->w, d->ag, us, d->by != NULL ? d->by->name : STR("docketctl"));
	d->now = away_of(&d->w, d->ag);
	note_told(d);
	if (awaymail_changed(&d->w, d->ag, d->by) == -1)
		return ctl_err(&d->w.err);
	sql_notify(d->w.db);
	return CTL_OK;
}

static int
transact(struct deed *d)
{
	int status = ctl_core_load(d->ctl, &d->core, true);

	if (status != CTL_OK)
		return status;
	work_begin(&d->w, &d->core, d->ctl->db, d->ctl->a);
	if ((status = work(d)) != CTL_OK)
		work_rollback(&d->w);
	else if (work_commit(&d->w) == -1)
		status = ctl_err(&d->w.err);
	return status;
}

static void
print(const struct deed *d)
{
	struct arena *a = d->ctl->a;
	struct str until = d->now.until == 0 ? STR_NONE : zone_text(a, zones_find(d->core.zones,
	    d->ag->timezone), d->now.until);
	struct json j;

	if (d->ctl->json) {
		j = ctl_json_new(d->ctl);
		json_open_object(&j, NULL);
		json_str(&j, "agent", d->ag->name);
		json_str_or_null(&j, "away_until", d->now.until == 0 ? STR_NONE :
		    clock_rfc3339(a, d->now.until));
		json_strs(&j, "told", &d->told);
		json_close(&j);
		ctl_json_print(d->ctl, &j);
		return;
	}
	printf("%s %s%s", text_safe(a, d->ag->name).p, until.n == 0 ? "is here" :
	    "is away until ", until.n == 0 ? "" : until.p);
	for (size_t i = 0; i < d->told.n; i++)
		printf("%s%s", i > 0 ? ", " : "; told: ", text_safe(a, d->told.v[i]).p);
	puts("");
}

static void
add_row(struct ctl *ctl, struct db_handle asked, size_t row, struct strs *cells)
{
	struct sql_agent_away_row r;

	sql_agent_away_row(ctl->db, (struct sql_agent_away){ asked }, row, &r);
	strs_add(ctl->a, cells, text_safe(ctl->a, r.name));
	strs_add(ctl->a, cells, str_dup(ctl->a, text_time(ctl->a, r.since)));
	strs_add(ctl->a, cells, str_dup(ctl->a, text_time(ctl->a, r.until)));
}

static int
list(struct ctl *ctl)
{
	static const struct table_column columns[] = { { "AGENT" }, { "SINCE" }, { "UNTIL" } };
	const struct ctl_rows rows = { columns, COUNT(columns), add_row, "Nobody is away." };
	struct sql_agent_away h = sql_agent_away(ctl->db);
	struct sql_agent_away_row r;
	struct json j;
	struct err e;

	if (db_run(ctl->db, &e) == -1)
		return ctl_err(&e);
	if (!ctl->json) {
		ctl_table(ctl, &rows, h.asked, INT64_MAX);
		return CTL_OK;
	}
	j = ctl_json_new(ctl);
	json_open_array(&j, NULL);
	for (size_t i = 0; sql_agent_away_row(ctl->db, h, i, &r); i++) {
		json_open_object(&j, NULL);
		json_str(&j, "agent", r.name);
		json_str(&j, "since", clock_rfc3339(ctl->a, r.since));
		json_str(&j, "away_until", clock_rfc3339(ctl->a, r.until));
		json_close(&j);
	}
	json_close(&j);
	ctl_json_print(ctl, &j);
	return CTL_OK;
}

int
ctl_agent_away(struct ctl *ctl, int n, char **argv, const char *as)
{
	struct deed *d = ARENA_NEW(ctl->a, struct deed);
	int status;

	d->ctl = ctl;
	if (n == 1)
		return (status = ctl_conf(ctl)) != CTL_OK || (status = ctl_db(ctl)) != CTL_OK ?
		    status : list(ctl);
	if (n == 2)
		return ctl_usage(ctl, "until when?  none: they are here");
	d->value = ctl_join(ctl->a, n - 2, argv + 3);
	if ((status = ctl_conf(ctl)) != CTL_OK ||
	    (status = ctl_agent(ctl, argv[2], &d->ag)) != CTL_OK ||
	    (status = ctl_agent(ctl, as, &d->by)) != CTL_OK ||
	    (status = ctl_core(ctl, &d->core, true)) != CTL_OK ||
	    (status = ctl_db(ctl)) != CTL_OK || (status = transact(d)) != CTL_OK)
		return status;
	print(d);
	return CTL_OK;
}
