/* runsaid: see runsaid.h. */
#include "daemon/ticket/runsaid.h"

#include "daemon/sla/category.h"
#include "daemon/ticket/heading.h"
#include "sql.h"

static const struct field_value *
field(const struct ticket *t, const char *name)
{
	for (size_t i = 0; i < t->fields.n; i++)
		if (str_eq(t->fields.v[i].name, str_c(name)) && t->fields.v[i].value.n > 0)
			return &t->fields.v[i];
	return NULL;
}

const struct product *
runs_product(const struct conf *conf, const struct ticket *t)
{
	const struct project *p = projects_find(&conf->projects, t->project);
	const struct field_value *said = field(t, "product");
	const struct product *found = said == NULL ? NULL :
	    product_find(&conf->products, said->value);

	return found != NULL ? found :
	    product_find(&conf->products, p == NULL ? STR_NONE : p->product);
}

struct str
runs_environment(const struct product *p, const struct ticket *t)
{
	const struct field_value *said = field(t, "environment");
	struct str name = said == NULL ? STR_NONE : product_environment(p, said->value);

	return name.n > 0 ? name : product_environment(p, STR_NONE);
}

/* ---- one that is told ---- */

static void
ask(struct work *w, struct ticket *t, const struct run *r, const struct running *now)
{
	t->run_doubt = (struct run_doubt){ r->product, r->environment, r->version,
	    now == NULL ? STR_NONE : now->version, now == NULL ? 0 : now->since };
	sql_run_doubt_put(w->db, &(struct sql_run_doubt_put_in){ .ticket = t->id,
	    .project = r->project, .product = r->product, .environment = r->environment,
	    .version = r->version, .runs = t->run_doubt.runs, .since = t->run_doubt.since,
	    .now = w->now });
}

/* Its own question is answered by what it says now. */
static void
ask_no_more(struct work *w, struct ticket *t)
{
	if (t->run_doubt.version.n > 0)
		sql_run_doubt_drop(w->db, t->id);
	t->run_doubt = (struct run_doubt){ 0 };
}

/* RUN_NEW: what ran before is in *now; else people are asked, or it was known. */
static enum run_verdict
judge(struct work *w, struct ticket *t, const struct run *r, const struct running **now)
{
	enum run_verdict verdict;

	*now = runs_find(&t->runs, r->product, r->environment);
	verdict = runs_judge(*now, r);
	if (verdict == RUN_SAME || verdict == RUN_NEW)
		ask_no_more(w, t);
	else
		ask(w, t, r, *now);
	return verdict;
}

static int
load(struct work *w, struct ticket *t)
{
	if (t->runs_known && str_eq(t->runs.project, t->project))
		return 0;
	t->runs_known = true;
	return runs_load(w, t->project, &t->runs);
}

int
runs_tell(struct work *w, struct ticket *t, const struct run *r)
{
	struct run *kept = ARENA_NEW(w->a, struct run);
	struct change c = { .what = CHANGE_RUNS, .new = r->version, .run = kept,
	    .by = { .author = STR("docket"), .source = FIELD_RULE, .at = w->now,
	    .why = STR("the ticket's version") } };
	const struct running *now;

	*kept = *r;
	if (load(w, t) == -1)
		return -1;
	if (judge(w, t, r, &now) != RUN_NEW)
		return 0;
	c.old = now == NULL ? STR_NONE : now->version;
	plan_add(w->a, &t->plan, &c);
	return 1;
}

/* ---- who says it ---- */

/* False: nobody's word, so that nothing comes of it. */
static bool
source_of(const struct field_value *v, enum run_source *out)
{
	switch (v->source) {
	case FIELD_COMMAND:
		*out = RUN_AGENT;
		return true;
	case FIELD_RULE:
		*out = RUN_RULE;
		return true;
	case FIELD_HEADER:
		*out = RUN_HEADER;
		return true;
	case FIELD_PSEUDO:
	case FIELD_PATTERN:
		*out = RUN_BODY;
		return true;
	case FIELD_PROJECT:
	case FIELD_DEFAULT:
	case FIELD_SOURCES:
		break;
	}
	return false;
}

/* Whether they are people of the ticket's project. */
static bool
is_contact(const struct work *w, const struct ticket *t, struct str address)
{
	const struct project *p = address.n == 0 ? NULL :
	    projects_by_address(&w->conf->projects, address);

	return p != NULL && str_eq(p->key, t->project);
}

static bool
is_known(const struct ticket *t, struct str address)
{
	for (size_t i = 0; i + 1 < t->doubted.n; i += 2)
		if (str_ieq(t->doubted.v[i], address))
			return false;
	return t->writer_known ||
	    (t->requester_known && str_ieq(t->requester_address.addr, address));
}

/* As its version says it; false: it says nothing, or nothing that counts. */
static bool
run_of(const struct work *w, const struct ticket *t, const struct cause *by, struct run *out)
{
	const struct field_value *v = field(t, "version");
	const struct product *p = runs_product(w->conf, t);
	bool listed, by_mail;

	if (v == NULL || p == NULL || !source_of(v, &out->source))
		return false;
	by_mail = out->source == RUN_HEADER || out->source == RUN_BODY;
	out->author = by != NULL && by->author.n > 0 ? by->author : t->requester_address.addr;
	/* What a letter says when an engineer's word orders it is told by whose mail it was. */
	if (by_mail && (t->mail_waits || !is_contact(w, t, t->said_by.n > 0 ? t->said_by :
	    out->author)))
		return false;
	listed = product_version(w->a, p, v->value, &out->version, &out->key);
	out->is_known = by_mail ? listed && is_known(t, out->author) :
	    listed || (out->source == RUN_AGENT && out->key.n > 0);
	out->project = t->project;
	out->product = p->name;
	out->environment = runs_environment(p, t);
	out->since = w->now;
	return true;
}

/* ---- what comes of a plan ---- */

struct news {				/* what of the plan matters here */
	const struct change	*version;	/* the last that set it; or NULL */
	bool			 is_elsewhere;	/* it is about another project, product … now */
	bool			 is_spam;	/* … or nothing at all */
};

static struct news
look_at(const struct plan *p)
{
	struct news out = { 0 };

	for (size_t i = 0; i < p->n; i++) {
		const struct change *c = &p->v[i];
		bool is_field = c->what == CHANGE_FIELD;

		if (is_field && str_eq(c->field.name, STR("version")))
			out.version = c;
		out.is_spam |= c->what == CHANGE_SPAM;
		out.is_elsewhere |= c->what == CHANGE_PROJECT ||
		    (is_field && (str_eq(c->field.name, STR("product")) ||
		    str_eq(c->field.name, STR("environment"))));
	}
	return out;
}

/* What it told of elsewhere was never meant.  True in *had: it had told, or asked, something. */
static int
take_back(struct work *w, struct ticket *t, bool all, bool *had)
{
	const struct product *p = runs_product(w->conf, t);
	struct db_handle h = sql_run_unsay(w->db, t->id,
	    all || p == NULL ? STR_NONE : t->project, p == NULL ? STR_NONE : p->name,
	    p == NULL ? STR_NONE : runs_environment(p, t));

	*had = t->run_doubt.version.n > 0;
	ask_no_more(w, t);
	if (work_run(w) == -1)
		return -1;
	*had |= db_count(w->db, h) > 0;
	return 0;
}

static bool
is_spam(const struct ticket *t)
{
	return category_is_done(t->category) && strs_has(&t->tags, SPAM_TAG);
}

/* What rules say is judged as a ticket's version; what was decided tells what ran before. */
static int
settle(struct work *w, struct ticket *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->plan.n; i++) {
		struct change *c = &t->plan.v[i];
		const struct running *now = NULL;
		bool stays = true;

		if (c->what == CHANGE_RUNS && str_eq(c->run->project, t->project)) {
			if (load(w, t) == -1)
				return -1;
			if (!c->run->is_decided)
				stays = judge(w, t, c->run, &now) == RUN_NEW;
			else
				now = runs_find(&t->runs, c->run->product, c->run->environment);
			if (now != NULL && c->old.n == 0 && c->run->since >= now->since)
				c->old = now->version;
		}
		if (stays)
			t->plan.v[kept++] = *c;
	}
	t->plan.n = kept;
	return 0;
}

static bool
has_runs(const struct plan *p)
{
	for (size_t i = 0; i < p->n; i++)
		if (p->v[i].what == CHANGE_RUNS)
			return true;
	return false;
}

int
runs_follow(struct work *w, struct ticket *t, bool is_new)
{
	struct news news = look_at(&t->plan);
	bool tells = is_new || news.version != NULL || t->said_by.n > 0, had;
	struct cause accepted = { .author = t->said_by };
	struct run r = { 0 };

	if (w->conf->products.n == 0)
		return 0;
	if (is_spam(t))
		return is_new || !news.is_spam ? 0 : take_back(w, t, true, &had);
	if (has_runs(&t->plan) && settle(w, t) == -1)
		return -1;
	if (!is_new && news.is_elsewhere) {
		if (take_back(w, t, false, &had) == -1)
			return -1;
		tells |= had;
	}
	if (!tells)
		return 0;
	if (run_of(w, t, t->said_by.n > 0 ? &accepted :
	    news.version == NULL ? NULL : &news.version->by, &r))
		return runs_tell(w, t, &r) == -1 ? -1 : 0;
	if (news.version != NULL)
		ask_no_more(w, t);
	return 0;
}
