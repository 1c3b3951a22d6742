/* timesheet: see timesheet.h. */
#include "daemon/act/timesheet.h"

#include "daemon/act/refusal.h"
#include "daemon/act/report.h"
#include "daemon/calendar/monthword.h"
#include "parsers/text/fold.h"

/* Somebody may be called as a month is: with a month behind it, it is them. */
static const struct agent *
whose(const struct prospect *p, struct str *rest, int64_t now)
{
	struct str name, behind = *rest;
	const struct agent *ag;
	int64_t month;

	if (!str_split(&behind, ' ', &name)) {
		name = *rest;
		behind = STR_NONE;
	}
	ag = agents_find(&p->w->conf->agents, fold(p->w->a, name));
	if (ag == NULL || (behind.n == 0 && month_read(p->w->a, name, now, &month)))
		return p->actor->agent;
	*rest = fold_trim(behind);
	return ag;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct str rest = fold_trim(o->value);
	int64_t now = report_month_now(p), month;
	const struct agent *ag = whose(p, &rest, now);

	if (ag == NULL)
		return WHY(p->w->a, STR("the time of others is for leads"));
	if (ag != p->actor->agent && p->actor->agent->role < AGENT_LEAD)
		return WHY(p->w->a, STR("the time of others is for leads"));
	if (!month_read(p->w->a, rest, now, &month))
		return report_no_month(p, o, STR_NONE, rest, now);
	o->value = str_printf(p->w->a, "%.*s %.*s", STR_ARG(ag->name),
	    STR_ARG(month_text(p->w->a, month)));
	return NULL;
}

/* intake/answers.h asks for it; core/reports.h makes it. */
static int
apply(struct action *ac)
{
	(void)ac;
	return 0;
}

const struct act act_timesheet = { .check = check, .apply = apply };
