/* ruleeffect: see ruleeffect.h. */
#include "daemon/policy/ruleeffect.h"

#include "daemon/filter/leaf.h"

static bool
ends(const struct verb *v, bool arrived)
{
	return verb_is(v, VERB_STOP) || (arrived && (verb_is(v, VERB_DROP) ||
	    verb_is(v, VERB_SPAM) || verb_is(v, VERB_KEEP)));
}

bool
rule_is_alone_on(struct str event)
{
	return str_eq(event, STR("idle")) || str_eq(event, STR("schedule"));
}

bool
rule_stops(const struct rule *r, struct str event)
{
	for (size_t i = 0; i < r->n_actions; i++)
		if (ends(r->actions[i].verb, str_eq(event, STR("arrived"))))
			return true;
	return false;
}

static bool
is_status(const struct verb *v)
{
	return v->takes == TAKES_STATUS || v->to != -1;
}

/* "severity high": the field and its value. */
static struct effect
setting(struct str value)
{
	size_t space = str_chr(value, ' ', 0);

	return (struct effect){ str_sub(value, 0, space),
	    space == SIZE_MAX ? STR_NONE : str_sub(value, space + 1, SIZE_MAX) };
}

bool
effect_of(const struct rule_action *ac, struct effect *out)
{
	const struct verb *v = ac->verb;

	*out = (struct effect){ str_c(v->name), ac->values.n == 1 ? ac->values.v[0] : STR_NONE };
	if (is_status(v)) {
		if (v->takes != TAKES_STATUS)
			out->value = str_c(v->name);
		out->what = STR("the status");
	} else if (v->takes == TAKES_SETTING && ac->values.n == 1) {
		*out = setting(ac->values.v[0]);
	} else if (v->takes == TAKES_FIELD) {
		out->what = str_c(v->field);
	} else if (v->takes == TAKES_ASSIGNEE) {
		out->what = str_starts(out->value, STR("team:")) ? STR("the team") :
		    STR("the assignee");
	} else if (v->takes != TAKES_TYPE && v->takes != TAKES_SLA && v->takes != TAKES_TEAM &&
	    v->takes != TAKES_PROJECT) {
		return false;
	}
	return !ac->is_open && out->value.n > 0;
}

static void
put(struct witness *w, enum subject_id subject, struct str field, struct str value, bool known)
{
	struct fact f = { .subject = subject, .field = field, .unknown = !known };

	strs_add(w->a, &f.values, value);
	witness_put(w, &f);
}

static void
put_field(struct witness *w, struct str name, struct str value, bool known)
{
	if (str_eq(name, STR("severity")))
		put(w, SUBJECT_SEVERITY, name, value, known);
	else if (str_eq(name, STR("version")))
		put(w, SUBJECT_VERSION, name, value, known);
	put(w, SUBJECT_FIELD, name, value, known);
	if (str_eq(name, STR("version")) || str_eq(name, STR("product")))
		put(w, SUBJECT_SUPPORTED, STR_NONE, STR_NONE, false);
}

static void
put_action(struct witness *w, const struct rule_action *ac)
{
	const struct verb *v = ac->verb;
	struct effect e;
	bool known = effect_of(ac, &e);

	if (is_status(v) || v->takes == TAKES_TYPE) {
		put(w, SUBJECT_STATUS, STR_NONE, STR_NONE, false);
		put(w, SUBJECT_CATEGORY, STR_NONE, STR_NONE, false);
	}
	if (v->takes == TAKES_TYPE)
		put(w, SUBJECT_TYPE, STR_NONE, e.value, known);
	if (v->takes == TAKES_SETTING || v->takes == TAKES_FIELD)
		put_field(w, e.what, e.value, known);
	if (v->takes == TAKES_ASSIGNEE || v->takes == TAKES_TEAM || verb_is(v, VERB_TAKE) ||
	    verb_is(v, VERB_UNASSIGN)) {
		bool person = v->takes == TAKES_ASSIGNEE && known &&
		    str_chr(e.value, ':', 0) == SIZE_MAX;

		put(w, SUBJECT_ASSIGNEE, STR_NONE, person ? e.value : STR_NONE, person);
		put(w, SUBJECT_TEAM, STR_NONE, STR_NONE, false);
	}
	if (v->takes == TAKES_TAG)
		put(w, SUBJECT_TAGS, STR_NONE, STR_NONE, false);
	if (v->takes == TAKES_PROJECT) {
		put(w, SUBJECT_PROJECT, STR_NONE, e.value, known);
		put(w, SUBJECT_SUPPORT, STR_NONE, STR_NONE, false);
		put(w, SUBJECT_BILLING, STR_NONE, STR_NONE, false);
		put(w, SUBJECT_SUPPORTED, STR_NONE, STR_NONE, false);
	}
	if (verb_is(v, VERB_SUBJECT))
		put(w, SUBJECT_SUBJECT, STR_NONE, STR_NONE, false);
}

void
effects_after(struct arena *a, const struct rule *r, struct witness *out)
{
	*out = (struct witness){ .a = a };
	for (size_t i = 0; i < r->n_actions; i++)
		put_action(out, &r->actions[i]);
}

struct touching {
	const struct witness	*after;
	bool			 is;
};

static void
see(const struct filter_test *t, void *of)
{
	struct touching *touching = of;

	touching->is |= witness_find(touching->after, t) != NULL;
}

bool
effects_touch(struct arena *a, const struct rule *r, const struct condition *c)
{
	struct witness after;
	struct touching touching = { &after, false };

	effects_after(a, r, &after);
	filter_each(c, see, &touching);
	return touching.is;
}
