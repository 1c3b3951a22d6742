/* ruleworld: see ruleworld.h. */
#include "daemon/policy/ruleworld.h"

#include "daemon/conf/wish.h"
#include "daemon/sla/category.h"
#include "parsers/base/array.h"

/* What a mail brings: where time is the cause there is none of it. */
static bool
is_of_mail(enum subject_id subject)
{
	return subject == SUBJECT_BODY || subject == SUBJECT_FROM || subject == SUBJECT_KIND;
}

bool
ruleworld_is_of_time(struct str event)
{
	static const char *const words[] = { "sla-warning", "sla-breach", "idle", "schedule",
	    "timer-left-running", "budget", "version-eol", "contract-ending" };

	for (size_t i = 0; i < COUNT(words); i++)
		if (str_eq(event, str_c(words[i])))
			return true;
	return false;
}

/* ---- domains ---- */

/* What always is something where there is a ticket already. */
static bool
never_lacks(const struct rule_world *w, enum subject_id subject)
{
	return subject == SUBJECT_EVENT || subject == SUBJECT_CLOCK ||
	    ((subject == SUBJECT_CATEGORY || subject == SUBJECT_STATUS ||
	    subject == SUBJECT_TYPE) && !str_eq(w->event, STR("quarantined")) &&
	    !str_eq(w->event, STR("arrived")));
}

/* Its words are the program's: no file can take one away. */
static bool
is_closed(const struct subject *s)
{
	return s->value == VALUE_WORD;
}

static struct strs
field_values(struct arena *a, const struct field_def *def)
{
	struct strs out = { 0 };

	if (def->type == FIELD_ENUM)
		return strs_copy(a, &def->values);
	if (def->type == FIELD_BOOL) {
		strs_add(a, &out, STR("yes"));
		strs_add(a, &out, STR("no"));
	}
	return out;
}

static struct strs
point_values(struct arena *a, enum event_kind kind)
{
	int64_t v[EVENT_POINTS];
	struct strs out = { 0 };

	for (size_t i = 0, n = event_points(kind, v); i < n; i++)
		strs_add(a, &out, str_printf(a, "%lld", (long long)v[i]));
	return out;
}

/* It has none there. */
static bool
lacks(const struct rule_world *w, const struct subject *s)
{
	int kind = event_find(w->event);

	return kind != -1 && !s->many && !subject_is_on(s, (enum event_kind)kind) && !s->of_clock;
}

static void
domain_of(const void *of, const struct filter_test *t, struct domain *d)
{
	const struct rule_world *w = of;
	const struct subject *s = subject_row(t->subject);

	if (t->subject == SUBJECT_EVENT) {
		strs_add(w->a, &d->values, w->event);
	} else if (lacks(w, s) || (ruleworld_is_of_time(w->event) && is_of_mail(t->subject))) {
		strs_add(w->a, &d->values, STR_NONE);
	} else if (t->subject == SUBJECT_REACHED) {
		d->values = point_values(w->a, (enum event_kind)event_find(w->event));
	} else {
		d->values = t->def != NULL ? field_values(w->a, t->def) :
		    strs_copy(w->a, &w->known[t->subject]);
		if (d->values.n == 0 && t->def == NULL && s->value == VALUE_ANY)
			return;
		if (d->values.n == 0 && t->def != NULL)
			return;
		if (w->open && !is_closed(s) && t->def == NULL)
			strs_add(w->a, &d->values, DOMAIN_OTHER);
		if (!s->many && !never_lacks(w, t->subject))
			strs_add(w->a, &d->values, STR_NONE);
	}
	d->known = true;
}

/* ---- what depends on what ---- */

/* STR_NONE where nobody says. */
static struct str
said(const struct witness *w, enum subject_id subject)
{
	struct fact *f = witness_find(w, &(struct filter_test){ .subject = subject });

	return f == NULL || f->values.n != 1 ? STR_NONE : f->values.v[0];
}

static bool
has_status(const struct type *t, struct str status, struct str category)
{
	for (size_t i = 0; i < t->n_statuses; i++)
		if ((status.n == 0 || str_ieq(t->statuses[i].name, status)) && (category.n == 0 ||
		    str_ieq(category_word(t->statuses[i].category), category)))
			return true;
	return false;
}

/* A status of its type and category, a support level and a way of billing of its project. */
static bool
is_real(const void *of, const struct witness *w)
{
	const struct types *types = &((const struct rule_world *)of)->c->types;
	const struct projects *projects = &((const struct rule_world *)of)->c->projects;
	struct str status = said(w, SUBJECT_STATUS), category = said(w, SUBJECT_CATEGORY);
	struct str type = said(w, SUBJECT_TYPE), key = said(w, SUBJECT_PROJECT);
	struct str support = said(w, SUBJECT_SUPPORT), billing = said(w, SUBJECT_BILLING);
	bool has = types->n == 0 && has_status(&types->plain, status, category);
	const struct project *p = projects_find(projects, key);

	for (size_t i = 0; i < types->n && !has; i++)
		has = (type.n == 0 || str_ieq(types->v[i].name, type)) &&
		    has_status(&types->v[i], status, category);
	if (!has)
		return false;
	if (key.n == 0 || p == NULL)
		return true;
	return (support.n == 0 || str_ieq(project_level(p), support)) &&
	    (billing.n == 0 || str_ieq(project_billing(p), billing));
}

/* ---- questions ---- */

void
ruleworld_init(struct rule_world *w, struct loader *l, const struct conf *c)
{
	*w = (struct rule_world){ .l = l, .c = c, .a = arena_new(),
	    .seen = ARENA_ARRAY(l->a, c->rules.n, struct rule_seen) };
	for (unsigned i = 0; i < SUBJECTS; i++) {
		const struct subject *s = subject_row((enum subject_id)i);

		if (s->words != NULL)
			w->known[i] = s->words(l->a);
		else if (s->value == VALUE_WISH || s->value == VALUE_KNOWN)
			conf_known(l, s->what, &w->known[i]);
	}
}

enum analysis_result
ruleworld_ask(struct rule_world *w, const struct term *terms, size_t n, struct witness *out)
{
	const struct analysis an = { w->a, w, domain_of, is_real };
	struct witness found;

	arena_reset(w->a);
	w->asked++;
	return analysis_find(&an, terms, n, out == NULL ? &found : out);
}

bool
ruleworld_never(struct rule_world *w, const struct strs *on, const struct condition *c,
    bool want)
{
	const struct term term = { c, want, NULL };

	for (size_t i = 0; i < on->n; i++) {
		w->event = on->v[i];
		if (ruleworld_ask(w, &term, 1, NULL) != ANALYSIS_NEVER)
			return false;
	}
	return true;
}

/* Out of the arena of the question. */
static void
keep(struct arena *a, const struct witness *w, struct witness *out)
{
	*out = (struct witness){ a, ARENA_ARRAY(a, w->n, struct fact), w->n };
	for (size_t i = 0; i < w->n; i++) {
		out->v[i] = w->v[i];
		out->v[i].values = strs_copy(a, &w->v[i].values);
		out->v[i].was = strs_copy(a, &w->v[i].was);
		for (size_t k = 0; k < out->v[i].values.n; k++)
			out->v[i].values.v[k] = str_dup(a, w->v[i].values.v[k]);
		for (size_t k = 0; k < out->v[i].was.n; k++)
			out->v[i].was.v[k] = str_dup(a, w->v[i].was.v[k]);
	}
}

const struct witness *
ruleworld_seen(struct rule_world *w, const struct rule *r)
{
	struct rule_seen *seen = &w->seen[r - w->c->rules.v];
	const struct term term = { &r->when, true, NULL };
	struct witness found;

	if (!str_eq(seen->event, w->event)) {
		seen->event = w->event;
		seen->found = ruleworld_ask(w, &term, 1, &found) == ANALYSIS_HOLDS;
		if (seen->found)
			keep(w->l->a, &found, &seen->ticket);
	}
	return seen->found ? &seen->ticket : NULL;
}

struct str
ruleworld_example(struct rule_world *w, const struct term *terms, size_t n)
{
	struct witness found;

	if (ruleworld_ask(w, terms, n, &found) != ANALYSIS_HOLDS)
		return STR_NONE;
	return str_dup(w->l->a, witness_text(&found));
}
