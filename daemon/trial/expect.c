/* expect: see expect.h. */
#include "daemon/trial/expect.h"

#include "daemon/filter/leaf.h"
#include "daemon/render/text.h"
#include "parsers/base/array.h"

enum { SHOWN = 60 };			/* columns of a text that was found instead */

struct asking {
	struct arena		*a;
	struct trial		*tr;
	const struct rule_case	*c;
	struct strs		*out;
};

static void __attribute__((format(printf, 3, 4)))
fault(struct asking *q, int line, const char *fmt, ...)
{
	struct str said;
	va_list ap;

	va_start(ap, fmt);
	said = str_vprintf(q->a, fmt, ap);
	va_end(ap);
	strs_add(q->a, q->out, str_printf(q->a, "%.*s:%d: %.*s", STR_ARG(q->c->file), line,
	    STR_ARG(said)));
}

/* ---- rules ---- */

static bool
is_fired(const struct trial_trace *t)
{
	return t->outcome == RULE_FIRED || t->outcome == RULE_UNCHANGED;
}

struct leaf_search {
	size_t				 leaf;
	const struct filter_test	*found;
};

static void
look(const struct filter_test *t, void *of)
{
	struct leaf_search *s = of;

	if (t->leaf == s->leaf)
		s->found = t;
}

static struct str
quoted(struct arena *a, struct str s)
{
	return str_printf(a, "\"%.*s\"", STR_ARG(text_cut(a, text_safe(a, s), SHOWN)));
}

static struct str
why_test(struct arena *a, const struct trial_trace *t)
{
	struct leaf_search s = { .leaf = t->leaf };

	filter_each(&t->rule->when, look, &s);
	if (s.found == NULL)
		return STR("its condition does not hold");
	return str_printf(a, "%.*s:%d %.*s, was %.*s", STR_ARG(t->rule->file), s.found->line,
	    STR_ARG(s.found->said), STR_ARG(quoted(a, t->value)));
}

struct str
expect_outcome(struct arena *a, const struct trial_trace *t)
{
	switch (t->outcome) {
	case RULE_FIRED:
		return STR("it fired");
	case RULE_UNCHANGED:
		return STR("it fired, and all was so already");
	case RULE_SHADOW:
		return STR("it is in shadow: it would have fired");
	case RULE_NOT:
		return why_test(a, t);
	case RULE_BEFORE:
		return STR("it had fired before, by the same mail or event");
	case RULE_STOPPED:
		return str_printf(a, "rule \"%.*s\" stopped before it", STR_ARG(t->by));
	case RULE_OFF:
		return STR("it is switched off, because of its pattern");
	case RULE_BUDGET:
		return STR("rules had done too much already");
	case RULE_OVER:
		return STR("its pattern went over the limits");
	case RULE_OUTCOMES:
		break;
	}
	return STR_NONE;
}

/*
 * What kept a rule from firing, the last time that it was looked at, and by which test:
 * rules.conf:44 severity at_least "high", was "low".
 */
static struct str
why_not(struct arena *a, const struct trial *tr, const struct rule *r)
{
	const struct trial_trace *v, *last = NULL;
	size_t n = trial_traces(tr, &v);
	struct strs on = r->on;

	for (size_t i = 0; i < n; i++)
		if (v[i].rule == r && v[i].outcome != RULE_BEFORE)
			last = &v[i];
	if (last != NULL)
		return expect_outcome(a, last);
	return str_printf(a, "%.*s:%d nothing happened that it is on: %.*s", STR_ARG(r->file),
	    r->line, STR_ARG(strs_join(a, &on, ", ")));
}

/* The first time that it did; NULL. */
static const struct trial_trace *
firing_of(const struct trial *tr, const struct rule *r)
{
	const struct trial_trace *v;
	size_t n = trial_traces(tr, &v);

	for (size_t i = 0; i < n; i++)
		if (v[i].rule == r && is_fired(&v[i]))
			return &v[i];
	return NULL;
}

static void
rules(struct asking *q)
{
	const struct case_expect *x = &q->c->expect;
	const struct rules *all = &q->tr->core.conf->rules;

	for (size_t i = 0; i < x->fired.n; i++) {
		const struct rule *r = rules_find(all, x->fired.v[i]);

		if (firing_of(q->tr, r) == NULL)
			fault(q, x->line, "rule \"%.*s\" did not fire: %.*s", STR_ARG(r->name),
			    STR_ARG(why_not(q->a, q->tr, r)));
	}
	for (size_t i = 0; i < x->not_fired.n; i++) {
		const struct trial_trace *t = firing_of(q->tr, rules_find(all, x->not_fired.v[i]));

		if (t != NULL)
			fault(q, x->line, "rule \"%.*s\" fired, on %s", STR_ARG(t->rule->name),
			    event_word(t->event));
	}
}

/* ---- the ticket ---- */

static struct str
list_text(struct arena *a, const struct strs *v)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < v->n; i++)
		strs_add(a, &out, quoted(a, v->v[i]));
	return out.n == 0 ? STR("nothing") : strs_join(a, &out, ", ");
}

/* Of a list each that is wanted must be there; of one value it is the one of those wanted. */
static void
value(struct asking *q, const struct case_value *want)
{
	struct strs is = trial_value(q->tr, trial_number(q->tr, 0), want->name);
	bool many = str_eq(want->name, STR("tags")) || str_eq(want->name, STR("participants")) ||
	    str_eq(want->name, STR("breached")), none = str_eq(want->name, STR("not_tags"));
	struct str one = is.n > 0 ? is.v[0] : STR_NONE;

	if (!many && !none && !strs_ihas(&want->values, one) && (want->values.n > 0 || one.n > 0))
		fault(q, want->line, "ticket: %.*s is %.*s, not %.*s", STR_ARG(want->name),
		    STR_ARG(quoted(q->a, one)), STR_ARG(list_text(q->a, &want->values)));
	if (many && want->values.n == 0 && is.n > 0)
		fault(q, want->line, "ticket: %.*s is %.*s, not nothing", STR_ARG(want->name),
		    STR_ARG(list_text(q->a, &is)));
	for (size_t i = 0; (many || none) && i < want->values.n; i++)
		if (strs_ihas(&is, want->values.v[i]) == none)
			fault(q, want->line, "ticket: %s %.*s %s: %.*s", none ? "tags" :
			    want->name.p, STR_ARG(quoted(q->a, want->values.v[i])),
			    none ? "is among them" : "is missing", STR_ARG(list_text(q->a, &is)));
}

static void
ticket(struct asking *q)
{
	const struct case_expect *x = &q->c->expect;
	size_t n = trial_tickets(q->tr);
	struct strs kept = trial_kept(q->tr);

	if (x->no_ticket && n > 0)
		fault(q, x->line, "there is a ticket, #%lld", (long long)trial_number(q->tr, 0));
	if (x->tickets > 0 && (size_t)x->tickets != n)
		fault(q, x->line, "there are %zu tickets, not %lld", n, (long long)x->tickets);
	if (n > 0)
		for (size_t i = 0; i < x->ticket.n; i++)
			value(q, &x->ticket.v[i]);
	else if (x->ticket.n > 0)
		fault(q, x->line, "there is no ticket%s%.*s", kept.n > 0 ?
		    ": the mail is kept for people: " : "", STR_ARG(strs_join(q->a, &kept, "; ")));
}

/* ---- mails ---- */

struct going {				/* mails that go out, each to several */
	struct trial_mail	*v;
	size_t			 n;
	bool			**told;		/* by mail and recipient: it was expected */
};

enum { ANYBODY = -2, NOBODY = -1 };	/* no place among recipients */

/* An agent's name is any address of theirs. */
static bool
is_called(const struct asking *q, struct str address, struct str who)
{
	const struct agent *ag = agents_find(&q->tr->core.conf->agents, who);

	return str_ieq(address, who) || (ag != NULL && strs_ihas(&ag->addresses, address));
}

/* The recipient that is meant, who was not expected before. */
static int
reader_of(const struct asking *q, const struct going *all, size_t mail, struct str who)
{
	const struct strs *to = &all->v[mail].to;
	size_t told = 0;

	for (size_t i = 0; i < to->n; i++) {
		if (!all->told[mail][i] && who.n > 0 && is_called(q, to->v[i], who))
			return (int)i;
		told += all->told[mail][i];
	}
	return who.n == 0 && told == 0 ? ANYBODY : NOBODY;
}

/* What it lacks; empty: nothing. */
static struct str
lacks(const struct case_mail *want, const struct trial_mail *m)
{
	if (want->subject.n > 0 && str_find(m->subject, want->subject, 0) == SIZE_MAX)
		return want->subject;
	for (size_t i = 0; i < want->contains.n; i++)
		if (str_find(m->text, want->contains.v[i], 0) == SIZE_MAX)
			return want->contains.v[i];
	return STR_NONE;
}

static struct str
mail_name(struct arena *a, struct str to, struct str template)
{
	return template.n == 0 ? str_printf(a, "to %.*s", STR_ARG(to)) :
	    str_printf(a, "%.*s%s%.*s", STR_ARG(template), to.n > 0 ? " to " : "", STR_ARG(to));
}

static struct str
mails_text(struct asking *q, const struct going *all)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < all->n; i++)
		strs_add(q->a, &out, mail_name(q->a, strs_join(q->a, &all->v[i].to, ", "),
		    all->v[i].template));
	return out.n == 0 ? STR("none") : strs_join(q->a, &out, "; ");
}

static void
tell_missing(struct asking *q, const struct case_mail *want, const struct going *all,
    const struct trial_mail *near)
{
	struct str name = mail_name(q->a, want->to, want->template);

	if (near == NULL)
		fault(q, want->line, "mail %.*s: none goes out; there are: %.*s", STR_ARG(name),
		    STR_ARG(mails_text(q, all)));
	else
		fault(q, want->line, "mail %.*s does not say %.*s: its subject is %.*s",
		    STR_ARG(name), STR_ARG(quoted(q->a, lacks(want, near))),
		    STR_ARG(quoted(q->a, near->subject)));
}

static void
tick(struct going *all, size_t mail, int reader)
{
	for (size_t i = 0; i < all->v[mail].to.n; i++)
		if (reader == ANYBODY || (int)i == reader)
			all->told[mail][i] = true;
}

/* One that no other is yet; `near`: one that goes there and says something else. */
static void
find_mail(struct asking *q, const struct case_mail *want, struct going *all)
{
	const struct trial_mail *near = NULL;

	for (size_t i = 0; i < all->n; i++) {
		const struct trial_mail *m = &all->v[i];
		int reader = reader_of(q, all, i, want->to);

		if (reader == NOBODY || (want->template.n > 0 && !str_eq(m->template, want->template)))
			continue;
		if (lacks(want, m).n == 0) {
			tick(all, i, reader);
			return;
		}
		near = m;
	}
	tell_missing(q, want, all, near);
}

static void
mails(struct asking *q)
{
	const struct case_expect *x = &q->c->expect;
	struct going all = { 0 };

	all.n = trial_mails(q->tr, &all.v);
	all.told = ARENA_ARRAY(q->a, all.n, bool *);
	for (size_t i = 0; i < all.n; i++)
		all.told[i] = ARENA_ARRAY(q->a, all.v[i].to.n, bool);
	for (size_t i = 0; i < x->n_mails; i++)
		find_mail(q, &x->mails[i], &all);
	for (size_t i = 0; x->mails_exact && i < all.n; i++)
		for (size_t k = 0; k < all.v[i].to.n; k++)
			if (!all.told[i][k])
				fault(q, x->line, "a mail goes out that is not expected: %.*s",
				    STR_ARG(mail_name(q->a, all.v[i].to.v[k],
				    all.v[i].template)));
}

void
expect(struct arena *a, struct trial *tr, const struct rule_case *c, struct strs *out)
{
	struct asking q = { a, tr, c, out };

	rules(&q);
	ticket(&q);
	mails(&q);
}
