/*
 * docketctl calendar: when a calendar is open, day by day in its own zone, as the
 * SLA clocks reckon it; without a name, which calendars there are.
 */
#include "daemon/ctl/verbs.h"

#include <stdio.h>

#include "daemon/calendar/worktime.h"
#include "daemon/calendar/zone.h"
#include "daemon/render/text.h"
#include "daemon/sys/clock.h"
#include "daemon/sys/duration.h"
#include "parsers/base/array.h"
#include "parsers/text/date.h"

enum {
	DAY = 86400,
	DAYS_SHOWN = 14,
	DAYS_MAX = 3660			/* ten years at a time */
};

struct ask {
	const struct calendar	*calendar;
	struct worktime		*worktime;
	struct str		 timezone;
	const struct zone	*zone;
	int64_t			 from, to;	/* days since 1970, both included */
};

struct opening {			/* cut at the day's ends */
	int64_t		from, to;	/* us */
	struct opening	*next;
};

struct day {
	int64_t		 from, to;	/* us; equal: the zone left it out */
	struct str	 name;		/* "Mon 2026-06-01" */
	struct strs	 holiday_of;	/* calendars whose holiday it is */
	struct opening	*first;
	int64_t		 worked;	/* us */
};

static int64_t
day_start(const struct ask *ask, int64_t day)
{
	return zone_instant(ask->zone, day * DAY) * SECOND_US;
}

static int64_t
day_of(const struct ask *ask, int64_t us)
{
	int64_t wall = us / SECOND_US + zone_offset(ask->zone, us / SECOND_US);

	return wall / DAY - (wall % DAY < 0);
}

/* "2026-06-01", a day that there is. */
static bool
day_parse(struct str text, int64_t *day)
{
	int64_t year, month, of_month, next;

	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' ||
	    !str_i64(str_sub(text, 0, 4), &year) || !str_i64(str_sub(text, 5, 2), &month) ||
	    !str_i64(str_sub(text, 8, 2), &of_month) || month < 1 || month > 12)
		return false;
	*day = date_days(year, (int)month, 1) + of_month - 1;
	next = month == 12 ? date_days(year + 1, 1, 1) : date_days(year, (int)month + 1, 1);
	return year >= 1970 && of_month >= 1 && *day < next;
}

static bool
has_holiday(const struct calendar *c, int64_t day)
{
	for (size_t i = 0; i < c->n_holidays; i++)
		if (c->holidays[i] == day)
			return true;
	return false;
}

/* Of a union, whose members have each their own. */
static void
add_holidays(struct arena *a, const struct calendar *c, int64_t day, struct strs *out)
{
	if (has_holiday(c, day))
		strs_add(a, out, c->name);
	for (size_t i = 0; i < c->members.n; i++)
		add_holidays(a, c->parts[i], day, out);
}

static void
day_make(struct arena *a, const struct ask *ask, int64_t number, struct day *d)
{
	struct opening **last = &d->first;
	int64_t from, to, at;

	*d = (struct day){ .from = day_start(ask, number), .to = day_start(ask, number + 1) };
	d->name = str_sub(zone_format_exact(a, ask->timezone, d->from), 0, 14);
	add_holidays(a, ask->calendar, number, &d->holiday_of);
	for (at = d->from; at < d->to && worktime_span(ask->worktime, at, &from, &to) &&
	    from < d->to; at = to) {
		struct opening *o = ARENA_NEW(a, struct opening);

		o->from = from > at ? from : at;
		o->to = to < d->to ? to : d->to;
		d->worked += o->to - o->from;
		*last = o;
		last = &o->next;
	}
}

/* "09:00"; the day's end is "24:00". */
static struct str
time_text(struct arena *a, const struct ask *ask, const struct day *d, int64_t at)
{
	return at == d->to ? STR("24:00") :
	    str_sub(zone_format(a, ask->timezone, at), 11, 5);
}

static struct str
openings_text(struct arena *a, const struct ask *ask, const struct day *d)
{
	struct buf b;

	buf_init(&b, a);
	for (const struct opening *o = d->first; o != NULL; o = o->next)
		buf_printf(&b, "%s%.*s-%.*s", b.n == 0 ? "" : ", ",
		    STR_ARG(time_text(a, ask, d, o->from)),
		    STR_ARG(time_text(a, ask, d, o->to)));
	return b.n == 0 ? STR("closed") : buf_str(&b);
}

static struct str
join(struct arena *a, const struct strs *list)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++)
		buf_printf(&b, "%s%s", i == 0 ? "" : ", ", text_safe(a, list->v[i]).p);
	return buf_str(&b);
}

static struct str
note_text(struct arena *a, const struct ask *ask, const struct day *d)
{
	if (d->holiday_of.n == 0)
		return STR_NONE;
	return ask->calendar->members.n == 0 ? STR("holiday") :
	    str_printf(a, "holiday of %s", join(a, &d->holiday_of).p);
}

/* Where the holidays' file ends: "holidays.ics to 2027-01-01". */
static struct str
ics_text(struct arena *a, const struct calendar *c)
{
	return c->ics.n == 0 ? STR("-") : str_printf(a, "%s to %.*s", text_safe(a, c->ics).p,
	    10, zone_format(a, STR("UTC"), (int64_t)c->ics_until * DAY * SECOND_US).p);
}

static struct str
kind_text(struct arena *a, const struct calendar *c)
{
	if (c->members.n > 0)
		return str_printf(a, "union of %s", join(a, &c->members).p);
	return c->always ? STR("always open") : STR("weekly hours");
}

static void
print_days(struct ctl *ctl, const struct ask *ask)
{
	static const struct table_column columns[] = {
		{ "DAY" }, { "OPEN" }, { "WORKED", .right = true }, { "" },
	};
	struct arena *a = ctl->a;
	struct strs cells = { 0 };
	int64_t total = 0;
	struct day d;

	printf("%s: %s, days of %.*s\n", text_safe(a, ask->calendar->name).p,
	    kind_text(a, ask->calendar).p, STR_ARG(ask->timezone));
	for (int64_t i = ask->from; i <= ask->to; i++) {
		day_make(a, ask, i, &d);
		if (d.from == d.to)
			continue;
		strs_add(a, &cells, d.name);
		strs_add(a, &cells, openings_text(a, ask, &d));
		strs_add(a, &cells, d.worked == 0 ? STR("-") :
		    duration_text(a, d.worked / SECOND_US, DURATION_EXACT));
		strs_add(a, &cells, note_text(a, ask, &d));
		total += d.worked;
	}
	ctl_print(ctl, &TABLE(columns, cells));
	printf("%s of worked time\n", total == 0 ? "none" :
	    duration_text(a, total / SECOND_US, DURATION_EXACT).p);
}

/* --- JSON ----------------------------------------------------------------- */

/* The members of an object that is open. */
static void
json_calendar(struct json *j, const struct calendar *c, struct str timezone)
{
	json_str(j, "name", c->name);
	json_str(j, "timezone", timezone);
	json_bool(j, "always", c->always);
	json_strs(j, "union", &c->members);
	json_str_or_null(j, "ics", c->ics);
	json_str_or_null(j, "ics_until", c->ics.n == 0 ? STR_NONE :
	    str_sub(zone_format(j->out->a, STR("UTC"),
	    (int64_t)c->ics_until * DAY * SECOND_US), 0, 10));
}

static void
json_day(struct json *j, const struct day *d)
{
	json_open_object(j, NULL);
	json_str(j, "day", str_sub(d->name, 4, 10));
	json_strs(j, "holiday_of", &d->holiday_of);
	json_open_array(j, "open");
	for (const struct opening *o = d->first; o != NULL; o = o->next) {
		json_open_object(j, NULL);
		json_str(j, "from", clock_rfc3339(j->out->a, o->from));
		json_str(j, "to", clock_rfc3339(j->out->a, o->to));
		json_close(j);
	}
	json_close(j);
	json_int(j, "worked_seconds", d->worked / SECOND_US);
	json_close(j);
}

static void
print_days_json(struct ctl *ctl, const struct ask *ask)
{
	struct json j = ctl_json_new(ctl);
	int64_t total = 0;
	struct day d;

	json_open_object(&j, NULL);
	json_calendar(&j, ask->calendar, ask->timezone);
	json_open_array(&j, "days");
	for (int64_t i = ask->from; i <= ask->to; i++) {
		day_make(ctl->a, ask, i, &d);
		if (d.from == d.to)
			continue;
		json_day(&j, &d);
		total += d.worked;
	}
	json_close(&j);
	json_int(&j, "worked_seconds", total / SECOND_US);
	json_close(&j);
	ctl_json_print(ctl, &j);
}

/* --- all of them ---------------------------------------------------------- */

/* Whether it is open, and when that changes; 0: never. */
static bool
is_open(struct worktime *wt, int64_t now, int64_t *change)
{
	int64_t from = 0, to = 0;
	bool found = worktime_span(wt, now, &from, &to), open = found && from <= now;

	*change = !found ? 0 : !open ? from : to == INT64_MAX ? 0 : to;
	return open;
}

static int
list_calendars(struct ctl *ctl, struct worktimes *all)
{
	static const struct table_column columns[] = {
		{ "CALENDAR" }, { "KIND", .gives = true }, { "ZONE" }, { "NOW" },
		{ "CHANGES" }, { "HOLIDAY FILE", .gives = true },
	};
	struct arena *a = ctl->a;
	struct json j = ctl_json_new(ctl);
	struct strs cells = { 0 };

	json_open_array(&j, NULL);
	for (size_t i = 0; i < ctl->conf->calendars.n; i++) {
		const struct calendar *c = &ctl->conf->calendars.v[i];
		struct str zone = calendar_zone(c);
		int64_t change;
		bool open = is_open(worktimes_find(all, c->name), clock_now(), &change);
		const struct str row[] = {
			text_safe(a, c->name), kind_text(a, c), zone,
			open ? STR("open") : STR("closed"),
			change == 0 ? STR("never") : zone_format(a, zone, change),
			ics_text(a, c),
		};

		for (size_t k = 0; k < COUNT(row); k++)
			strs_add(a, &cells, row[k]);
		json_open_object(&j, NULL);
		json_calendar(&j, c, zone);
		json_bool(&j, "open", open);
		json_str_or_null(&j, "changes_at",
		    change == 0 ? STR_NONE : clock_rfc3339(a, change));
		json_close(&j);
	}
	json_close(&j);
	if (ctl->json)
		ctl_json_print(ctl, &j);
	else
		ctl_print(ctl, &TABLE(columns, cells));
	return CTL_OK;
}

static int
show_calendar(struct ctl *ctl, struct worktimes *all, const char *name, const char *from,
    const char *to)
{
	struct ask ask = { .calendar = calendars_find(&ctl->conf->calendars, str_c(name)) };
	struct err e;

	if (ask.calendar == NULL)
		return ctl_fail(CTL_FAILED, "there is no calendar %s (docketctl calendar lists"
		    " them)", name);
	ask.worktime = worktimes_find(all, ask.calendar->name);
	ask.timezone = calendar_zone(ask.calendar);
	if (zone_load(ctl->a, ask.timezone, &ask.zone, &e) == -1)
		return ctl_err(&e);
	ask.from = day_of(&ask, clock_now());
	if (from != NULL && !day_parse(str_c(from), &ask.from))
		return ctl_usage(ctl, "--from: '%s' is no day such as 2026-06-01", from);
	ask.to = ask.from + DAYS_SHOWN - 1;
	if (to != NULL && !day_parse(str_c(to), &ask.to))
		return ctl_usage(ctl, "--to: '%s' is no day such as 2026-06-01", to);
	if (ask.to < ask.from || ask.to - ask.from >= DAYS_MAX)
		return ctl_usage(ctl, "--to lies before --from, or ten years after it");
	if (ctl->json)
		print_days_json(ctl, &ask);
	else
		print_days(ctl, &ask);
	return CTL_OK;
}

int
ctl_calendar(struct ctl *ctl, int argc, char **argv)
{
	const char *from = NULL, *to = NULL;
	const struct ctl_option options[] = {
		{ "--from", &from, NULL }, { "--to", &to, NULL },
	};
	int n = ctl_options(ctl, argc, argv, options, 2), status;
	struct worktimes *all;

	if (n < 0)
		return ctl_options_status(n);
	if (n > 1 || (n == 0 && (from != NULL || to != NULL)))
		return ctl_usage(ctl, "give one calendar's name, or nothing");
	if ((status = ctl_conf(ctl)) != CTL_OK)
		return status;
	all = worktimes_new(ctl->a, &ctl->conf->calendars);
	return n == 0 ? list_calendars(ctl, all) :
	    show_calendar(ctl, all, argv[1], from, to);
}
