/*
 * calendar: see calendar.h.  Everything that would give a calendar without sense
 * is refused here: worked time is reckoned without looking back.
 */
#include "daemon/calendar/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "daemon/calendar/ics.h"
#include "daemon/calendar/zone.h"
#include "daemon/conf/file.h"
#include "parsers/base/array.h"
#include "parsers/text/date.h"

enum { HOLIDAY_DAYS = 367 };		/* of one range */

static void	read_hours(struct loader *, const struct node *, void *);
static void	read_holidays(struct loader *, const struct node *, void *);

static const struct key calendar_keys[] = {
	KEY(struct calendar, name, "name", KEY_NAME, .required = true, .help =
	    "what projects and SLA targets call it"),
	KEY(struct calendar, timezone, "timezone", KEY_STR, .help =
	    "IANA name, such as \"Europe/Berlin\"; needed with hours"),
	KEY(struct calendar, always, "always", KEY_BOOL, .def = "false", .help =
	    "open day and night, instead of hours"),
	KEY(struct calendar, hours, "hours", KEY_CUSTOM, .read = read_hours, .help =
	    "group: mon = [ \"09:00-12:00\", \"13:00-17:00\" ]; … a day left out is closed"),
	KEY(struct calendar, holidays, "holidays", KEY_CUSTOM, .read = read_holidays,
	    .help = "list of days and ranges: \"2026-12-25\", \"2026-12-24..2027-01-01\""),
	KEY(struct calendar, ics, "ics", KEY_TEXT, .def = "", .help =
	    "iCalendar file beside this one whose all-day events are holidays"),
	KEY(struct calendar, members, "union", KEY_STRS, .help =
	    "list of calendars: open when one of them is, instead of hours"),
};

static const struct section sections[] = {
	{ "calendars", "calendars.conf", KEYS(calendar_keys), "working hours and holidays" },
	{ NULL },
};

static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun",
	NULL };

/* "09:30" in seconds, "24:00" too; -1. */
static int32_t
clock_time(struct str s)
{
	uint64_t h, m;

	if (s.n != 5 || s.p[2] != ':' || !str_u64(str_sub(s, 0, 2), &h) ||
	    !str_u64(str_sub(s, 3, 2), &m) || m > 59 || h > 24 || (h == 24 && m > 0))
		return -1;
	return (int32_t)(h * 3600 + m * 60);
}

static void
add_span(struct loader *l, const struct node *n, struct calendar *c, int day, struct str s)
{
	int32_t from = clock_time(str_sub(s, 0, 5)), to = clock_time(str_sub(s, 6, SIZE_MAX));

	if (s.n != 11 || s.p[5] != '-' || from == -1 || to == -1 || from == 86400 ||
	    from == to) {
		conf_fault(l, n, "\"%.*s\" is not a span of time: \"09:00-17:00\", over midnight "
		    "\"22:00-06:00\", to the end of the day \"18:00-24:00\"", STR_ARG(s));
		return;
	}
	c->hours = array_grow(l->a, c->hours, c->n_hours, sizeof(*c->hours));
	c->hours[c->n_hours++] = (struct span){ day, from, to > from ? to : to + 86400 };
}

static int
span_order(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return x->day != y->day ? x->day - y->day : x->from - y->from;
}

static void
check_overlap(struct loader *l, const struct node *n, const struct calendar *c)
{
	for (size_t i = 0; i < c->n_hours; i++) {
		const struct span *s = &c->hours[i], *next = &c->hours[(i + 1) % c->n_hours];
		int64_t end = (int64_t)s->day * 86400 + s->to;
		int64_t start = (int64_t)next->day * 86400 + next->from;

		if (i + 1 == c->n_hours)
			start += 7 * 86400;
		if (end > start && c->n_hours > 1)
			conf_fault(l, n, "spans of %s and %s overlap: let one end before the "
			    "other starts", day_names[s->day], day_names[next->day]);
	}
}

static void
read_hours(struct loader *l, const struct node *n, void *base)
{
	struct strs days = conf_names(l->a, day_names);
	struct calendar *c = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "hours is not a group: write hours = { mon = [ "
		    "\"09:00-17:00\" ]; }; or, for day and night, always = true;");
		return;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct strs spans = { 0 };
		int day = 0;

		if (!conf_one_of(l, &e, "day", node_name(&e), &days) ||
		    !conf_value(l, &e, KEY_STRS, &spans))
			continue;
		while (!str_eq(node_name(&e), days.v[day]))
			day++;
		for (size_t k = 0; k < spans.n; k++)
			add_span(l, &e, c, day, spans.v[k]);
	}
	if (c->n_hours > 1)
		qsort(c->hours, c->n_hours, sizeof(*c->hours), span_order);
	check_overlap(l, n, c);
}

static int
int_order(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Days join the calendar's holidays, sorted. */
static void
add_days(struct loader *l, struct calendar *c, const int32_t *days, size_t n)
{
	int32_t *more = ARENA_ARRAY(l->a, c->n_holidays + n + 1, int32_t);

	if (c->n_holidays > 0)
		memcpy(more, c->holidays, c->n_holidays * sizeof(*more));
	memcpy(more + c->n_holidays, days, n * sizeof(*more));
	c->holidays = more;
	c->n_holidays += n;
	qsort(more, c->n_holidays, sizeof(*more), int_order);
}

static void
add_holidays(struct loader *l, const struct node *n, struct calendar *c, struct str s)
{
	size_t dots = str_find(s, STR(".."), 0);
	int32_t from, to, days[HOLIDAY_DAYS];

	if (!date_day(str_sub(s, 0, dots), &from) ||
	    !date_day(dots == SIZE_MAX ? s : str_sub(s, dots + 2, SIZE_MAX), &to) ||
	    to < from || to - from >= HOLIDAY_DAYS) {
		conf_fault(l, n, "\"%.*s\" is not a day or a range of at most a year: "
		    "\"2026-12-25\", \"2026-12-24..2027-01-01\"", STR_ARG(s));
		return;
	}
	for (int32_t d = from; d <= to; d++)
		days[d - from] = d;
	add_days(l, c, days, (size_t)(to - from) + 1);
}

static void
read_holidays(struct loader *l, const struct node *n, void *base)
{
	struct calendar *c = base;
	struct strs days = { 0 };

	if (!conf_value(l, n, KEY_STRS, &days))
		return;
	for (size_t i = 0; i < days.n; i++)
		add_holidays(l, n, c, days.v[i]);
}

/* The file's days join those of `holidays`. */
static void
read_ics(struct loader *l, const struct node *n, struct calendar *c)
{
	struct ics_days days = { 0 };
	struct str text;
	struct err e;

	if (str_starts(c->ics, STR("/")) || str_find(c->ics, STR(".."), 0) != SIZE_MAX) {
		conf_fault(l, n, "ics names a file beside this one: \"holidays.ics\"");
		return;
	}
	if (conf_read(l, c->ics, &text) == -1) {
		conf_fault(l, n, "the holidays of calendar %.*s are not known: put a readable "
		    "%.*s beside this file", STR_ARG(c->name), STR_ARG(c->ics));
		return;
	}
	if (ics_days(l->a, text, &days, &e) == -1) {
		conf_fault(l, n, "%.*s: %s", STR_ARG(c->ics), e.text);
		return;
	}
	add_days(l, c, days.v, days.n);
	c->ics_until = c->holidays[c->n_holidays - 1];
}

/* A calendar is hours, always, or a union: exactly one. */
static void
check_kind(struct loader *l, const struct node *e, const struct calendar *c)
{
	struct node always = node_get(e, "always"), hours = node_get(e, "hours");
	struct node members = node_get(e, "union"), timezone = node_get(e, "timezone");
	int kinds = c->always + (c->n_hours > 0) + (c->members.n > 0);

	if (c->always && c->n_hours > 0)
		conf_fault(l, &always, "always and hours exclude each other: keep one");
	else if (kinds > 1)
		conf_fault(l, &members, "a union has no hours of its own: name a calendar "
		    "that has them in it");
	else if (kinds == 0)
		conf_fault(l, &hours, "calendar %.*s is never open: give it hours, or "
		    "always = true; or a union", STR_ARG(c->name));
	if (c->members.n > 0 && c->n_holidays > 0)
		conf_fault(l, &members, "a union takes its holidays from its members: write "
		    "them there");
	if (c->always && c->n_holidays > 0)
		conf_fault(l, &always, "a calendar that is always open has no holidays: give it "
		    "hours of \"00:00-24:00\" on each day instead");
	if (c->n_hours > 0 && c->timezone.n == 0)
		conf_fault(l, &timezone, "timezone is missing: an IANA name, such as "
		    "\"Europe/Berlin\"");
}

static bool
is_open_on(const struct calendar *c, int32_t day)
{
	int weekday = (int)(((int64_t)day % 7 + 10) % 7);

	if (bsearch(&day, c->holidays, c->n_holidays, sizeof(day), int_order) != NULL)
		return false;
	for (size_t i = 0; i < c->n_hours; i++)
		if (c->hours[i].day == weekday)
			return true;
	return false;
}

/* Holidays may take a weekly span away for years: some week must be left. */
static void
check_open(struct loader *l, const struct node *e, const struct calendar *c)
{
	struct node holidays = node_get(e, "holidays");
	int32_t first;

	if (c->n_hours == 0 || c->n_holidays == 0)
		return;
	first = c->holidays[0];
	for (int32_t day = first; day < first + 366; day++)
		if (is_open_on(c, day))
			return;
	conf_fault(l, &holidays, "the holidays take away every open day of a year: "
	    "calendar %.*s would never be open", STR_ARG(c->name));
}

void
conf_zone(struct loader *l, const struct node *n, struct str name)
{
	const struct zone *z;
	struct err e;

	if (zone_load(l->a, name, &z, &e) == -1)
		conf_fault(l, n, "%s: IANA names such as \"Europe/Berlin\" or \"UTC\" are "
		    "known", e.text);
}

static void
read_calendar(struct loader *l, const struct node *e, struct calendars *all)
{
	struct calendar *c = &all->v[all->n];
	struct node name = node_get(e, "name"), timezone = node_get(e, "timezone");
	struct node ics = node_get(e, "ics");
	size_t before = l->faults->lines.n;

	conf_walk(l, e, &sections[0], c);
	if (c->timezone.n > 0)
		conf_zone(l, &timezone, c->timezone);
	if (c->ics.n > 0)
		read_ics(l, &ics, c);
	if (l->faults->lines.n == before) {
		check_kind(l, e, c);
		check_open(l, e, c);
	}
	if (calendars_find(all, c->name) != NULL)
		conf_fault(l, &name, "calendar %.*s is there twice: give it another name",
		    STR_ARG(c->name));
}

static struct strs
names_of(struct arena *a, const void *own)
{
	const struct calendars *all = own;
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(a, &out, all->v[i].name);
	return out;
}

/* Finds a union's members; false when one is missing. */
static bool
find_parts(struct loader *l, const struct node *n, const struct calendars *all,
    struct calendar *c)
{
	struct strs names = names_of(l->a, all);
	bool found = true;

	c->parts = ARENA_ARRAY(l->a, c->members.n, const struct calendar *);
	for (size_t i = 0; i < c->members.n; i++) {
		c->parts[i] = calendars_find(all, c->members.v[i]);
		found &= conf_one_of(l, n, "calendar", c->members.v[i], &names);
	}
	return found;
}

/* How a union leads back to `wanted`: "a, b"; empty: it does not. */
static struct str
circle(struct loader *l, const struct calendar *c, const struct calendar *wanted, size_t depth)
{
	for (size_t i = 0; depth > 0 && i < c->members.n; i++) {
		struct str rest;

		if (c->parts[i] == wanted)
			return c->name;
		rest = circle(l, c->parts[i], wanted, depth - 1);
		if (rest.n > 0)
			return str_printf(l->a, "%.*s, %.*s", STR_ARG(c->name),
			    STR_ARG(rest));
	}
	return STR_NONE;
}

static void
join_unions(struct loader *l, const struct node *list, struct calendars *all)
{
	bool found = true;

	for (size_t i = 0; i < all->n; i++) {
		struct node e = node_at(list, i), n = node_get(&e, "union");

		found &= find_parts(l, &n, all, &all->v[i]);
	}
	for (size_t i = 0; found && i < all->n; i++) {
		struct node e = node_at(list, i), n = node_get(&e, "union");
		struct calendar *c = &all->v[i];
		struct str way = circle(l, c, c, all->n);

		if (way.n > 0)
			conf_fault(l, &n, "the union %.*s is made of itself (%.*s, %.*s): "
			    "take it out of one of them", STR_ARG(c->name), STR_ARG(way),
			    STR_ARG(c->name));
	}
}

void
calendars_read(struct loader *l, const struct node *list, struct calendars *all)
{
	size_t n = conf_groups(l, list);

	all->v = ARENA_ARRAY(l->a, n, struct calendar);
	for (; all->n < n; all->n++) {
		struct node e = node_at(list, all->n);

		read_calendar(l, &e, all);
	}
	join_unions(l, list, all);
}

static void
load(struct loader *l, void *own)
{
	struct node list;

	if (conf_open_list(l, STR("calendars.conf"), false, "calendars", &list))
		calendars_read(l, &list, own);
}

const struct conf_part calendar_part = { "calendar", "calendars.conf", sections, load,
	names_of };

const struct calendar *
calendars_find(const struct calendars *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

struct str
calendar_zone(const struct calendar *c)
{
	while (c != NULL && c->timezone.n == 0 && c->members.n > 0)
		c = c->parts[0];
	return c != NULL && c->timezone.n > 0 ? c->timezone : STR("UTC");
}
