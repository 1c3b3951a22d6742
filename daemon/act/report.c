/* report: see report.h. */
#include "daemon/act/report.h"

#include "daemon/act/refusal.h"
#include "daemon/calendar/monthword.h"
#include "daemon/sys/clock.h"
#include "parsers/text/fold.h"

enum { OFFERED = 13 };			/* months that a refusal names */

static const struct str sla = STR("sla");

int64_t
report_month_now(const struct prospect *p)
{
	const struct zone *zone = p->actor->agent == NULL ? zone_utc() :
	    zones_find(p->w->core->zones, p->actor->agent->timezone);

	return month_of(p->w->a, zone, p->w->now);
}

struct why *
report_no_month(struct prospect *p, const struct order *o, struct str before, struct str month,
    int64_t now)
{
	struct why *why = WHY(p->w->a, STR("\"*\" is no month that was or is: 2026-10, october or last month is one"),
	    month);

	for (int64_t i = 0; i < OFFERED; i++)
		strs_add(p->w->a, &why->allowed, month_text(p->w->a, now - i));
	why->instead = refusal_line(p, o->verb, str_printf(p->w->a, "%.*s%.*s",
	    STR_ARG(before), STR_ARG(month_text(p->w->a, now - 1))));
	return why;
}

static struct why *
check(struct prospect *p, struct order *o)
{
	struct str rest = fold_trim(o->value), name, folded;
	int64_t now = report_month_now(p), month;
	struct strs known = { 0 };

	if (!str_split(&rest, ' ', &name))
		name = rest;
	folded = fold(p->w->a, name);
	strs_add(p->w->a, &known, sla);
	if (!str_eq(folded, sla))
		return refusal_none_such(p, o, STR("there is no report *"), name, &known);
	rest = fold_trim(rest);
	if (!month_read(p->w->a, rest, now, &month))
		return report_no_month(p, o, STR("sla "), rest, now);
	o->value = str_printf(p->w->a, "sla %.*s", STR_ARG(month_text(p->w->a, month)));
	return NULL;
}

/* intake/answers.h asks for it; core/reports.h makes it. */
static int
apply(struct action *ac)
{
	(void)ac;
	return 0;
}

const struct act act_report = { .check = check, .apply = apply };
