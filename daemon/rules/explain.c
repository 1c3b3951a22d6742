/* explain: see explain.h. */
#include "daemon/rules/explain.h"

#include <string.h>

#include "daemon/rules/record.h"
#include "daemon/sys/clock.h"
#include "daemon/ticket/entry.h"
#include "parsers/base/array.h"

enum { TRACES_MAX = 1000 };

struct named {				/* a rule of a set, as it was then */
	int64_t		 policy;
	int64_t		 n;
	struct str	 name, place, tests;
};

struct explaining {
	struct arena		*a;
	struct explain		*out;
	struct named		*named;
	size_t			 n_named;
	struct str		 only;		/* rule; or empty */
	int64_t			 first_at;	/* of the traces; 0: there is none */
	size_t			 n_traces;
};

/* --- rule sets ------------------------------------------------------------- */

static void
read_rules(struct explaining *x, struct db *db, struct sql_trace_rules h)
{
	size_t n = sql_trace_rules_count(db, h);
	struct sql_trace_rules_row row;

	x->named = ARENA_ARRAY(x->a, n, struct named);
	for (; sql_trace_rules_row(db, h, x->n_named, &row); x->n_named++)
		x->named[x->n_named] = (struct named){ row.policy, row.n, str_dup(x->a, row.name),
		    str_dup(x->a, row.place), str_dup(x->a, row.tests) };
}

/* They are in order. */
static const struct named *
named_find(const struct explaining *x, int64_t policy, size_t n)
{
	size_t low = 0, high = x->n_named;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		const struct named *t = &x->named[mid];

		if (t->policy == policy && (size_t)t->n == n)
			return t;
		if (t->policy < policy || (t->policy == policy && (size_t)t->n < n))
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static struct str
name_of(const struct explaining *x, int64_t policy, size_t n)
{
	const struct named *t = named_find(x, policy, n);

	return t != NULL ? t->name : str_printf(x->a, "rule %zu of a rule set that is gone", n + 1);
}

/* The line of that number; a test that no set tells of any more has its number. */
static struct str
test_text(const struct explaining *x, const struct named *t, size_t leaf)
{
	struct str rest = t == NULL ? STR_NONE : t->tests, line;

	for (size_t i = 0; str_line(&rest, &line); i++)
		if (i == leaf)
			return line;
	return str_printf(x->a, "test %zu", leaf + 1);
}

/* --- events ---------------------------------------------------------------- */

/* -1: a letter of a later docket. */
static int
outcome_find(char letter)
{
	const char *at = strchr(rule_outcome_letters, letter);

	return letter == '\0' || at == NULL ? -1 : (int)(at - rule_outcome_letters);
}

static void
add_rule(struct explaining *x, struct explain_event *ev, const struct trace *t,
    const struct trace_mark *m)
{
	const struct named *was = named_find(x, t->policy, m->rule);
	struct explain_rule r = { .name = name_of(x, t->policy, m->rule),
	    .place = was == NULL ? STR_NONE : was->place };
	int outcome = outcome_find(m->outcome);

	if (!strs_has(&x->out->names, r.name))
		strs_add(x->a, &x->out->names, r.name);
	if (outcome == -1 || (x->only.n > 0 && !str_eq(x->only, r.name)))
		return;
	r.outcome = (enum rule_outcome)outcome;
	if (m->by != TRACE_NONE)
		r.by = name_of(x, t->policy, m->by);
	r.tests = ARENA_ARRAY(x->a, m->n_tests, struct explain_test);
	for (; r.n_tests < m->n_tests; r.n_tests++) {
		const struct trace_test *test = &m->tests[r.n_tests];

		r.tests[r.n_tests] = (struct explain_test){ .has_value = test->has_value,
		    .value = test->value, .said = test->leaf == TRACE_NONE ? STR_NONE :
		    test_text(x, was, test->leaf) };
	}
	ev->v = array_grow(x->a, ev->v, ev->n, sizeof(*ev->v));
	ev->v[ev->n++] = r;
}

static void
read_events(struct explaining *x, struct db *db, struct sql_trace_list h)
{
	struct explain *out = x->out;
	struct sql_trace_list_row row;

	x->n_traces = sql_trace_list_count(db, h);
	out->v = ARENA_ARRAY(x->a, x->n_traces, struct explain_event);
	for (size_t i = 0; sql_trace_list_row(db, h, i, &row); i++) {
		struct explain_event *ev = &out->v[out->n];
		struct trace t = { .policy = row.policy };

		if (i == 0)
			x->first_at = row.at;
		*ev = (struct explain_event){ .at = row.at, .entry = row.entry,
		    .event = str_dup(x->a, row.event) };
		trace_unpack(x->a, (struct trace_packed){ str_dup(x->a, row.rules),
		    str_dup(x->a, row.texts) }, &t);
		for (size_t k = 0; k < t.n; k++)
			add_rule(x, ev, &t, &t.marks[k]);
		if (ev->n > 0)
			out->n++;
	}
}

/* --- deeds ----------------------------------------------------------------- */

/* It did something, or would have. */
static bool
has_fired(enum rule_outcome outcome)
{
	return outcome == RULE_FIRED || outcome == RULE_UNCHANGED || outcome == RULE_SHADOW;
}

/* Of the last event before it on which the rule fired; NULL: it is no rule's that is told. */
static struct explain_rule *
doer_of(struct explain *out, const struct sql_trace_deeds_row *row)
{
	for (size_t i = out->n; i-- > 0;) {
		struct explain_event *ev = &out->v[i];

		if (ev->entry >= row->entry || ev->at > row->at)
			continue;
		for (size_t k = 0; k < ev->n; k++)
			if (str_eq(ev->v[k].name, row->rule) && has_fired(ev->v[k].outcome))
				return &ev->v[k];
	}
	return NULL;
}

static enum explain_deed_kind
deed_kind(const struct sql_trace_deeds_row *row)
{
	if (row->is_change)
		return DEED_CHANGE;
	if (str_eq(row->kind, str_c(entry_kind_word(ENTRY_NOTE))))
		return DEED_NOTE;
	if (str_eq(row->kind, str_c(entry_kind_word(ENTRY_WEBHOOK))))
		return DEED_POST;
	if (str_eq(row->kind, str_c(entry_kind_word(ENTRY_MAIL_OUT))))
		return DEED_MAIL;
	return row->why.n == 0 ? DEED_LISTED : DEED_UNSENT;
}

static void
read_deeds(struct explaining *x, struct db *db, struct sql_trace_deeds h)
{
	struct sql_trace_deeds_row row;

	for (size_t i = 0; sql_trace_deeds_row(db, h, i, &row); i++) {
		struct explain_rule *r = doer_of(x->out, &row);

		if (r == NULL)
			continue;
		r->deeds = array_grow(x->a, r->deeds, r->n_deeds, sizeof(*r->deeds));
		r->deeds[r->n_deeds++] = (struct explain_deed){
		    .kind = deed_kind(&row),
		    .what = str_dup(x->a, row.is_change ? row.what : row.template),
		    .old = str_dup(x->a, row.old), .new = str_dup(x->a, row.new),
		    .to = str_dup(x->a, row.recipients), .why = str_dup(x->a, row.why) };
	}
}

/* --- all ------------------------------------------------------------------- */

/* Something happened to it when it was made, at least: whether that can be told. */
static void
find_gap(struct explaining *x, const struct sql_trace_ticket_row *row, const struct conf *conf,
    int64_t now)
{
	int64_t kept = now - conf->trace_keep * SECOND_US;
	struct explain *out = x->out;

	if (x->n_traces == TRACES_MAX) {
		out->gap = GAP_MANY;
		out->gap_until = x->first_at;
		return;
	}
	if (x->first_at != 0 && x->first_at <= row->created_at)
		return;
	if (row->created_at < kept) {
		out->gap = GAP_KEPT;
		out->gap_until = kept;
	} else if (conf->trace_keep == 0 || row->since == 0 || row->created_at < row->since) {
		out->gap = GAP_BEFORE;
		out->gap_until = conf->trace_keep == 0 ? 0 : row->since;
	}
}

void
explain_ask(struct db *db, int64_t ticket, struct explain_ask *ask)
{
	*ask = (struct explain_ask){ sql_trace_ticket(db, ticket), sql_trace_list(db, ticket, TRACES_MAX),
	    sql_trace_rules(db, ticket), sql_trace_deeds(db, ticket) };
}

bool
explain_read(struct arena *a, struct db *db, const struct conf *conf, int64_t now,
    const struct explain_ask *ask, struct str rule, struct explain *out)
{
	struct explaining x = { .a = a, .out = out, .only = rule };
	struct sql_trace_ticket_row row;

	*out = (struct explain){ 0 };
	if (!sql_trace_ticket_row(db, ask->ticket, 0, &row))
		return false;
	out->subject = str_dup(a, row.subject);
	out->merged_into = row.merged_into;
	read_rules(&x, db, ask->rules);
	read_events(&x, db, ask->traces);
	find_gap(&x, &row, conf, now);
	read_deeds(&x, db, ask->deeds);
	return true;
}

/* --- in words ---------------------------------------------------------------- */

const char *
explain_says(enum rule_outcome outcome)
{
	static const char *const says[RULE_OUTCOMES] = {
		[RULE_FIRED] = "it fired",
		[RULE_UNCHANGED] = "it fired, and all was so already",
		[RULE_SHADOW] = "it would have fired: it is in shadow",
		[RULE_NOT] = "it did not fire",
		[RULE_BEFORE] = "it fired before, for the same cause",
		[RULE_STOPPED] = "a rule above it stopped",
		[RULE_OFF] = "its pattern went over its limits too often: it is off until a reload",
		[RULE_BUDGET] = "it would have been too much",
		[RULE_OVER] = "its pattern went over its limits",
	};

	return says[outcome];
}

static struct str
or_dash(struct str s)
{
	return s.n == 0 ? STR("–") : s;
}

static struct str
test_line(struct arena *a, const struct explain_rule *r, const struct explain_test *t)
{
	if (t->said.n == 0)
		return str_printf(a, "not done: %.*s", STR_ARG(t->value));
	if (!t->has_value)
		return t->said;
	if (has_fired(r->outcome))
		return str_printf(a, "%.*s: %.*s", STR_ARG(t->said), STR_ARG(or_dash(t->value)));
	return t->value.n == 0 ? str_printf(a, "%.*s: it was empty", STR_ARG(t->said)) :
	    str_printf(a, "%.*s: it was %.*s", STR_ARG(t->said), STR_ARG(t->value));
}

static struct str
deed_line(struct arena *a, const struct explain_deed *d)
{
	switch (d->kind) {
	case DEED_CHANGE:
		return str_printf(a, "%.*s: %.*s → %.*s", STR_ARG(d->what),
		    STR_ARG(or_dash(d->old)), STR_ARG(or_dash(d->new)));
	case DEED_NOTE:
		return STR("it wrote a note");
	case DEED_MAIL:
		return str_printf(a, "mail %.*s to %.*s", STR_ARG(d->what), STR_ARG(d->to));
	case DEED_LISTED:
		return str_printf(a, "mail %.*s to %.*s, with other tickets", STR_ARG(d->what),
		    STR_ARG(d->to));
	case DEED_POST:
		return str_printf(a, "a post to webhook %.*s", STR_ARG(d->to));
	case DEED_UNSENT:
		break;
	}
	if (d->what.n == 0)
		return str_printf(a, "nothing to %.*s: %.*s", STR_ARG(d->to), STR_ARG(d->why));
	return str_printf(a, "no mail %.*s to %.*s: %.*s", STR_ARG(d->what), STR_ARG(d->to),
	    STR_ARG(d->why));
}

struct strs
explain_lines(struct arena *a, const struct explain_rule *r)
{
	struct strs out = { 0 };

	if (r->by.n > 0)
		strs_add(a, &out, str_printf(a, "by rule %.*s", STR_ARG(r->by)));
	for (size_t i = 0; i < r->n_tests; i++)
		strs_add(a, &out, test_line(a, r, &r->tests[i]));
	for (size_t i = 0; i < r->n_deeds; i++)
		strs_add(a, &out, deed_line(a, &r->deeds[i]));
	return out;
}

struct str
explain_gap_text(struct arena *a, const struct explain *x, struct str until)
{
	if (x->gap == GAP_KEPT)
		return str_printf(a, "before %.*s: that is longer ago than trace_keep, and not "
		    "known any more", STR_ARG(until));
	if (x->gap == GAP_MANY)
		return str_printf(a, "before %.*s: there is too much of it to tell", STR_ARG(until));
	if (x->gap == GAP_BEFORE && x->gap_until == 0)
		return STR("what rules do is not kept: trace_keep is 0s");
	return x->gap == GAP_BEFORE ? str_printf(a, "before %.*s: docket kept no traces then",
	    STR_ARG(until)) : STR_NONE;
}
