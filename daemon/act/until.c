/* until: see until.h.  A checked value is RFC 3339 with the actor's offset; empty: none. */
#include "daemon/act/until.h"

#include <string.h>

#include "daemon/act/none.h"
#include "daemon/act/refusal.h"
#include "daemon/act/status.h"
#include "daemon/calendar/moment.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/heading.h"
#include "daemon/ticket/step.h"
#include "parsers/text/date.h"

enum { VALUE_TOLD = 60, FAR_DAYS = 5 * 366 };

static struct str
instant_text(struct arena *a, const struct zone *zone, int64_t us)
{
	int64_t seconds = us / SECOND_US;
	struct date d = { .seconds = seconds, .offset = zone_offset(zone, seconds) / 60,
	    .has_zone = true, .has_time = true };

	return date_text(a, &d);
}

static struct why *
unread(struct arena *a, struct str told, enum moment_verdict verdict, const struct zone *zone,
    int64_t us, bool may_be_over)
{
	switch (verdict) {
	case MOMENT_READ:
		break;
	case MOMENT_UNREAD:
		return WHY(a, STR("\"*\" is no time: fri 17:00, tomorrow 9:00, +2d or "
		    "2026-12-31 17:00 are"), told);
	case MOMENT_TWO_WAYS:
		return WHY(a, STR("\"*\" can be read in two ways: write the day as 2026-12-31"),
		    told);
	case MOMENT_NO_SUCH:
		return WHY(a, STR("there is no such time as \"*\""), told);
	case MOMENT_PAST:
		if (may_be_over)
			return WHY(a, STR("\"*\" is *, more than five years ago"), told,
			    zone_text(a, zone, us));
		return WHY(a, STR("\"*\" is *, which is over"), told, zone_text(a, zone, us));
	case MOMENT_FAR:
		return WHY(a, STR("\"*\" is more than five years from now"), told);
	}
	return NULL;
}

/* What 3/4 may be: both days. */
static struct strs
both_ways(struct arena *a, const struct moment_reader *by, struct str value, int64_t now)
{
	struct strs out = { 0 };

	for (int i = 0; i < 2; i++) {
		struct moment_reader one = *by;
		int64_t us;

		one.day_first = i == 0;
		one.month_first = i == 1;
		if (moment_read(a, &one, value, now, &us) == MOMENT_READ)
			strs_add(a, &out, str_utf8_cut(zone_text(a, by->zone, us),
			    strlen("2026-12-31 17:00")));
	}
	return out;
}

/* What is over will do, but not years ago: that is a slip. */
static bool
is_read(enum moment_verdict verdict, bool may_be_over, int64_t us, int64_t now)
{
	return verdict == MOMENT_READ || (verdict == MOMENT_PAST && may_be_over &&
	    us > now - (int64_t)FAR_DAYS * 86400 * SECOND_US);
}

static struct why *
check_instant(struct prospect *p, struct order *o, int hour, bool may_be_over)
{
	struct moment_reader by = { .zone = refusal_zone(p), .hour = hour,
	    .day_first = agent_day_first(p->actor->agent) };
	int64_t now = p->actor->at != 0 ? p->actor->at : p->w->now, us = 0;
	struct arena *a = p->w->a;
	enum moment_verdict verdict;
	struct why *why;

	if (none_is(o->value)) {
		o->value = STR_NONE;
		return NULL;
	}
	verdict = moment_read(a, &by, o->value, now, &us);
	if (is_read(verdict, may_be_over, us, now)) {
		o->value = instant_text(a, by.zone, us);
		return NULL;
	}
	why = unread(a, str_utf8_cut(o->value, VALUE_TOLD), verdict, by.zone, us,
	    may_be_over);
	if (verdict == MOMENT_TWO_WAYS)
		why->allowed = both_ways(a, &by, o->value, now);
	why->instead = refusal_line(p, o->verb, why->allowed.n > 0 ? why->allowed.v[0] :
	    STR("fri 17:00"));
	why->is_example = why->allowed.n != 1;
	return why;
}

struct why *
until_check(struct prospect *p, struct order *o, int hour)
{
	return check_instant(p, o, hour, false);
}

static struct why *
check_start(struct prospect *p, struct order *o)
{
	return check_instant(p, o, UNTIL_MORNING, true);
}

static int
apply_start(struct action *ac)
{
	return ticket_start(ac->w, ac->t, ac->order->value, &ac->cause);
}

static struct why *
check_due(struct prospect *p, struct order *o)
{
	return until_check(p, o, UNTIL_EVENING);
}

static int
apply_due(struct action *ac)
{
	return ticket_wake(ac->w, ac->t, WAKE_DUE, ac->order->value, &ac->cause);
}

static struct why *
check_snooze(struct prospect *p, struct order *o)
{
	return until_check(p, o, UNTIL_MORNING);
}

static int
apply_snooze(struct action *ac)
{
	return ticket_wake(ac->w, ac->t, WAKE_SNOOZE, ac->order->value, &ac->cause);
}

static struct why *
check_hold(struct prospect *p, struct order *o)
{
	struct order status = *o;
	struct why *why = o->value.n == 0 ? NULL : until_check(p, o, UNTIL_MORNING);

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

const struct act act_start = { .check = check_start, .apply = apply_start };
const struct act act_due = { .check = check_due, .apply = apply_due };
const struct act act_snooze = { .check = check_snooze, .apply = apply_snooze };
const struct act act_hold = { .check = check_hold, .apply = apply_hold };
