/* runs: see runs.h.  A checked value is read once more when it is done. */
#include "daemon/act/runs.h"

#include "daemon/act/refusal.h"
#include "daemon/calendar/zones.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/runsaid.h"
#include "parsers/field/when.h"

enum { VALUE_TOLD = 60, FAR_DAYS = 5 * 366, DAY = 86400 };

#define FIRST_YEAR	(7305LL * DAY)	/* 1990: a date before is a slip */

static const struct str keep = STR("keep");

/* ---- the line ---- */

enum run_part { PART_VERSION, PART_PRODUCT, PART_ENVIRONMENT, PART_SINCE, PARTS };

struct line {
	struct str	part[PARTS];	/* as written, or empty */
	struct str	unknown;	/* "colour", which is none; or empty */
};

static const struct {
	struct str	name;
	enum run_part	part;
} names[] = {
	{ STR("env"), PART_ENVIRONMENT }, { STR("environment"), PART_ENVIRONMENT },
	{ STR("product"), PART_PRODUCT }, { STR("since"), PART_SINCE },
};

/* "env=prod" begins another part, at *value; false: it goes on with what it stands in. */
static bool
begins(struct str word, struct line *out, enum run_part *part, size_t *value)
{
	size_t at = str_chr(word, '=', 0);

	if (at == SIZE_MAX || at == 0)
		return false;
	*value = at + 1;
	for (size_t i = 0; i < COUNT(names); i++)
		if (str_ieq(str_sub(word, 0, at), names[i].name)) {
			*part = names[i].part;
			return true;
		}
	out->unknown = str_sub(word, 0, at);
	return true;
}

static void
line_read(struct str in, struct line *out)
{
	enum run_part part = PART_VERSION;
	struct str word;
	size_t value;

	*out = (struct line){ 0 };
	for (size_t at = 0; at < in.n; at += word.n + 1) {
		size_t end = str_chr(in, ' ', at), from = at;
		struct str *into;

		word = str_sub(in, at, (end == SIZE_MAX ? in.n : end) - at);
		if (word.n == 0)
			continue;
		if (begins(word, out, &part, &value)) {
			from += value;
			out->part[part] = str_sub(in, from, at + word.n - from);
			continue;
		}
		into = &out->part[part];
		if (into->n == 0)
			into->p = in.p + at;
		into->n = (size_t)(in.p + at + word.n - into->p);
	}
}

/* ---- what it may say ---- */

static const struct product *
product_of(const struct prospect *p, struct str name)
{
	return name.n > 0 ? product_find(&p->w->conf->products, name) :
	    runs_product(p->w->conf, p->t);
}

static struct why *
unread(const struct prospect *p, enum when_verdict verdict, struct str told)
{
	struct arena *a = p->w->a;

	return verdict == WHEN_TWO_WAYS ?
	    WHY(a, STR("\"*\" can be read in two ways: write the day as 2026-12-31"), told) :
	    verdict == WHEN_NO_SUCH ? WHY(a, STR("there is no such time as \"*\""), told) :
	    WHY(a, STR("\"*\" is no time: fri 17:00, tomorrow 9:00, +2d or 2026-12-31 17:00 are"),
	    told);
}

/* A day that names no year is the last such. */
static struct why *
check_since(const struct prospect *p, struct str in, int64_t *us)
{
	int64_t now = p->actor->at != 0 ? p->actor->at : p->w->now, at, wall;
	const struct zone *zone = refusal_zone(p);
	struct str told = str_utf8_cut(in, VALUE_TOLD);
	enum when_verdict verdict;
	struct when when;

	*us = p->w->now;
	if (in.n == 0)
		return NULL;
	wall = now / SECOND_US + zone_offset(zone, now / SECOND_US);
	verdict = when_read(p->w->a, &(struct when_reader){ .back = true, .now = wall,
	    .day_first = agent_day_first(p->actor->agent) }, in, &when);
	if (verdict != WHEN_READ || when.kind == WHEN_SPAN)
		return unread(p, verdict == WHEN_READ ? WHEN_UNREAD : verdict, told);
	at = when.kind == WHEN_UTC ? when.seconds : zone_instant(zone, when.seconds);
	if (at > now / SECOND_US + (int64_t)FAR_DAYS * DAY)
		return WHY(p->w->a, STR("\"*\" is more than five years from now"), told);
	if (at < FIRST_YEAR)
		return unread(p, WHEN_NO_SUCH, told);
	*us = at * SECOND_US;
	return NULL;
}

static struct why *
no_product(const struct prospect *p, const struct order *o, struct str name)
{
	struct strs all = products_names(p->w->a, &p->w->conf->products);

	if (all.n == 0)
		return WHY(p->w->a, STR("there are no products here: products.conf names them"));
	return refusal_none_such(p, o, STR("there is no product *"), name, &all);
}

static struct why *
not_part(const struct prospect *p, const struct order *o, struct str word)
{
	struct why *why = WHY(p->w->a, STR("* is none of env, product and since"), word);

	strs_add(p->w->a, &why->allowed, STR("env=prod"));
	strs_add(p->w->a, &why->allowed, STR("product=NAME"));
	strs_add(p->w->a, &why->allowed, STR("since=2026-12-31"));
	why->instead = refusal_line(p, o->verb, STR("2.4.1 env=prod"));
	why->is_example = true;
	return why;
}

/* Into *out all but who says it and of which project; NULL: it can be. */
static struct why *
run_read(const struct prospect *p, const struct order *o, struct run *out, bool *listed)
{
	const struct product *of;
	struct line line;
	struct why *why;

	line_read(o->value, &line);
	if (line.unknown.n > 0)
		return not_part(p, o, line.unknown);
	if ((of = product_of(p, line.part[PART_PRODUCT])) == NULL)
		return no_product(p, o, line.part[PART_PRODUCT]);
	out->product = of->name;
	out->environment = line.part[PART_ENVIRONMENT].n == 0 ? runs_environment(of, p->t) :
	    product_environment(of, line.part[PART_ENVIRONMENT]);
	if (out->environment.n == 0)
		return refusal_none_such(p, o, STR("there is no environment *"),
		    line.part[PART_ENVIRONMENT], &of->environments);
	if (line.part[PART_VERSION].n == 0) {
		why = WHY(p->w->a, STR("* needs a value: *"), refusal_line(p, o->verb, STR_NONE),
		    refusal_line(p, o->verb, str_c(o->verb->value)));
		why->allowed = of->versions;
		return why;
	}
	*listed = product_version(p->w->a, of, line.part[PART_VERSION], &out->version, &out->key);
	if (!*listed && out->key.n == 0)
		return refusal_none_such(p, o, STR("there is no version *"), out->version,
		    &of->versions);
	return check_since(p, line.part[PART_SINCE], &out->since);
}

/* ---- what is told with it ---- */

static struct str
day(const struct prospect *p, int64_t us)
{
	return str_utf8_cut(zone_text(p->w->a, refusal_zone(p), us), sizeof("2026-12-31") - 1);
}

/* What ran before, where that was looked for. */
static const struct why *
remark(const struct prospect *p, const struct run *r, bool listed)
{
	const struct running *now = !p->t->runs_known ||
	    !str_eq(p->t->runs.project, p->t->project) ? NULL :
	    runs_find(&p->t->runs, r->product, r->environment);
	struct str where = str_printf(p->w->a, "%.*s %.*s %.*s", STR_ARG(p->t->project),
	    STR_ARG(r->product), STR_ARG(r->environment));
	struct arena *a = p->w->a;

	if (!listed)
		return WHY(a, STR("products.conf has no * of *: it is kept as written"), r->version,
		    r->product);
	if (r->since > p->w->now)
		return now == NULL ? WHY(a, STR("*: planned for *"), where, day(p, r->since)) :
		    WHY(a, STR("*: planned for *; until then * runs"), where, day(p, r->since),
		    now->version);
	if (now == NULL)
		return WHY(a, STR("*: nothing was known before"), where);
	if (r->since < now->since && !str_eq(now->version, r->version))
		return WHY(a, STR("*: into the history; what runs is *, since *"), where,
		    now->version, day(p, now->since));
	return WHY(a, STR("*: * ran before, since *"), where, now->version, day(p, now->since));
}

/* ---- the verb ---- */

static struct why *
check(struct prospect *p, struct order *o)
{
	struct run r = { 0 };
	bool listed = false;
	struct why *why;

	if (p->w->conf->products.n == 0)
		return no_product(p, o, STR_NONE);
	if (p->actor->door != DOOR_RULE && str_ieq(o->value, keep)) {
		o->value = keep;
		p->t->run_doubt = (struct run_doubt){ 0 };
		return NULL;
	}
	if ((why = run_read(p, o, &r, &listed)) != NULL)
		return why;
	o->value = str_printf(p->w->a, "%.*s env=%.*s product=%.*s since=%.*s",
	    STR_ARG(r.version), STR_ARG(r.environment), STR_ARG(r.product),
	    STR_ARG(clock_rfc3339(p->w->a, r.since)));
	o->remark = remark(p, &r, listed);
	return NULL;
}

static int
plan(struct action *ac, enum change_what what, struct run *r, bool listed, struct str old)
{
	struct change c = { .what = what, .old = old, .new = r->version, .run = r,
	    .by = ac->cause };

	r->project = ac->t->project;
	r->author = ac->cause.author;
	r->source = ac->actor->door == DOOR_RULE ? RUN_RULE : RUN_AGENT;
	r->is_decided = ac->actor->door != DOOR_RULE;
	r->is_known = listed;
	if (r->is_decided)
		ac->t->run_doubt = (struct run_doubt){ 0 };
	plan_add(ac->w->a, &ac->t->plan, &c);
	return 1;
}

/* What is asked about is decided; nothing: it was already. */
static int
apply_keep(struct action *ac, struct run *r)
{
	const struct run_doubt doubt = ac->t->run_doubt;

	if (doubt.version.n == 0)
		return 0;
	r->product = doubt.product;
	r->environment = doubt.environment;
	return plan(ac, CHANGE_RUNS_KEPT, r, true, doubt.version);
}

static int
apply(struct action *ac)
{
	const struct prospect p = { .w = ac->w, .t = ac->t, .actor = ac->actor };
	struct run *r = ARENA_NEW(ac->w->a, struct run);
	const struct running *now;
	bool listed = false;

	if (str_eq(ac->order->value, keep))
		return apply_keep(ac, r);
	if (run_read(&p, ac->order, r, &listed) != NULL)
		return 0;
	now = runs_find(&ac->t->runs, r->product, r->environment);
	if (now == NULL || !str_eq(now->version, r->version) || r->since < now->since ||
	    ac->t->run_doubt.version.n > 0)
		return plan(ac, CHANGE_RUNS, r, listed, now == NULL || r->since < now->since ?
		    STR_NONE : now->version);
	return 0;
}

static int
look(struct work *w, struct ticket *t)
{
	if (t->runs_known)
		return 0;
	t->runs_known = true;
	return runs_load(w, t->project, &t->runs);
}

const struct act act_runs = { .check = check, .apply = apply, .look = look };
