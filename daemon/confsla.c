/* confsla: calendars.conf and sla.conf: when people work, what was promised. */
#include <stdlib.h>
#include <string.h>

#include "daemon/confload.h"

static void	read_hours(struct loader *, const struct node *, void *);
static void	read_holidays(struct loader *, const struct node *, void *);
static void	read_targets(struct loader *, const struct node *, void *);
static void	read_when(struct loader *, const struct node *, void *);
static void	read_warn(struct loader *, const struct node *, void *);

static const struct key calendar_keys[] = {
	KEY(struct calendar, name, "name", KEY_NAME, .required = true, .help =
	    "what projects and SLA targets call it"),
	KEY(struct calendar, timezone, "timezone", KEY_STR, .required = true, .help =
	    "IANA name, such as \"Europe/Berlin\""),
	KEY(struct calendar, always, "always", KEY_BOOL, .def = "false", .help =
	    "open day and night, instead of hours"),
	KEY(struct calendar, hours, "hours", KEY_CUSTOM, .read = read_hours, .help =
	    "group: mon = [ \"09:00-12:00\", \"13:00-17:00\" ]; … a day left out is closed"),
	KEY(struct calendar, holidays, "holidays", KEY_CUSTOM, .read = read_holidays,
	    .help = "list of days and ranges: \"2026-12-25\", \"2026-12-24..2027-01-01\""),
};

static const struct key policy_keys[] = {
	KEY(struct sla_policy, name, "name", KEY_NAME, .required = true, .help =
	    "what projects call it"),
	KEY(struct sla_policy, targets, "targets", KEY_CUSTOM, .required = true,
	    .read = read_targets, .help =
	    "list of groups, see conf.targets: the first that fits the ticket holds"),
};

static const struct key target_keys[] = {
	KEY(struct sla_target, severities, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group: { severity = [ \"critical\" ]; }; without it, any ticket"),
	KEY(struct sla_target, calendar, "calendar", KEY_NAME, .help =
	    "whose hours count; else the project's calendar"),
	KEY(struct sla_target, response, "response", KEY_DURATION, .help =
	    "worked time until an engineer's first answer; without it, no such clock"),
	KEY(struct sla_target, resolution, "resolution", KEY_DURATION, .help =
	    "worked time until it is resolved; without it, no such clock"),
	KEY(struct sla_target, warn, "warn", KEY_CUSTOM, .read = read_warn, .help =
	    "list of points: \"75%\" of the time, or \"30m\" of worked time before the end"),
	KEY(struct sla_target, pause, "pause", KEY_STRS, .def = "waiting", .help =
	    "statuses in which the resolution clock stands still"),
};

enum { S_CALENDARS, S_SLAS, S_TARGETS };

const struct section confsla_sections[] = {
	[S_CALENDARS] = { "calendars", "calendars.conf", KEYS(calendar_keys),
	    "working hours and holidays" },
	[S_SLAS] = { "slas", "sla.conf", KEYS(policy_keys), "what was promised" },
	[S_TARGETS] = { "targets", "sla.conf", KEYS(target_keys), "one promise of a policy" },
	{ NULL },
};

static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun",
	NULL };
/* "resolved" and "closed" end the clock instead. */
static const char *const pausing[] = { "new", "open", "waiting", "on-hold", NULL };

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
	struct span *more;

	if (s.n != 11 || s.p[5] != '-' || from == -1 || to == -1 || from == 86400 ||
	    from == to) {
		conf_fault(l, n, "\"%.*s\" is not a span of time: \"09:00-17:00\", over midnight "
		    "\"22:00-06:00\", to the end of the day \"18:00-24:00\"", STR_ARG(s));
		return;
	}
	more = ARENA_ARRAY(l->a, c->n_hours + 1, struct span);
	if (c->n_hours > 0)
		memcpy(more, c->hours, c->n_hours * sizeof(*more));
	more[c->n_hours++] = (struct span){ day, from, to > from ? to : to + 86400 };
	c->hours = more;
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

/* Days since 1970-01-01 of "2026-12-25" (proleptic Gregorian), or INT32_MIN. */
static int32_t
day_number(struct str s)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	uint64_t y, m, d;
	int64_t yy, era, yoe, doy;
	bool leap;

	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !str_u64(str_sub(s, 0, 4), &y) ||
	    !str_u64(str_sub(s, 5, 2), &m) || !str_u64(str_sub(s, 8, 2), &d) ||
	    y < 1970 || m < 1 || m > 12 || d < 1)
		return INT32_MIN;
	leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
	if ((int)d > lengths[m - 1] + (m == 2 && leap))
		return INT32_MIN;
	yy = (int64_t)y - (m <= 2);
	era = yy / 400;
	yoe = yy - era * 400;
	doy = (153 * ((int64_t)m + (m > 2 ? -3 : 9)) + 2) / 5 + (int64_t)d - 1;
	return (int32_t)(era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468);
}

static int
int_order(const void *a, const void *b)
{
	const int32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
add_holidays(struct loader *l, const struct node *n, struct calendar *c, struct str s)
{
	size_t dots = str_find(s, STR(".."), 0);
	int32_t from = day_number(str_sub(s, 0, dots)), to = from, *more;

	if (dots != SIZE_MAX)
		to = day_number(str_sub(s, dots + 2, SIZE_MAX));
	if (from == INT32_MIN || to < from || to - from > 366) {
		conf_fault(l, n, "\"%.*s\" is not a day or a range of at most a year: "
		    "\"2026-12-25\", \"2026-12-24..2027-01-01\"", STR_ARG(s));
		return;
	}
	more = ARENA_ARRAY(l->a, c->n_holidays + (size_t)(to - from) + 1, int32_t);
	if (c->n_holidays > 0)
		memcpy(more, c->holidays, c->n_holidays * sizeof(*more));
	c->holidays = more;
	for (int32_t d = from; d <= to; d++)
		more[c->n_holidays++] = d;
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
	if (c->n_holidays > 1)
		qsort(c->holidays, c->n_holidays, sizeof(*c->holidays), int_order);
}

static void
read_calendar(struct loader *l, const struct node *e, struct calendar *cal)
{
	struct node name = node_get(e, "name"), timezone = node_get(e, "timezone");
	struct node always = node_get(e, "always"), hours = node_get(e, "hours");
	size_t before = l->faults->lines.n;

	conf_walk(l, e, &confsla_sections[S_CALENDARS], cal);
	if (cal->timezone.n > 0)
		conf_zone(l, &timezone, cal->timezone);
	if (cal->always && cal->n_hours > 0)
		conf_fault(l, &always, "always and hours exclude each other: keep one");
	if (!cal->always && cal->n_hours == 0 && before == l->faults->lines.n)
		conf_fault(l, &hours, "calendar %.*s is never open: give it hours, or "
		    "always = true;", STR_ARG(cal->name));
	if (conf_calendar(l->conf, cal->name) != NULL)
		conf_fault(l, &name, "calendar %.*s is there twice: give it another name",
		    STR_ARG(cal->name));
}

static void
load_calendars(struct loader *l)
{
	struct conf *c = l->conf;
	struct node list;
	size_t n;

	if (!conf_open_list(l, STR("calendars.conf"), false, "calendars", &list))
		return;
	n = conf_groups(l, &list);
	c->calendars = ARENA_ARRAY(l->a, n, struct calendar);
	for (; c->n_calendars < n; c->n_calendars++) {
		struct node e = node_at(&list, c->n_calendars);

		read_calendar(l, &e, &c->calendars[c->n_calendars]);
	}
}

static void
read_when(struct loader *l, const struct node *n, void *base)
{
	const struct field_def *def = field_find(&l->conf->fields, STR("severity"));
	struct sla_target *t = base;
	struct node e;

	if (!node_is_group(n) || node_count(n) != 1 ||
	    (e = node_at(n, 0), !str_eq(node_name(&e), STR("severity")))) {
		conf_fault(l, n, "a target is chosen by severity: write when = { severity = "
		    "[ \"critical\" ]; };");
		return;
	}
	if (!conf_value(l, &e, KEY_STRS, &t->severities))
		return;
	for (size_t i = 0; def != NULL && i < t->severities.n; i++)
		conf_one_of(l, &e, "severity", t->severities.v[i], &def->values);
}

static bool
read_point(struct loader *l, const struct node *n, struct sla_point *p)
{
	uint64_t percent;

	if (!conf_value(l, n, KEY_STR, &p->text))
		return false;
	if (!str_ends(p->text, STR("%")))
		return conf_value(l, n, KEY_DURATION, &p->value);
	if (!str_u64(str_sub(p->text, 0, p->text.n - 1), &percent) || percent < 1 ||
	    percent > 99) {
		conf_fault(l, n, "the point \"%.*s\" is not before the end: \"1%%\" to "
		    "\"99%%\"", STR_ARG(p->text));
		return false;
	}
	p->is_percent = true;
	p->value = (int64_t)percent;
	return true;
}

static void
read_warn(struct loader *l, const struct node *n, void *base)
{
	struct sla_target *t = base;

	if (!node_is_list(n))
		conf_fault(l, n, "warn is not a list: write warn = [ \"75%%\", \"30m\" ];");
	t->warn = ARENA_ARRAY(l->a, node_count(n), struct sla_point);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (read_point(l, &e, &t->warn[t->n_warn]))
			t->n_warn++;
	}
}

static void
check_target(struct loader *l, const struct node *e, const struct sla_target *t)
{
	struct node pause = node_get(e, "pause"), warn = node_get(e, "warn");
	struct node calendar = node_get(e, "calendar");
	struct strs names = conf_names(l->a, pausing);

	for (size_t i = 0; i < t->pause.n; i++)
		conf_one_of(l, &pause, "status to pause in", t->pause.v[i], &names);
	for (size_t i = 0; i < t->n_warn; i++)
		if (!t->warn[i].is_percent && t->warn[i].value >= t->response &&
		    t->warn[i].value >= t->resolution)
			conf_fault(l, &warn, "the point \"%.*s\" lies before the start: it must "
			    "be shorter than response or resolution", STR_ARG(t->warn[i].text));
	if (t->calendar.n > 0)
		conf_wish(l, &calendar, WISH_CALENDAR, t->calendar);
}

/* Whether the targets before leave nothing for this one. */
static bool
is_shadowed(const struct sla_policy *p, const struct sla_target *t)
{
	size_t taken = 0;

	for (size_t i = 0; i < p->n_targets; i++)
		if (p->targets[i].severities.n == 0)
			return true;
	for (size_t k = 0; k < t->severities.n; k++)
		for (size_t i = 0; i < p->n_targets; i++)
			if (strs_has(&p->targets[i].severities, t->severities.v[k])) {
				taken++;
				break;
			}
	return t->severities.n > 0 && taken == t->severities.n;
}

static void
read_targets(struct loader *l, const struct node *n, void *base)
{
	struct sla_policy *p = base;
	size_t count = conf_groups(l, n);

	p->targets = ARENA_ARRAY(l->a, count, struct sla_target);
	for (; p->n_targets < count; p->n_targets++) {
		struct node e = node_at(n, p->n_targets);
		struct sla_target *t = &p->targets[p->n_targets];

		conf_walk(l, &e, &confsla_sections[S_TARGETS], t);
		check_target(l, &e, t);
		if (is_shadowed(p, t))
			conf_fault(l, &e, "this target is never reached: those before it take "
			    "all its tickets");
	}
}

void
confsla_load(struct loader *l)
{
	struct conf *c = l->conf;
	struct node list;
	size_t n;

	load_calendars(l);
	if (!conf_open_list(l, STR("sla.conf"), false, "slas", &list))
		return;
	n = conf_groups(l, &list);
	c->slas = ARENA_ARRAY(l->a, n, struct sla_policy);
	for (; c->n_slas < n; c->n_slas++) {
		struct node e = node_at(&list, c->n_slas), name = node_get(&e, "name");
		struct sla_policy *p = &c->slas[c->n_slas];

		conf_walk(l, &e, &confsla_sections[S_SLAS], p);
		if (conf_sla(c, p->name) != NULL)
			conf_fault(l, &name, "SLA %.*s is there twice: give it another name",
			    STR_ARG(p->name));
	}
}
