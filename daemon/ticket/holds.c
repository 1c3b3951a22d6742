/* holds: see holds.h. */
#include "daemon/ticket/holds.h"

#include <stddef.h>

#include "daemon/policy/support.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/projectevent.h"
#include "daemon/ticket/runsaid.h"
#include "parsers/field/amount.h"
#include "parsers/head/addrspec.h"

struct seen {
	const struct work	*w;
	const struct ticket	*t;
};

/* A clock whose time is over is breached before its alarm says so. */
static bool
is_breached(const struct seen *s, const struct cycle *cy)
{
	return cy->c.state == SLA_BREACHED || (cy->c.state == SLA_RUNNING &&
	    cy->c.due_at != 0 && cy->c.due_at < s->w->now);
}

struct str
calendar_open(const struct work *w, struct str calendar, int64_t at)
{
	struct worktime *wt = worktimes_find(w->core->worktimes, calendar);
	int64_t from, to;

	return wt != NULL && worktime_span(wt, at, &from, &to) && from <= at ? STR("open") :
	    STR("closed");
}

static void
one(const struct seen *s, struct strs *out, struct str value)
{
	strs_add(s->w->a, out, value);
}

static void
look_field(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	struct str value = STR_NONE;

	for (size_t i = 0; i < s->t->fields.n; i++)
		if (str_eq(s->t->fields.v[i].name, test->field))
			value = s->t->fields.v[i].value;
	one(s, out, value);
}

static void
look_support(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	const struct project *p = projects_find(&s->w->conf->projects, s->t->project);

	one(s, out, test->subject == SUBJECT_BILLING ? project_billing(p) : project_level(p));
}

/* On the day that it is where its project works. */
static void
look_supported(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	const struct project *of = projects_find(&s->w->conf->projects, s->t->project);
	const struct product *p = runs_product(s->w->conf, s->t);
	const struct zone *zone = of == NULL ? zone_utc() : project_event_zone(s->w, of);
	enum support support = SUPPORT_UNKNOWN;

	(void)test;
	for (size_t i = 0; p != NULL && i < s->t->fields.n; i++)
		if (str_eq(s->t->fields.v[i].name, STR("version")))
			support = product_support(s->w->a, p, s->t->fields.v[i].value,
			    civil_of(zone, s->w->now), NULL);
	one(s, out, str_c(support_word(support)));
}

static void
look_breached(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	(void)test;
	for (size_t i = 0; i < s->t->clocks.n; i++)
		if (is_breached(s, s->t->clocks.v[i]))
			one(s, out, str_c(sla_clock_name(s->t->clocks.v[i]->clock)));
}

static void
look_tags(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	(void)test;
	for (size_t i = 0; i < s->t->tags.n; i++)
		one(s, out, s->t->tags.v[i]);
}

static void
look_requester(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	struct str addr = str_lower(s->w->a, s->t->requester_address.addr);

	one(s, out, test->subject == SUBJECT_REQUESTER ? addr : address_domain(addr));
}

static void
look_participant(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	const struct addresses *list = &s->t->participants;

	if (test->subject == SUBJECT_PARTICIPANTS) {
		one(s, out, str_printf(s->w->a, "%zu", list->n));
		return;
	}
	for (size_t i = 0; i < list->n; i++)
		one(s, out, str_lower(s->w->a, list->v[i].addr));
}

/* Of a ticket that is made now: no time at all. */
static void
look_time(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	int64_t since = test->subject == SUBJECT_AGE || s->t->touched_at == 0 ? s->t->created_at :
	    s->t->touched_at;
	int64_t us = since == 0 || s->t->is_new ? 0 : s->w->now - since;

	one(s, out, amount_duration_text(s->w->a, us < 0 ? 0 : us / SECOND_US));
}

/* Seconds; nothing where there is no such time. */
static void
one_span(const struct seen *s, struct strs *out, bool is_there, int64_t us)
{
	one(s, out, is_there ? amount_duration_text(s->w->a, us < 0 ? 0 : us / SECOND_US) :
	    STR_NONE);
}

/* A clock whose time is over is due still, until what it waits for is done; 0: nothing is. */
static int64_t
due_of(const struct ticket *t)
{
	int64_t due = t->due_at;

	if (clocks_is_done(t->category))
		return 0;
	for (size_t i = 0; i < t->clocks.n; i++) {
		const struct sla_cycle *c = &t->clocks.v[i]->c;

		if (c->stopped_at == 0 && c->due_at != 0 && (due == 0 || c->due_at < due))
			due = c->due_at;
	}
	return due;
}

static void
look_due(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	int64_t due = due_of(s->t), now = s->w->now;

	if (test->subject == SUBJECT_DUE)
		one_span(s, out, due != 0, due - now);
	else
		one_span(s, out, due != 0 && due < now, now - due);
}

static void
look_waiting(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	int64_t asked = s->t->clocks.asked_at;

	(void)test;
	one_span(s, out, asked != 0 && !clocks_is_done(s->t->category), s->w->now - asked);
}

static void
look_held(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	(void)test;
	one(s, out, str_printf(s->w->a, "%lld", (long long)s->t->held));
}

static void
look_calendar(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	one(s, out, calendar_open(s->w, test->field, s->w->now));
}

/* What is a text of the ticket's own. */
static const size_t texts[SUBJECTS] = {
	[SUBJECT_PROJECT] = offsetof(struct ticket, project),
	[SUBJECT_STATUS] = offsetof(struct ticket, status),
	[SUBJECT_CATEGORY] = offsetof(struct ticket, category),
	[SUBJECT_TYPE] = offsetof(struct ticket, type),
	[SUBJECT_MAILBOX] = offsetof(struct ticket, mailbox),
	[SUBJECT_ASSIGNEE] = offsetof(struct ticket, assignee),
	[SUBJECT_TEAM] = offsetof(struct ticket, team),
	[SUBJECT_SUBJECT] = offsetof(struct ticket, subject),
	[SUBJECT_POLICY] = offsetof(struct ticket, sla),
};

static void	(*const lookers[SUBJECTS])(const struct seen *, const struct filter_test *,
		    struct strs *) = {
	[SUBJECT_SUPPORT] = look_support, [SUBJECT_BILLING] = look_support,
	[SUBJECT_SEVERITY] = look_field, [SUBJECT_VERSION] = look_field,
	[SUBJECT_FIELD] = look_field, [SUBJECT_SUPPORTED] = look_supported,
	[SUBJECT_BREACHED] = look_breached, [SUBJECT_TAGS] = look_tags,
	[SUBJECT_REQUESTER] = look_requester, [SUBJECT_REQUESTER_DOMAIN] = look_requester,
	[SUBJECT_PARTICIPANT] = look_participant, [SUBJECT_PARTICIPANTS] = look_participant,
	[SUBJECT_AGE] = look_time, [SUBJECT_IDLE] = look_time,
	[SUBJECT_DUE] = look_due, [SUBJECT_OVERDUE] = look_due,
	[SUBJECT_WAITING] = look_waiting, [SUBJECT_HELD] = look_held,
	[SUBJECT_CALENDAR] = look_calendar,
};

static void
look(const struct seen *s, const struct filter_test *test, struct strs *out)
{
	if (lookers[test->subject] != NULL)
		lookers[test->subject](s, test, out);
	else if (texts[test->subject] != 0)
		one(s, out, *(const struct str *)((const char *)s->t + texts[test->subject]));
}

void
ticket_look(const struct work *w, const struct ticket *t, const struct filter_test *test,
    struct strs *out)
{
	look(&(struct seen){ w, t }, test, out);
}

/* No pattern is among the tests of a ticket alone. */
static int
matches_nothing(const void *of, const struct filter_test *test, struct str s)
{
	(void)of;
	(void)test;
	(void)s;
	return 0;
}

static void
get(const void *of, const struct filter_test *test, struct strs *out)
{
	look(of, test, out);
}

bool
ticket_holds(const struct work *w, const struct ticket *t, const struct condition *c)
{
	const struct seen seen = { w, t };
	subject_fn getters[SUBJECTS];
	const struct filter_source src = { &seen, getters, matches_nothing, NULL };

	for (size_t i = 0; i < SUBJECTS; i++)
		getters[i] = get;
	return filter_holds(c, &src, NULL) == 1;
}

static bool
target_holds(const void *of, size_t condition)
{
	const struct seen *s = of;

	return ticket_holds(s->w, s->t, terms_of(&s->w->conf->terms, condition));
}

const struct sla_target *
ticket_target(const struct work *w, const struct ticket *t)
{
	return sla_target_find(slas_find(&w->conf->slas, t->sla), target_holds,
	    &(struct seen){ w, t });
}
