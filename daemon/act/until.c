/* until: see until.h.  A checked value is RFC 3339 with the actor's offset; empty: none. */
#include "daemon/act/until.h"

#include "daemon/act/refusal.h"
#include "daemon/act/status.h"
#include "daemon/calendar/moment.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/step.h"
#include "parsers/base/wordlist.h"
#include "parsers/text/date.h"

enum { MORNING = 9, EVENING = 17, VALUE_TOLD = 60 };

static const char *const nones[] = { "none", "off", "no", "never", "-", NULL };

/* The actor's own zone, else that of the project's working hours. */
static const struct zone *
zone_of(const struct prospect *p)
{
	const struct conf *conf = p->w->conf;
	const struct project *project = projects_find(&conf->projects, p->t->project);

	return zones_find(p->w->core->zones, p->actor->agent != NULL ?
	    p->actor->agent->timezone : calendar_zone(project == NULL ? NULL :
	    calendars_find(&conf->calendars, project->calendar)));
}

static struct str
instant_text(struct arena *a, const struct zone *zone, int64_t us)
{
	int64_t seconds = us / SECOND_US;
	struct date d = { .seconds = seconds, .offset = zone_offset(zone, seconds) / 60,
	    .has_zone = true, .has_time = true };

	return date_text(a, &d);
}

static struct why *
unread(struct prospect *p, const struct order *o, enum moment_verdict verdict,
    const struct zone *zone, int64_t us)
{
	struct arena *a = p->w->a;
	struct str told = str_utf8_cut(o->value, VALUE_TOLD);
	struct why *why = NULL;

	switch (verdict) {
	case MOMENT_READ:
		return NULL;
	case MOMENT_UNREAD:
		why = WHY(a, STR("\"*\" is no time: fri 17:00, tomorrow 9:00, +2d or "
		    "2026-12-31 17:00 are"), told);
		break;
	case MOMENT_TWO_WAYS:
		why = WHY(a, STR("\"*\" can be read in two ways: write the day as 2026-12-31"),
		    told);
		break;
	case MOMENT_NO_SUCH:
		why = WHY(a, STR("there is no such time as \"*\""), told);
		break;
	case MOMENT_PAST:
		return WHY(a, STR("\"*\" is *, which is over"), told, zone_text(a, zone, us));
	case MOMENT_FAR:
		return WHY(a, STR("\"*\" is more than five years from now"), told);
	}
	why->instead = refusal_line(p, o->verb, STR("fri 17:00"));
	return why;
}

static struct why *
check_instant(struct prospect *p, struct order *o, int hour)
{
	struct moment_reader by = { .zone = zone_of(p), .hour = hour,
	    .day_first = agent_day_first(p->actor->agent) };
	enum moment_verdict verdict;
	int64_t us = 0;

	if (wordlist_has(str_lower(p->w->a, o->value), nones)) {
		o->value = STR_NONE;
		return NULL;
	}
	verdict = moment_read(p->w->a, &by, o->value, p->actor->at != 0 ? p->actor->at : p->w->now,
	    &us);
	if (verdict == MOMENT_READ) {
		o->value = instant_text(p->w->a, by.zone, us);
		return NULL;
	}
	return unread(p, o, verdict, by.zone, us);
}

static struct why *
check_due(struct prospect *p, struct order *o)
{
	return check_instant(p, o, EVENING);
}

static int
apply_due(struct action *ac)
{
	return ticket_wake(ac->w, ac->t, WAKE_DUE, ac->order->value, &ac->cause);
}

static struct why *
check_snooze(struct prospect *p, struct order *o)
{
	return check_instant(p, o, MORNING);
}

/* Nobody has looked at a rule's but for its shape. */
static int
apply_snooze(struct action *ac)
{
	struct prospect p = { .w = ac->w, .t = ac->t, .actor = ac->actor };
	struct order o = *ac->order;

	if (ac->actor->door == DOOR_RULE && check_snooze(&p, &o) != NULL)
		return 0;
	return ticket_wake(ac->w, ac->t, WAKE_SNOOZE, o.value, &ac->cause);
}

static struct why *
check_hold(struct prospect *p, struct order *o)
{
	struct order status = *o;
	struct why *why = o->value.n == 0 ? NULL : check_instant(p, o, MORNING);

	return why != NULL ? why : act_status.check(p, &status);
}

static int
apply_hold(struct action *ac)
{
	const struct order *hold = ac->order;
	const struct status *to = type_verb(ticket_type(ac->w, ac->t), hold->verb->name,
	    CATEGORY_ON_HOLD, ticket_standing(ac->w, ac->t));
	struct order status = *hold;
	int changed, until = 0;

	if (to == NULL)
		return 0;
	status.value = to->name;
	ac->order = &status;
	changed = act_status.apply(ac);
	ac->order = hold;
	if (changed != -1 && hold->value.n > 0)
		until = ticket_wake(ac->w, ac->t, WAKE_HOLD, hold->value, &ac->cause);
	return changed == -1 || until == -1 ? -1 : changed | until;
}

const struct act act_due = { .check = check_due, .apply = apply_due };
const struct act act_snooze = { .check = check_snooze, .apply = apply_snooze };
const struct act act_hold = { .check = check_hold, .apply = apply_hold };
