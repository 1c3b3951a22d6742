/* confsla: calendars.conf and sla.conf: when people work, what was promised. */
#include <stdlib.h>
#include <string.h>

#include "daemon/confload.h"

static int	read_hours(struct loader *, const struct node *, void *);
static int	read_holidays(struct loader *, const struct node *, void *);
static int	read_targets(struct loader *, const struct node *, void *);
static int	read_when(struct loader *, const struct node *, void *);
static int	read_warn(struct loader *, const struct node *, void *);

static const struct key calendar_keys[] = {
	KEY(struct calendar, name, "name", KEY_STR, .required = true, .help =
	    "what projects and SLAs call it"),
	KEY(struct calendar, timezone, "timezone", KEY_STR, .required = true, .help =
	    "IANA name, such as \"Europe/Berlin\""),
	KEY(struct calendar, always, "always", KEY_BOOL, .help =
	    "true: open day and night [false]"),
	KEY(struct calendar, hours, "hours", KEY_CUSTOM, .read = read_hours, .help =
	    "group: mon = [ \"09:00-12:00\", \"13:00-17:00\" ]; … a day left out is closed"),
	KEY(struct calendar, holidays, "holidays", KEY_CUSTOM, .read = read_holidays,
	    .help = "list: \"2026-12-25\" or \"2026-12-24..2027-01-01\""),
};

static const struct key policy_keys[] = {
	KEY(struct sla_policy, name, "name", KEY_STR, .required = true, .help =
	    "what projects call it"),
	KEY(struct sla_policy, targets, "targets", KEY_CUSTOM, .required = true,
	    .read = read_targets, .help = "list: the first that fits the ticket holds"),
};

static const struct key target_keys[] = {
	KEY(struct sla_target, severities, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group: { severity = [ \"critical\" ]; } [any ticket]"),
	KEY(struct sla_target, calendar, "calendar", KEY_STR, .help =
	    "whose hours count [the project's calendar]"),
	KEY(struct sla_target, response, "response", KEY_DURATION, .help =
	    "working time until an engineer's first answer [no clock]"),
	KEY(struct sla_target, resolution, "resolution", KEY_DURATION, .help =
	    "working time until it is resolved [no clock]"),
	KEY(struct sla_target, warn, "warn", KEY_CUSTOM, .read = read_warn, .help =
	    "list: \"75%\" of the time, \"30m\" of work before the end [none]"),
	KEY(struct sla_target, pause, "pause", KEY_STRS, .help =
	    "list: statuses in which resolution stands still [\"waiting\"]"),
};

#define N(keys)	(sizeof(keys) / sizeof((keys)[0]))

const struct section confsla_sections[] = {
	{ "calendars", "calendars.conf", calendar_keys, N(calendar_keys),
	    "working hours and holidays" },
	{ "slas", "sla.conf", policy_keys, N(policy_keys), "what was promised to customers" },
	{ "targets", "sla.conf", target_keys, N(target_keys), "one promise of a policy" },
};
const size_t confsla_n = N(confsla_sections);

static const char *const day_names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
static const char *const statuses[] = { "new", "open", "waiting", "on-hold", "resolved",
	"closed" };

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
		conf_fault(l, n, "\"%.*s\" is not a span: \"09:00-17:00\", over midnight "
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

static int
read_hours(struct loader *l, const struct node *n, void *base)
{
	struct calendar *c = base;

	if (!node_is_group(n)) {
		conf_fault(l, n, "hours is a group: hours = { mon = [ \"09:00-17:00\" ]; }; "
		    "for day and night write always = true;");
		return -1;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct strs spans = { 0 };
		int day;

		for (day = 0; day < 7; day++)
			if (str_eq(node_name(&e), str_c(day_names[day])))
				break;
		if (day == 7) {
			conf_fault(l, &e, "%s is not a day: mon, tue, wed, thu, fri, sat, sun",
			    node_name(&e).p);
			continue;
		}
		if (!conf_value(l, &e, KEY_STRS, &spans))
			continue;
		for (size_t k = 0; k < spans.n; k++)
			add_span(l, &e, c, day, spans.v[k]);
	}
	if (c->n_hours > 1)
		qsort(c->hours, c->n_hours, sizeof(*c->hours), span_order);
	check_overlap(l, n, c);
	return 0;
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

static int
read_holidays(struct loader *l, const struct node *n, void *base)
{
	struct calendar *c = base;
	struct strs days = { 0 };

	if (!conf_value(l, n, KEY_STRS, &days))
		return -1;
	for (size_t i = 0; i < days.n; i++)
		add_holidays(l, n, c, days.v[i]);
	if (c->n_holidays > 1)
		qsort(c->holidays, c->n_holidays, sizeof(*c->holidays), int_order);
	return 0;
}

static void
load_calendars(struct loader *l)
{
	struct conf *c = l->conf;
	struct node root, list;
	size_t n;

	if (!conf_open(l, "calendars.conf", false, &root) ||
	    !conf_only(l, &root, "calendars", &list))
		return;
	n = conf_groups(l, &list);
	c->calendars = ARENA_ARRAY(l->a, n, struct calendar);
	for (c->n_calendars = 0; c->n_calendars < n; c->n_calendars++) {
		struct node e = node_at(&list, c->n_calendars);
		struct calendar *cal = &c->calendars[c->n_calendars];

		conf_walk(l, &e, &confsla_sections[0], cal);
		if (cal->timezone.n > 0)
			conf_zone(l, &e, cal->timezone);
		if (cal->always && cal->n_hours > 0)
			conf_fault(l, &e, "always and hours exclude each other");
		if (!cal->always && cal->n_hours == 0)
			conf_fault(l, &e, "calendar %.*s is never open: give hours, or "
			    "always = true", STR_ARG(cal->name));
		for (size_t i = 0; i < c->n_calendars; i++)
			if (str_eq(c->calendars[i].name, cal->name))
				conf_fault(l, &e, "calendar %.*s is there twice",
				    STR_ARG(cal->name));
	}
}

static int
read_when(struct loader *l, const struct node *n, void *base)
{
	struct sla_target *t = base;
	const struct field_def *def = field_find(&l->conf->fields, STR("severity"));

	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (!str_eq(node_name(&e), STR("severity"))) {
			conf_fault(l, &e, "a target is chosen by severity alone: "
			    "when = { severity = [ \"critical\" ]; };");
			continue;
		}
		if (!conf_value(l, &e, KEY_STRS, &t->severities))
			continue;
		for (size_t k = 0; def != NULL && k < t->severities.n; k++)
			if (!strs_has(&def->values, t->severities.v[k]))
				conf_fault(l, &e, "there is no severity %.*s%s",
				    STR_ARG(t->severities.v[k]),
				    conf_near(l->a, t->severities.v[k], &def->values).p);
	}
	if (!node_is_group(n))
		conf_fault(l, n, "when is a group: when = { severity = [ \"critical\" ]; };");
	return 0;
}

static int
read_warn(struct loader *l, const struct node *n, void *base)
{
	struct sla_target *t = base;

	t->warn = ARENA_ARRAY(l->a, node_count(n), struct sla_point);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct sla_point p = { 0 };
		uint64_t percent;

		if (!conf_value(l, &e, KEY_STR, &p.text))
			continue;
		if (str_ends(p.text, STR("%")) &&
		    str_u64(str_sub(p.text, 0, p.text.n - 1), &percent)) {
			p.is_percent = true;
			p.value = (int64_t)percent;
			if (percent < 1 || percent > 99) {
				conf_fault(l, &e, "%.*s is never reached before the end: "
				    "\"1%%\" to \"99%%\"", STR_ARG(p.text));
				continue;
			}
		} else if (!conf_value(l, &e, KEY_DURATION, &p.value)) {
			continue;
		}
		t->warn[t->n_warn++] = p;
	}
	if (!node_is_list(n))
		conf_fault(l, n, "warn is a list: warn = [ \"75%%\", \"30m\" ];");
	return 0;
}

static void
check_target(struct loader *l, const struct node *e, const struct sla_target *t)
{
	struct strs names = { 0 };

	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		strs_add(l->a, &names, str_c(statuses[i]));
	for (size_t i = 0; i < t->pause.n; i++)
		if (!strs_has(&names, t->pause.v[i]))
			conf_fault(l, e, "there is no status %.*s to pause in%s",
			    STR_ARG(t->pause.v[i]), conf_near(l->a, t->pause.v[i], &names).p);
	for (size_t i = 0; i < t->n_warn; i++)
		if (!t->warn[i].is_percent && t->warn[i].value >= t->response &&
		    t->warn[i].value >= t->resolution)
			conf_fault(l, e, "the point %.*s lies before every start: it is "
			    "longer than the target", STR_ARG(t->warn[i].text));
	if (t->calendar.n > 0)
		conf_wish(l, e, WISH_CALENDAR, t->calendar);
}

static int
read_targets(struct loader *l, const struct node *n, void *base)
{
	struct sla_policy *p = base;
	size_t count = conf_groups(l, n);

	p->targets = ARENA_ARRAY(l->a, count, struct sla_target);
	for (p->n_targets = 0; p->n_targets < count; p->n_targets++) {
		struct node e = node_at(n, p->n_targets);
		struct sla_target *t = &p->targets[p->n_targets];

		conf_walk(l, &e, &confsla_sections[2], t);
		if (t->pause.v == NULL)
			strs_add(l->a, &t->pause, STR("waiting"));
		check_target(l, &e, t);
		for (size_t i = 0; i < p->n_targets; i++)
			if (p->targets[i].severities.n == 0)
				conf_fault(l, &e, "this target is never reached: one before it "
				    "fits every ticket");
	}
	return 0;
}

void
confsla_load(struct loader *l)
{
	struct conf *c = l->conf;
	struct node root, list;
	size_t n;

	load_calendars(l);
	if (!conf_open(l, "sla.conf", false, &root) || !conf_only(l, &root, "slas", &list))
		return;
	n = conf_groups(l, &list);
	c->slas = ARENA_ARRAY(l->a, n, struct sla_policy);
	for (c->n_slas = 0; c->n_slas < n; c->n_slas++) {
		struct node e = node_at(&list, c->n_slas);

		conf_walk(l, &e, &confsla_sections[1], &c->slas[c->n_slas]);
		for (size_t i = 0; i < c->n_slas; i++)
			if (str_eq(c->slas[i].name, c->slas[c->n_slas].name))
				conf_fault(l, &e, "policy %.*s is there twice",
				    STR_ARG(c->slas[i].name));
	}
}
