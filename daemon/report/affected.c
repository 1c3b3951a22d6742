/* affected: see affected.h. */
#include "daemon/report/affected.h"

#include "daemon/policy/catalogue.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/ours.h"
#include "daemon/ticket/reach.h"
#include "parsers/base/array.h"
#include "parsers/machine/nobody.h"
#include "sql.h"

#define YEAR_US	(365LL * 86400 * SECOND_US)

struct said_of {			/* what was said of one product */
	struct str		 name;
	const struct product	*product;
	struct said		*v;
	size_t			 n;
};

struct loading {
	struct work	*w;
	struct affected	*out;
	struct said_of	*said;
	size_t		 n_said;
};

/* --- what was said --- */

static struct said_of *
said_of(struct loading *l, struct str product)
{
	for (size_t i = 0; i < l->n_said; i++)
		if (str_eq(l->said[i].name, product))
			return &l->said[i];
	l->said = array_grow(l->w->a, l->said, l->n_said, sizeof(*l->said));
	l->said[l->n_said] = (struct said_of){ .name = str_dup(l->w->a, product) };
	for (size_t i = 0; i < l->w->conf->products.n; i++)
		if (str_eq(l->w->conf->products.v[i].name, product))
			l->said[l->n_said].product = &l->w->conf->products.v[i];
	return &l->said[l->n_said++];
}

static void
read_said(struct loading *l, struct sql_advice_said h)
{
	struct sql_advice_said_row row;

	for (size_t i = 0; sql_advice_said_row(l->w->db, h, i, &row); i++) {
		struct said_of *of = said_of(l, row.product);
		struct said one = { .version = str_dup(l->w->a, row.version) };

		while (one.what < SAID_WHATS - 1 && !str_eq(str_c(said_names[one.what]), row.what))
			one.what++;
		of->v = array_grow(l->w->a, of->v, of->n, sizeof(*of->v));
		of->v[of->n++] = one;
	}
}

/* --- who runs what --- */

static struct affected_project *
find_project(struct loading *l, struct str key)
{
	struct affected *all = l->out;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].key, key))
			return &all->v[i];
	return NULL;
}

/* Rows come by the projects' keys. */
static struct affected_project *
last_project(struct loading *l, struct str key)
{
	struct affected *all = l->out;

	if (all->n > 0 && str_eq(all->v[all->n - 1].key, key))
		return &all->v[all->n - 1];
	all->v = array_grow(l->w->a, all->v, all->n, sizeof(*all->v));
	all->v[all->n] = (struct affected_project){ .key = str_dup(l->w->a, key),
	    .project = projects_find(&l->w->conf->projects, key) };
	return &all->v[all->n++];
}

static void
judge(struct loading *l, struct affected_place *p)
{
	const struct said_of *of = said_of(l, p->name);

	p->product = of->product;
	if (of->product == NULL) {
		p->verdict = VERDICT_UNKNOWN;
		p->why = STR("products.conf has the product no more");
		return;
	}
	p->verdict = lineage_verdict(l->w->a, of->product, of->v, of->n, p->version, &p->why);
	if (p->verdict == VERDICT_AFFECTED || p->verdict == VERDICT_UNKNOWN)
		p->fix = lineage_fix(l->w->a, of->product, of->v, of->n, p->version);
}

/* Before those of less concern; within one verdict as they come. */
static void
add_place(struct arena *a, struct affected_project *p, const struct affected_place *place)
{
	static const int order[VERDICTS] = { [VERDICT_AFFECTED] = 0, [VERDICT_UNKNOWN] = 1,
	    [VERDICT_FIXED] = 2, [VERDICT_NOT_AFFECTED] = 3 };
	size_t i = p->n;

	p->places = array_grow(a, p->places, p->n, sizeof(*p->places));
	for (; i > 0 && order[p->places[i - 1].verdict] > order[place->verdict]; i--)
		p->places[i] = p->places[i - 1];
	p->places[i] = *place;
	p->n++;
	p->of[place->verdict]++;
}

static void
read_runs(struct loading *l, struct sql_advice_runs h)
{
	struct sql_advice_runs_row row;
	struct arena *a = l->w->a;

	for (size_t i = 0; sql_advice_runs_row(l->w->db, h, i, &row); i++) {
		struct affected_place p = { .name = str_dup(a, row.product),
		    .environment = str_dup(a, row.environment),
		    .version = str_dup(a, row.version), .since = row.since };

		judge(l, &p);
		add_place(a, last_project(l, row.project), &p);
	}
}

/* --- what was done about it --- */

static void
read_children(struct loading *l, struct sql_advice_children h)
{
	struct sql_advice_children_row row;
	struct arena *a = l->w->a;
	struct affected_project *p;

	for (size_t i = 0; sql_advice_children_row(l->w->db, h, i, &row); i++) {
		if ((p = find_project(l, row.project)) == NULL)
			continue;
		p->children = array_grow(a, p->children, p->n_children, sizeof(*p->children));
		p->children[p->n_children++] = (struct affected_child){ row.id,
		    str_dup(a, row.subject), str_dup(a, row.status), str_dup(a, row.category),
		    row.told, str_dup(a, row.author), row.at, str_dup(a, row.text) };
	}
}

static void
read_told(struct loading *l, struct sql_advice_told h)
{
	struct sql_advice_told_row row;
	struct arena *a = l->w->a;
	struct affected_project *p;

	for (size_t i = 0; sql_advice_told_row(l->w->db, h, i, &row); i++) {
		if ((p = find_project(l, row.project)) == NULL)
			continue;
		p->told = array_grow(a, p->told, p->n_told, sizeof(*p->told));
		p->told[p->n_told++] = (struct affected_told){ str_dup(a, row.template),
		    str_dup(a, row.author), row.child, row.people, row.at, row.due_at };
	}
}

/* --- whom it concerns --- */

static void
add_person(struct work *w, struct affected_project *p, struct address who)
{
	struct affected_person one = { .who = { str_dup(w->a, who.name),
	    str_lower(w->a, who.addr) } };

	for (size_t i = 0; i < p->n_people; i++)
		if (str_eq(p->people[i].who.addr, one.who.addr))
			return;
	p->people = array_grow(w->a, p->people, p->n_people, sizeof(*p->people));
	p->people[p->n_people++] = one;
	reach_want(w, one.who.addr);
}

/* Not those of another project, nor whom nothing but a mail says to be of this one. */
static void
read_people(struct work *w, struct affected_project *p, struct sql_advice_people h)
{
	struct sql_advice_people_row row;

	for (size_t i = 0; sql_advice_people_row(w->db, h, i, &row) &&
	    p->n_people < AFFECTED_PEOPLE; i++)
		if (projects_by_address(&w->conf->projects, row.address) == p->project)
			add_person(w, p, (struct address){ row.name, row.address });
}

static const char *
why_not(const struct work *w, const struct project *p, struct str address)
{
	const struct reach *known = reach_known(w, address);
	const struct project *of = projects_by_address(&w->conf->projects, address);

	if (ours_has(w, address))
		return "an address of docket's own";
	if (of != NULL && of != p)
		return "another project's";
	if (agents_by_address(&w->conf->agents, address) != NULL)
		return "an engineer's";
	if (nobody_reads(address))
		return "nobody reads that address";
	if (!reach_is_off(w, known))
		return NULL;
	return str_eq(known->marked, STR("complaint")) ? "its owner called our mail spam" :
	    "mail to there came back";
}

static int
load_people(struct work *w, struct affected *out)
{
	struct sql_advice_people *h = ARENA_ARRAY(w->a, out->n, struct sql_advice_people);

	for (size_t i = 0; i < out->n; i++)
		if (affected_is_concerned(&out->v[i], true) && out->v[i].project != NULL &&
		    out->v[i].project->advise.n == 0)
			h[i] = sql_advice_people(w->db, out->v[i].key, w->now - YEAR_US);
	if (work_run(w) == -1)
		return -1;
	for (size_t i = 0; i < out->n; i++) {
		struct affected_project *p = &out->v[i];

		if (!affected_is_concerned(p, true) || p->project == NULL)
			continue;
		for (size_t k = 0; k < p->project->advise.n; k++)
			add_person(w, p, (struct address){ .addr = p->project->advise.v[k] });
		if (p->project->advise.n == 0)
			read_people(w, p, h[i]);
	}
	reach_ask(w);
	if (work_run(w) == -1)
		return -1;
	reach_learn(w);
	for (size_t i = 0; i < out->n; i++)
		for (size_t k = 0; k < out->v[i].n_people; k++)
			out->v[i].people[k].why_not = why_not(w, out->v[i].project,
			    out->v[i].people[k].who.addr);
	return 0;
}

bool
affected_is_concerned(const struct affected_project *p, bool unknown)
{
	return p->of[VERDICT_AFFECTED] > 0 || (unknown && p->of[VERDICT_UNKNOWN] > 0);
}

size_t
affected_reached(const struct affected_project *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->n_people; i++)
		n += p->people[i].why_not == NULL;
	return n;
}

int
affected_load(struct work *w, int64_t ticket, struct affected *out)
{
	struct loading l = { .w = w, .out = out };
	struct sql_advice_said said = sql_advice_said(w->db, ticket);
	struct sql_advice_children children;
	struct sql_advice_told told;
	struct sql_advice_runs runs;
	struct strs products = { 0 };

	*out = (struct affected){ 0 };
	if (work_run(w) == -1)
		return -1;
	read_said(&l, said);
	out->is_said = l.n_said > 0;
	for (size_t i = 0; i < l.n_said; i++)
		strs_add(w->a, &products, l.said[i].name);
	runs = sql_advice_runs(w->db, products, w->now);
	children = sql_advice_children(w->db, ticket);
	told = sql_advice_told(w->db, ticket);
	if (work_run(w) == -1)
		return -1;
	read_runs(&l, runs);
	read_children(&l, children);
	read_told(&l, told);
	return ours_load(w) == -1 ? -1 : load_people(w, out);
}
