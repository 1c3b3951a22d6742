/* record: see record.h.  Values come from strangers: they are made safe and cut first. */
#include "daemon/rules/record.h"

#include <string.h>

#include "daemon/filter/eval.h"
#include "daemon/filter/leaf.h"
#include "daemon/render/text.h"
#include "daemon/ticket/tokentext.h"
#include "parsers/base/array.h"

enum {
	VALUE_OCTETS = TRACE_VALUE - 8,	/* the rest is for what makes it safe, and "…" */
	PLACES = 4,			/* so much longer it is before tokens are taken out */
	TESTS_MAX = 8			/* that are told of a rule that fired */
};

static const char did[] = { 'f', 'u', 's', '\0' };

const char rule_outcome_letters[RULE_OUTCOMES + 1] = {
	[RULE_FIRED] = 'f', [RULE_UNCHANGED] = 'u', [RULE_SHADOW] = 's', [RULE_NOT] = 'n',
	[RULE_BEFORE] = 'b', [RULE_STOPPED] = 't', [RULE_OFF] = 'o', [RULE_BUDGET] = 'g',
	[RULE_OVER] = 'v',
};

/* Every engineer may read it: a reply address that stands there proves nobody. */
static struct str
value_text(struct arena *a, struct str value)
{
	size_t n;
	struct str start = str_utf8_cut(value, PLACES * VALUE_OCTETS);
	struct str plain = token_blank(a, start, &n);
	struct str cut = str_utf8_cut(plain, VALUE_OCTETS), safe = text_safe(a, cut);
	struct str fits = str_utf8_cut(safe, VALUE_OCTETS);

	return start.n == value.n && cut.n == plain.n && fits.n == safe.n ? safe :
	    str_printf(a, "%.*s…", STR_ARG(fits));
}

static void
add_test(struct arena *a, struct trace_mark *m, size_t leaf, struct str value)
{
	m->tests = array_grow(a, m->tests, m->n_tests, sizeof(*m->tests));
	m->tests[m->n_tests++] = (struct trace_test){ leaf, true, value_text(a, value) };
}

/* Where in the list the rule stands that stopped. */
static size_t
number_of(const struct rules *all, struct str name)
{
	const struct rule *r = rules_find(all, name);

	return r == NULL ? TRACE_NONE : (size_t)(r - all->v);
}

static void
add_refusals(struct arena *a, struct trace_mark *m, const struct rule_trace *t)
{
	for (size_t i = 0; i < t->n_refused; i++) {
		const struct rule_refusal *f = &t->refused[i];

		add_test(a, m, TRACE_NONE, str_printf(a, "%s%s%.*s: %.*s", f->action->verb->name,
		    f->value.n > 0 ? " " : "", STR_ARG(f->value), STR_ARG(f->why)));
	}
}

/* What held, as far as it was looked at. */
static void
add_seen(struct arena *a, struct trace_mark *m, const struct rule_trace *t)
{
	size_t leaves = t->seen == NULL || t->seen->result == NULL ? 0 :
	    filter_leaves(&t->rule->when);

	for (size_t i = 0; i < leaves && m->n_tests < TESTS_MAX; i++)
		if (t->seen->result[i] == 1)
			add_test(a, m, i, t->seen->value[i]);
}

/* `stopped`: who did, of the mark before; found once. */
static struct trace_mark
mark_of(struct work *w, const struct rule_trace *t, size_t stopped)
{
	const struct rules *all = &w->conf->rules;
	struct trace_mark m = { .rule = (size_t)(t->rule - all->v), .by = TRACE_NONE,
	    .outcome = rule_outcome_letters[t->outcome] };

	if (t->outcome == RULE_STOPPED)
		m.by = stopped != TRACE_NONE ? stopped : number_of(all, t->by);
	if (strchr(did, m.outcome) != NULL)
		add_seen(w->a, &m, t);
	else if (t->leaf != SIZE_MAX)
		add_test(w->a, &m, t->leaf, t->value);
	add_refusals(w->a, &m, t);
	return m;
}

static struct trace
trace_of(struct work *w, const struct rule_trace *v, size_t n)
{
	const struct event *ev = v[0].event;
	struct trace out = { .ticket = ev->ticket == NULL ? 0 : ev->ticket->id,
	    .entry = ev->entry, .at = ev->at, .event = str_c(event_word(ev->kind)),
	    .marks = ARENA_ARRAY(w->a, n, struct trace_mark) };
	size_t stopped = TRACE_NONE;

	for (; out.n < n; out.n++) {
		out.marks[out.n] = mark_of(w, &v[out.n], stopped);
		stopped = out.marks[out.n].by;
		if (ev->ticket == NULL)
			out.marks[out.n].n_tests = 0;	/* nothing would erase them */
	}
	return out;
}

void
rules_record(struct work *w, const struct rule_traces *all)
{
	const struct rule_trace *v = all->v;
	size_t n = all->n, from = 0;

	if (w->conf->trace_keep == 0)
		return;
	for (size_t i = 1; i <= n; i++) {
		struct trace t;

		if (i < n && v[i].event == v[from].event)
			continue;
		t = trace_of(w, v + from, i - from);
		trace_store(w, &t, did);
		from = i;
	}
}
