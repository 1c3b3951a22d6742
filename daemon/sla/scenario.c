/* scenario: see scenario.h. */
#include "daemon/sla/scenario.h"

#include <stdlib.h>

#include "daemon/conf/wish.h"
#include "daemon/sla/category.h"
#include "daemon/sys/clock.h"
#include "parsers/base/array.h"

struct happening {			/* one of `events` */
	int64_t			 at;
	const struct kind	*kind;
	struct str		 severity;	/* created */
	struct str		 status;	/* agent-reply; or empty */
	struct str		 to;		/* status, severity, sla */
};

struct scenario {
	struct calendars	 calendars;
	struct slas		 slas;
	struct strs		*severities;	/* of a condition, by its number less one */
	size_t			 n_severities;
	struct str		 sla;		/* the ticket's policy at first */
	struct str		 calendar;	/* for targets that name none; or empty */
	struct happening	*v;
	size_t			 n;
};

/* What a run knows besides the clocks. */
struct run {
	struct clocks		*cs;
	struct worktimes	*worktimes;
	const struct scenario	*of;
	struct str		 sla;
	struct str		 severity;
	struct str		 calendar;
};

/* --- what happens --------------------------------------------------------- */

/* Of a made-up ticket nothing is known but its severity. */
static bool
holds(const void *of, size_t condition)
{
	const struct run *r = of;

	return strs_has(&r->of->severities[condition - 1], r->severity);
}

static const struct sla_promise *
promise(struct run *r)
{
	const struct sla_policy *p = slas_find(&r->of->slas, r->sla);

	return sla_promise(r->cs->a, r->worktimes, p, sla_target_find(p, holds, r), r->severity,
	    r->calendar);
}

static void
do_created(struct run *r, const struct happening *h)
{
	r->severity = h->severity;
	clocks_created(r->cs, promise(r), h->at);
}

/* The reply first: one that resolves starts no update cycle. */
static void
do_agent_reply(struct run *r, const struct happening *h)
{
	clocks_answered(r->cs, h->at, clocks_is_done(h->status));
	if (h->status.n > 0)
		clocks_status(r->cs, h->status, h->at);
}

static void
do_customer_reply(struct run *r, const struct happening *h)
{
	struct str status = r->cs->status;

	clocks_asked(r->cs, h->at);
	if (category_is(status, CATEGORY_WAITING) || clocks_is_done(status))
		clocks_status(r->cs, category_word(CATEGORY_OPEN), h->at);
}

static void
do_nothing(struct run *r, const struct happening *h)
{
	(void)r;
	(void)h;
}

static void
do_status(struct run *r, const struct happening *h)
{
	clocks_status(r->cs, h->to, h->at);
}

static void
do_reopen(struct run *r, const struct happening *h)
{
	clocks_status(r->cs, category_word(CATEGORY_OPEN), h->at);
}

static void
do_severity(struct run *r, const struct happening *h)
{
	r->severity = h->to;
	clocks_change(r->cs, promise(r), h->at);
}

static void
do_sla(struct run *r, const struct happening *h)
{
	r->sla = h->to;
	clocks_change(r->cs, promise(r), h->at);
}

static void
do_merged(struct run *r, const struct happening *h)
{
	clocks_end(r->cs, h->at, STR("merged"));
}

enum needs { NEEDS_NOTHING, NEEDS_STATUS, NEEDS_VALUE, NEEDS_SLA };

/*
 * The order of what happens at one instant (sla.md rule 6): stop, pause, start, an
 * agent's before a customer's.  A reply stops before a status does: it is met.
 */
enum turn { TURN_REPLY, TURN_RESOLVE, TURN_PAUSE, TURN_AGENT, TURN_CUSTOMER, TURNS };

static const struct kind {
	const char	*name;
	void		(*run)(struct run *, const struct happening *);
	enum needs	 to;		/* what `to` must be */
	enum turn	 turn;		/* of a status: what it does, turn_of() */
} kinds[] = {
	{ "created", do_created, NEEDS_NOTHING, TURN_AGENT },
	{ "agent-reply", do_agent_reply, NEEDS_NOTHING, TURN_REPLY },
	{ "customer-reply", do_customer_reply, NEEDS_NOTHING, TURN_CUSTOMER },
	{ "note", do_nothing, NEEDS_NOTHING, TURN_AGENT },
	{ "auto", do_nothing, NEEDS_NOTHING, TURN_AGENT },
	{ "status", do_status, NEEDS_STATUS, TURN_AGENT },
	{ "reopen", do_reopen, NEEDS_NOTHING, TURN_AGENT },
	{ "severity", do_severity, NEEDS_VALUE, TURN_AGENT },
	{ "sla", do_sla, NEEDS_SLA, TURN_AGENT },
	{ "merged", do_merged, NEEDS_NOTHING, TURN_AGENT },
	{ "merge", do_merged, NEEDS_NOTHING, TURN_AGENT },
};

enum { N_KINDS = COUNT(kinds) };

/* --- the file ------------------------------------------------------------- */

static void	read_at(struct loader *, const struct node *, void *);
static void	read_is(struct loader *, const struct node *, void *);

static const struct key event_keys[] = {
	KEY(struct happening, at, "at", KEY_CUSTOM, .required = true, .read = read_at,
	    .help = "when, \"2026-06-01T10:00:00+02:00\""),
	KEY(struct happening, kind, "is", KEY_CUSTOM, .required = true, .read = read_is,
	    .help = "what happens, \"created\""),
	KEY(struct happening, severity, "severity", KEY_STR),
	KEY(struct happening, status, "status", KEY_CHOICE, .names = category_words),
	KEY(struct happening, to, "to", KEY_STR),
};

static const struct key ticket_keys[] = {
	KEY(struct scenario, sla, "sla", KEY_NAME, .required = true, .help =
	    "the name of one of slas"),
	KEY(struct scenario, calendar, "calendar", KEY_NAME),
};

#define MANUAL	"docketctl(8), SCENARIOS"

static const struct section event_section = { "events", MANUAL, KEYS(event_keys), NULL };
static const struct section ticket_section = { "ticket", MANUAL, KEYS(ticket_keys), NULL };

static void
read_at(struct loader *l, const struct node *n, void *base)
{
	struct happening *h = base;
	struct str s = STR_NONE;

	if (!node_text(n, &s) || !clock_parse(s, &h->at))
		conf_fault(l, n, "at is not an instant such as \"2026-06-01T10:00:00+02:00\"");
}

static void
read_is(struct loader *l, const struct node *n, void *base)
{
	struct happening *h = base;
	struct strs names = { 0 };
	struct str s = STR_NONE;

	for (size_t i = 0; i < N_KINDS; i++)
		strs_add(l->a, &names, str_c(kinds[i].name));
	if (!node_text(n, &s) || !conf_one_of(l, n, "event", s, &names))
		return;
	for (size_t i = 0; i < N_KINDS; i++)
		if (str_eq(s, str_c(kinds[i].name)))
			h->kind = &kinds[i];
}

/* A key that its event would not look at is a mistake. */
static void
check_keys(struct loader *l, const struct node *e, const struct happening *h)
{
	const struct { const char *key; bool given, fits; const char *of; } rows[] = {
		{ "severity", h->severity.n > 0, h->kind->run == do_created, "created" },
		{ "status", h->status.n > 0, h->kind->run == do_agent_reply, "agent-reply" },
		{ "to", h->to.n > 0, h->kind->to != NEEDS_NOTHING, "status, severity or sla" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct node n = node_get(e, rows[i].key);

		if (rows[i].given && !rows[i].fits)
			conf_fault(l, &n, "the event \"%s\" has no %s: that belongs to %s",
			    h->kind->name, rows[i].key, rows[i].of);
	}
}

static void
check_to(struct loader *l, const struct node *e, const struct happening *h)
{
	struct strs names = conf_names(l->a, category_words);
	struct node to = node_get(e, "to");

	if (h->kind->to == NEEDS_NOTHING)
		return;
	if (h->to.n == 0)
		conf_fault(l, e, "a \"%s\" event needs `to`", h->kind->name);
	else if (h->kind->to == NEEDS_STATUS)
		conf_one_of(l, &to, "status", h->to, &names);
	else if (h->kind->to == NEEDS_SLA)
		conf_wish(l, &to, "SLA", h->to);
}

static void
read_event(struct loader *l, const struct node *e, struct scenario *s)
{
	struct happening *h = &s->v[s->n];
	struct node at = node_get(e, "at");

	conf_walk(l, e, &event_section, h);
	if (h->kind == NULL)
		return;
	check_keys(l, e, h);
	check_to(l, e, h);
	if ((h->kind->run == do_created) != (s->n == 0))
		conf_fault(l, e, "the first event, and it alone, is \"created\"");
	if (s->n > 0 && h->at < s->v[s->n - 1].at)
		conf_fault(l, &at, "the events are not in the order of time: this one lies "
		    "before the one above");
}

static void
read_events(struct loader *l, const struct node *list, struct scenario *s)
{
	size_t n = conf_groups(l, list);

	s->v = ARENA_ARRAY(l->a, n, struct happening);
	for (; s->n < n; s->n++) {
		struct node e = node_at(list, s->n);

		read_event(l, &e, s);
	}
	if (n == 0)
		conf_fault(l, list, "events is empty: the first is { at = \"…\"; is = "
		    "\"created\"; severity = \"high\"; }");
}

/* A target without a calendar of its own counts in the ticket's. */
static void
check_calendars(struct loader *l, const struct node *slas, const struct scenario *s)
{
	for (size_t i = 0; i < s->slas.n; i++)
		for (size_t k = 0; k < s->slas.v[i].n_targets; k++) {
			const struct sla_policy *p = &s->slas.v[i];
			struct node e = node_at(slas, i), targets = node_get(&e, "targets");
			struct node t = node_at(&targets, k);

			if (p->targets[k].calendar.n == 0 && s->calendar.n == 0)
				conf_fault(l, &t, "this target names no calendar, and neither "
				    "does the ticket: give one of them a calendar");
		}
}

enum part { CALENDARS, SLAS, TICKET, EVENTS, PARTS };

static bool
find_parts(struct loader *l, const struct node *root, struct node *parts)
{
	static const char *const names[] = { "calendars", "slas", "ticket", "events", NULL };
	struct strs known = conf_names(l->a, names);
	size_t before = l->faults->lines.n;

	for (size_t i = 0; i < node_count(root); i++) {
		struct node n = node_at(root, i);

		conf_one_of(l, &n, "part of a scenario", node_name(&n), &known);
	}
	for (size_t i = 0; i < PARTS; i++) {
		parts[i] = node_get(root, names[i]);
		if (parts[i].setting == root->setting)
			conf_fault(l, root, "%s is missing: a scenario holds calendars, slas, "
			    "ticket and events", names[i]);
	}
	return l->faults->lines.n == before;
}

static void
read_scenario(struct loader *l, const struct node *root, struct scenario *s)
{
	struct node parts[PARTS], sla;

	if (!find_parts(l, root, parts))
		return;
	calendars_read(l, &parts[CALENDARS], &s->calendars);
	slas_read(l, &parts[SLAS], &s->slas);
	conf_walk(l, &parts[TICKET], &ticket_section, s);
	sla = node_get(&parts[TICKET], "sla");
	if (s->sla.n > 0)
		conf_wish(l, &sla, "SLA", s->sla);
	if (s->calendar.n > 0)
		conf_wish(l, &parts[TICKET], "calendar", s->calendar);
	if (l->faults->lines.n == 0)
		check_calendars(l, &parts[SLAS], s);
	read_events(l, &parts[EVENTS], s);
}

static const struct conf_place places[] = {
	{ &calendar_part, offsetof(struct scenario, calendars) },
	{ &sla_part, offsetof(struct scenario, slas) },
};

/* Its severities are any words. */
static size_t
read_condition(struct loader *l, const struct node *n)
{
	struct scenario *s = l->whole;
	struct node severity = node_is_group(n) ? node_get(n, "severity") : *n;

	if (!node_is_group(n) || node_count(n) != 1 || severity.setting == n->setting) {
		conf_fault(l, n, "a scenario's ticket has a severity, and nothing else is known of "
		    "it: write when = { severity = [ \"critical\" ]; };");
		return 0;
	}
	s->severities = array_grow(l->a, s->severities, s->n_severities, sizeof(*s->severities));
	conf_value(l, &severity, KEY_STRS, &s->severities[s->n_severities]);
	return ++s->n_severities;
}

int
scenario_load(struct arena *a, const char *path, struct scenario **out,
    struct conf_faults *faults)
{
	struct scenario *s = *out = ARENA_NEW(a, struct scenario);
	struct loader l = { .a = a, .faults = faults, .whole = s, .places = places,
	    .n_places = COUNT(places), .anybodys = true, .condition = read_condition };
	struct node root;

	conf_begin(&l, path);
	if (conf_open(&l, l.first, true, &root))
		read_scenario(&l, &root, s);
	conf_close(&l);
	conf_grant_wishes(&l, "this scenario");
	return faults->lines.n == 0 ? 0 : -1;
}

/* --- the run -------------------------------------------------------------- */

int64_t
scenario_end(const struct scenario *s, int64_t until)
{
	return until != 0 ? until : s->v[s->n - 1].at;
}

static enum turn
turn_of(const struct clocks *cs, const struct happening *h)
{
	if (h->kind->run != do_status)
		return h->kind->turn;
	if (clocks_is_done(h->to))
		return TURN_RESOLVE;
	return cs->promise != NULL && sla_pauses(cs->promise, SLA_RESOLUTION, h->to) ?
	    TURN_PAUSE : TURN_AGENT;
}

/* What happens at one instant: each in its turn, by the terms before the instant. */
static void
run_instant(struct run *r, const struct happening *v, size_t n)
{
	enum turn *turn = ARENA_ARRAY(r->cs->a, n, enum turn);

	for (size_t i = 0; i < n; i++)
		turn[i] = turn_of(r->cs, &v[i]);
	for (int now = 0; now < TURNS; now++)
		for (size_t i = 0; i < n; i++)
			if ((int)turn[i] == now)
				v[i].kind->run(r, &v[i]);
}

/* What falls due at the instant of an event is decided after it. */
void
scenario_run(struct arena *a, const struct scenario *s, int64_t until, struct clocks *cs)
{
	struct run r = { .cs = cs, .worktimes = worktimes_new(a, &s->calendars),
	    .of = s, .sla = s->sla, .calendar = s->calendar };
	int64_t end = scenario_end(s, until);

	clocks_init(cs, a);
	for (size_t i = 0, k; i < s->n && s->v[i].at <= end; i = k) {
		/* The first event opens the ticket: nothing comes before it. */
		for (k = i + 1; i > 0 && k < s->n && s->v[k].at == s->v[i].at; k++)
			continue;
		clocks_fire(cs, s->v[i].at - 1);
		run_instant(&r, &s->v[i], k - i);
	}
	clocks_fire(cs, end);
}

/* --- as JSON -------------------------------------------------------------- */

static void
put_instant(struct arena *a, struct buf *b, const char *name, int64_t us)
{
	buf_printf(b, us == 0 ? ", \"%s\": null" : ", \"%s\": \"%s\"", name,
	    us == 0 ? "" : clock_rfc3339(a, us).p);
}

/* Points and causes are of the configuration's own alphabet. */
static void
put_cycle(struct arena *a, struct buf *b, const struct cycle *cy, int64_t at)
{
	const struct sla_cycle *c = &cy->c;

	buf_printf(b, "{\"clock\": \"%s\", \"cycle\": %lld", sla_clock_name(cy->clock),
	    (long long)cy->n);
	put_instant(a, b, "start", c->started_at);
	buf_printf(b, ", \"target_seconds\": %lld, \"worked_seconds\": %lld",
	    (long long)c->target,
	    (long long)(sla_worked(c, cy->promise->worktime, at) / SECOND_US));
	put_instant(a, b, "due", c->due_at);
	buf_printf(b, ", \"state\": \"%s\"", sla_state_name(c->state));
	put_instant(a, b, "stopped", c->stopped_at);
	buf_printf(b, c->cause.n == 0 ? ", \"cause\": null}" : ", \"cause\": \"%.*s\"}",
	    STR_ARG(c->cause));
}

static int
cycle_order(const void *a, const void *b)
{
	const struct cycle *const *x = a, *const *y = b;
	int by_name = str_cmp(str_c(sla_clock_name((*x)->clock)),
	    str_c(sla_clock_name((*y)->clock)));

	return by_name != 0 ? by_name : (int)((*x)->n - (*y)->n);
}

static int
fired_order(const void *a, const void *b)
{
	const struct clock_fired *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return cycle_order(&x->cycle, &y->cycle);
}

struct str
clocks_json(struct arena *a, const struct clocks *cs, int64_t at)
{
	struct buf b;

	buf_init(&b, a);
	if (cs->n > 1)
		qsort(cs->v, cs->n, sizeof(*cs->v), cycle_order);
	if (cs->n_fired > 1)
		qsort(cs->fired, cs->n_fired, sizeof(*cs->fired), fired_order);
	buf_adds(&b, "{\"clocks\": [");
	for (size_t i = 0; i < cs->n; i++) {
		buf_adds(&b, i > 0 ? ",\n  " : "\n  ");
		put_cycle(a, &b, cs->v[i], at);
	}
	buf_adds(&b, "],\n \"fired\": [");
	for (size_t i = 0; i < cs->n_fired; i++) {
		const struct clock_fired *f = &cs->fired[i];

		buf_printf(&b, "%s\n  {\"clock\": \"%s\", \"cycle\": %lld, \"point\": \"%.*s\"",
		    i > 0 ? "," : "", sla_clock_name(f->cycle->clock), (long long)f->cycle->n,
		    STR_ARG(f->point));
		put_instant(a, &b, "planned", f->at);
		put_instant(a, &b, "at", f->at);
		buf_adds(&b, ", \"late\": false}");
	}
	buf_adds(&b, "]}");
	return buf_str(&b);
}
