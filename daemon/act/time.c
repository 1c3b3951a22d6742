/* time: see time.h. */
#include "daemon/act/time.h"

#include "daemon/act/refusal.h"
#include "daemon/act/timeread.h"
#include "daemon/policy/rate.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/timeentry.h"
#include "parsers/base/array.h"

enum { DAY_MOST = 16 * 3600, SPAN_MOST = 24 * 3600, DATE = sizeof("2026-11-29") - 1,
	MINUTES = sizeof("2026-11-29 14:00") - 1 };

/* --- what is asked before -------------------------------------------------- */

static int
ask(struct work *w, struct ticket *t, const struct actor *actor, struct str value)
{
	struct worked said;
	int64_t from, to;

	if (actor->agent == NULL || value.n == 0 ||
	    timeread(w, actor, value, &said) != WORKED_READ ||
	    said.seconds > SPAN_MOST)
		return 0;
	if (said.seconds < 0)
		return timebook_look_here(w, t, actor->agent);
	timeread_span(w, actor, &said, &from, &to);
	return timebook_look(w, t, actor->agent, from, to);
}

/* --- what is told with it -------------------------------------------------- */

static struct str
number(struct arena *a, int64_t n)
{
	return str_printf(a, "%lld", (long long)n);
}

static struct str
wall(const struct prospect *p, int64_t us, size_t n)
{
	return str_sub(zone_text(p->w->a, timeread_zone(p->w, p->actor), us), 0, n);
}

static void
remark(struct order *o, struct why *why)
{
	why->also = o->remark;
	o->remark = why;
}

/* What was read freely is told: it may be wrong by a day, or sixty times. */
static void
tell_free(const struct prospect *p, struct order *o, const struct worked *said,
    const struct time_entry *te)
{
	if (said->free)
		remark(o, WHY(p->w->a, STR("this was understood: *"),
		    time_entry_text(p->w->a, timeread_zone(p->w, p->actor), te)));
}

static void
tell_late(const struct prospect *p, struct order *o, int64_t at)
{
	int64_t counts = timebook_counts(&p->t->timebook, at);

	if (counts != at)
		remark(o, WHY(p->w->a, STR("that time is approved or billed already: this is late, and "
		    "counts on *"), wall(p, counts, DATE)));
}

/* A span that was not told overlaps nothing but what runs just now. */
static void
tell_overlap(const struct prospect *p, struct order *o, const struct time_entry *te)
{
	const struct booked *other = timebook_overlap(&p->t->timebook, te->started_at,
	    te->stopped_at);
	struct arena *a = p->w->a;

	if (other == NULL)
		return;
	if (other->stopped_at == 0)
		remark(o, WHY(a, STR("it overlaps with your timer on ticket #*, since *"),
		    number(a, other->number), wall(p, other->started_at, MINUTES)));
	else if (te->exact)
		remark(o, WHY(a, STR("it overlaps with * on ticket #*, from *"),
		    time_span_text(a, other->worked), number(a, other->number),
		    wall(p, other->started_at, MINUTES)));
}

/* --- booking --------------------------------------------------------------- */

/* Any day of it that has too much by then; or NULL. */
static struct why *
check_day(const struct prospect *p, const struct order *o, const struct timebook *with,
    int64_t at)
{
	const struct zone *zone = timeread_zone(p->w, p->actor);
	struct arena *a = p->w->a;
	struct why *why;
	int64_t from, to, sum;

	timeread_day(zone, at, &from, &to);
	sum = timebook_day(with, from, to);
	if (sum <= DAY_MOST || p->forced)
		return NULL;
	why = p->actor->door == DOOR_MAIL ?
	    WHY(a, STR("you would have * on *: for more than 16 hours, put a line #force below it"),
		time_span_text(a, sum), wall(p, at, DATE)) :
	    WHY(a, STR("that makes * on *: more than 16 hours are booked by docketctl time * * --force"),
		time_span_text(a, sum), wall(p, at, DATE), number(a, p->t->id), o->value);
	return why;
}

static struct why *
check_span(const struct prospect *p, const struct order *o, const struct worked *said,
    bool is_over, int64_t to)
{
	struct arena *a = p->w->a;

	if (said->seconds == 0)
		return WHY(a, STR("there is no time in that to book"));
	if (said->seconds > SPAN_MOST || said->seconds < -SPAN_MOST)
		return WHY(a, STR("* is more than a day has: book each day by itself"),
		    time_span_text(a, said->seconds));
	(void)o;
	return is_over ? NULL : WHY(a, STR("that would end at *, which is yet to come"),
	    wall(p, to, MINUTES));
}

static bool
is_billable(const struct work *w, const struct worked *said)
{
	const struct service *service = service_find(&w->conf->rates, said->service);

	return said->billing == WORKED_UNSAID ? service == NULL || service->billable :
	    said->billing == WORKED_BILLABLE;
}

static void
put(struct prospect *p, struct order *o, const struct time_entry *te)
{
	o->times = array_grow(p->w->a, o->times, o->n_times, sizeof(*o->times));
	o->times[o->n_times++] = *te;
}

static struct why *
book(struct prospect *p, struct order *o, const struct worked *said)
{
	struct time_entry te = { .agent = p->actor->agent, .worked = said->seconds,
	    .exact = said->has_date && !said->when.is_day, .service = said->service,
	    .billable = is_billable(p->w, said), .text = said->text };
	bool is_over = timeread_span(p->w, p->actor, said, &te.started_at, &te.stopped_at);
	struct timebook with = p->t->timebook;
	struct why *why = check_span(p, o, said, is_over, te.stopped_at);

	if (why != NULL)
		return why;
	timebook_add(p->w->a, &with, &(struct booked){ .number = p->t->id,
	    .started_at = te.started_at, .stopped_at = te.stopped_at, .worked = te.worked,
	    .exact = te.exact });
	if ((why = check_day(p, o, &with, te.started_at)) != NULL ||
	    (te.exact && (why = check_day(p, o, &with, te.stopped_at - 1)) != NULL))
		return why;
	tell_free(p, o, said, &te);
	tell_overlap(p, o, &te);
	tell_late(p, o, te.started_at);
	p->t->timebook = with;
	put(p, o, &te);
	return NULL;
}

/* --- correcting ------------------------------------------------------------ */

/* Of the day that was named, or any. */
static bool
is_meant(const struct prospect *p, const struct worked *said, const struct booked *one)
{
	const struct zone *zone = timeread_zone(p->w, p->actor);
	int64_t from, to, at = one->started_at, began, ended;

	if (!said->has_date)
		return true;
	timeread_span(p->w, p->actor, said, &began, &ended);
	if (!said->when.is_day)
		return at / SECOND_US / 60 == began / SECOND_US / 60;
	timeread_day(zone, began, &from, &to);
	return at >= from && at < to;
}

static int64_t
left(const struct prospect *p, const struct worked *said)
{
	int64_t sum = 0;

	for (const struct booked *one = p->t->timebook.here; one != NULL; one = one->next)
		if (is_meant(p, said, one))
			sum += one->worked;
	return sum;
}

static void
take_off(struct prospect *p, struct order *o, const struct worked *said, struct booked *one,
    int64_t seconds)
{
	one->worked -= seconds;
	tell_late(p, o, one->counts_at);
	put(p, o, &(struct time_entry){ .agent = p->actor->agent, .worked = -seconds,
	    .started_at = one->started_at, .stopped_at = one->stopped_at, .exact = one->exact,
	    .billable = one->billable, .service = one->service, .text = said->text,
	    .corrects = one->id });
}

/* The list once more, so that who only tries changes nobody's. */
static void
copy_here(struct arena *a, struct timebook *b)
{
	const struct booked *from = b->here;
	struct booked **to = &b->here;

	for (; from != NULL; from = from->next) {
		struct booked *one = ARENA_NEW(a, struct booked);

		*one = *from;
		*to = one;
		to = &one->next;
	}
}

static struct why *
correct(struct prospect *p, struct order *o, const struct worked *said)
{
	struct why *why = check_span(p, o, said, true, 0);
	int64_t rest = -said->seconds, there = left(p, said);
	struct arena *a = p->w->a;

	if (why != NULL)
		return why;
	if (rest > there) {
		why = said->has_date ?
		    WHY(a, STR("of what you booked on ticket #* on that day * is left: no more can be "
			"taken off"), number(a, p->t->id), time_span_text(a, there)) :
		    WHY(a, STR("of what you booked on ticket #* * is left: no more can be taken off"),
			number(a, p->t->id), time_span_text(a, there));
		return why;
	}
	copy_here(a, &p->t->timebook);
	for (struct booked *one = p->t->timebook.here; one != NULL && rest > 0;
	    one = one->next) {
		int64_t part = one->worked < rest ? one->worked : rest;

		if (part <= 0 || !is_meant(p, said, one))
			continue;
		take_off(p, o, said, one, part);
		rest -= part;
	}
	return NULL;
}

/* --- the verbs -------------------------------------------------------------- */

static struct why *
check(struct prospect *p, struct order *o)
{
	enum worked_verdict v;
	struct worked said;

	o->times = NULL;
	o->n_times = 0;
	if (p->actor->agent == NULL)
		return WHY(p->w->a, STR("time is an agent's: say whose with --as AGENT"));
	v = timeread(p->w, p->actor, o->value, &said);
	if (v != WORKED_READ)
		return timeread_fault(p, o, v, &said);
	return said.seconds < 0 ? correct(p, o, &said) : book(p, o, &said);
}

static int
apply(struct action *ac)
{
	for (size_t i = 0; i < ac->order->n_times; i++) {
		struct time_entry te = ac->order->times[i];

		te.ticket = ac->t;
		te.entry = ac->actor->entry;
		te.by = ac->cause;
		if (time_entry_add(ac->w, &te) == -1)
			return -1;
	}
	return ac->order->n_times > 0;
}

const struct act act_time = { .check = check, .apply = apply, .ask = ask };

static struct why *
check_force(struct prospect *p, struct order *o)
{
	return p->books ? NULL : WHY(p->w->a, STR("* stands beside a #time line, in the same mail"),
	    refusal_line(p, o->verb, STR_NONE));
}

/* It changes how others are checked. */
static int
apply_force(struct action *ac)
{
	(void)ac;
	return 0;
}

const struct act act_force = { .check = check_force, .apply = apply_force };
