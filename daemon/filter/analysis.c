/*
 * analysis: see analysis.h.  A conjunction of tests is judged subject by subject, for a
 * test looks at one subject alone; a choice between tests is tried branch by branch.
 */
#include "daemon/filter/analysis.h"

#include "daemon/filter/leaf.h"
#include "parsers/base/array.h"

enum { LITERALS = 256, STEPS = 4000 };

struct branch {				/* one of its members must be so */
	const struct condition	*c;
	bool			 want;		/* of a member */
	const struct witness	*after;
	const struct branch	*next;
};

struct search {
	const struct analysis	*an;
	const struct term	*terms;
	size_t			 n_terms;
	struct literal		 literals[LITERALS];
	size_t			 n;
	size_t			 steps;
	bool			 vague;		/* a test of what nobody knows was let pass */
	struct witness		*out;
};

/* ---- one more test ---- */

static bool
is_of(const struct literal *l, const struct filter_test *t)
{
	return l->leaf->test.subject == t->subject && str_eq(l->leaf->test.field, t->field);
}

static enum domain_answer
judge(struct search *s, const struct filter_test *t, struct fact *out)
{
	const struct literal *v[LITERALS];
	struct literals all = { v, 0 };
	struct domain d = { 0 };

	for (size_t i = 0; i < s->n; i++)
		if (is_of(&s->literals[i], t))
			v[all.n++] = &s->literals[i];
	s->an->domain(s->an->of, t, &d);
	return domain_find(s->an->a, &d, &all, out);
}

/* Of a subject that is known by then the test is true or false. */
static bool
decided(struct search *s, const struct condition *c, bool want, const struct witness *after,
    bool *holds)
{
	const struct fact *f = after == NULL ? NULL : witness_find(after, &c->test);

	if (f == NULL)
		return false;
	s->vague |= f->unknown;
	*holds = f->unknown || witness_holds(c, after) == want;
	return true;
}

/* False: it can't be so beside the others. */
static bool
add_leaf(struct search *s, const struct condition *c, bool want, const struct witness *after)
{
	struct fact ignored;
	bool holds;

	if (decided(s, c, want, after, &holds))
		return holds;
	if (s->n == LITERALS) {
		s->vague = true;
		return true;
	}
	s->literals[s->n++] = (struct literal){ c, want };
	return judge(s, &c->test, &ignored) != DOMAIN_NO;
}

/* ---- groups ---- */

static bool	assume(struct search *, const struct condition *, bool want,
		    const struct witness *after, const struct branch **);

/* Tests before groups: what is quickly impossible is found first. */
static bool
assume_all(struct search *s, const struct condition *c, bool want, const struct witness *after,
    const struct branch **open)
{
	for (int groups = 0; groups <= 1; groups++)
		for (size_t i = 0; i < c->n; i++)
			if ((c->v[i].kind != WHEN_TEST) == groups &&
			    !assume(s, &c->v[i], want, after, open))
				return false;
	return true;
}

static bool
assume(struct search *s, const struct condition *c, bool want, const struct witness *after,
    const struct branch **open)
{
	bool member = c->kind == WHEN_NONE ? !want : want;
	struct branch *b;

	s->steps++;
	if (c->kind == WHEN_TEST)
		return add_leaf(s, c, want, after);
	if (c->kind == WHEN_ANY ? !want : want)
		return assume_all(s, c, member, after, open);
	if (c->n <= 1)
		return c->n == 1 && assume(s, &c->v[0], member, after, open);
	b = ARENA_NEW(s->an->a, struct branch);
	*b = (struct branch){ c, member, after, *open };
	*open = b;
	return true;
}

/* ---- a ticket ---- */

struct filling {
	struct search	*s;
	enum domain_answer	 answer;
};

/* What a test of the terms looks at and nothing asked of yet. */
static void
fill(const struct filter_test *t, void *of)
{
	struct filling *f = of;
	struct domain d = { 0 };
	struct fact fact = { .subject = t->subject, .field = t->field };
	bool asked = false;

	if (witness_find(f->s->out, t) != NULL)
		return;
	for (size_t i = 0; i < f->s->n; i++)
		asked |= is_of(&f->s->literals[i], t);
	if (asked) {
		enum domain_answer answer = judge(f->s, t, &fact);

		if (answer != DOMAIN_YES)
			f->answer = answer;
	} else if (!subject_row(t->subject)->many) {
		f->s->an->domain(f->s->an->of, t, &d);
		strs_add(f->s->an->a, &fact.values, d.values.n > 0 &&
		    !str_eq(d.values.v[0], DOMAIN_OTHER) ? d.values.v[0] : STR_NONE);
	}
	witness_put(f->s->out, &fact);
}

/* As it is when the term is asked. */
static bool
term_holds(const struct term *t, const struct witness *w)
{
	struct witness now = { .a = w->a };

	for (size_t i = 0; i < w->n; i++)
		witness_put(&now, &w->v[i]);
	for (size_t i = 0; t->after != NULL && i < t->after->n; i++)
		witness_put(&now, &t->after->v[i]);
	return witness_holds(t->c, &now) == t->want;
}

/* All of them, each after what is so before it. */
static bool
all_hold(const struct term *terms, size_t n, const struct witness *w)
{
	for (size_t i = 0; i < n; i++)
		if (!term_holds(&terms[i], w))
			return false;
	return true;
}

static enum analysis_result
finish(struct search *s)
{
	struct filling f = { s, DOMAIN_YES };

	*s->out = (struct witness){ .a = s->an->a };
	for (size_t i = 0; i < s->n_terms; i++)
		filter_each(s->terms[i].c, fill, &f);
	if (f.answer == DOMAIN_NO)
		return ANALYSIS_NEVER;
	if (f.answer == DOMAIN_MAYBE || s->vague || !s->an->is_real(s->an->of, s->out))
		return ANALYSIS_UNKNOWN;
	return all_hold(s->terms, s->n_terms, s->out) ? ANALYSIS_HOLDS : ANALYSIS_UNKNOWN;
}

static enum analysis_result
solve(struct search *s, const struct branch *open)
{
	enum analysis_result result = ANALYSIS_NEVER;
	size_t before = s->n;

	if (open == NULL)
		return finish(s);
	for (size_t i = 0; i < open->c->n; i++) {
		const struct branch *rest = open->next;
		enum analysis_result one = ANALYSIS_NEVER;

		if (s->steps > STEPS)
			return ANALYSIS_UNKNOWN;
		if (assume(s, &open->c->v[i], open->want, open->after, &rest))
			one = solve(s, rest);
		s->n = before;
		if (one == ANALYSIS_HOLDS)
			return one;
		if (one == ANALYSIS_UNKNOWN)
			result = one;
	}
	return result;
}

enum analysis_result
analysis_find(const struct analysis *an, const struct term *terms, size_t n,
    struct witness *out)
{
	struct search *s = ARENA_NEW(an->a, struct search);
	const struct branch *open = NULL;

	s->an = an;
	s->terms = terms;
	s->n_terms = n;
	s->out = out;
	for (size_t i = 0; i < n; i++)
		if (!assume(s, terms[i].c, terms[i].want, terms[i].after, &open))
			return ANALYSIS_NEVER;
	return solve(s, open);
}
