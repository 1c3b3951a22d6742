/*
 * confwhen: the tests of a rule.  A pattern must compile, what is compared must
 * be able to occur: a test that can never hold is a fault, because a rule that
 * never fires is noticed by nobody.
 */
#include <string.h>

#include "daemon/policy/confload.h"
#include "daemon/sla/sla.h"

static const char *const events[] = { "created", "customer-replied", "agent-replied",
	"noted", "changed", "assigned", "resolved", "closed", "reopened", "sla-warning",
	"sla-breach", "bounce", "quarantined", NULL };
static const char *const statuses[] = { "new", "open", "waiting", "on-hold", "resolved",
	"closed", NULL };

/* ---- what can be tested, and what it can be ---- */

typedef void (*check_fn)(struct loader *, const struct node *, struct str value);

static void
check_project(struct loader *l, const struct node *n, struct str v)
{
	conf_wish(l, n, WISH_PROJECT, v);
}

static void
check_status(struct loader *l, const struct node *n, struct str v)
{
	struct strs known = conf_names(l->a, statuses);

	conf_one_of(l, n, "status", v, &known);
}

static void
check_mailbox(struct loader *l, const struct node *n, struct str v)
{
	struct strs known = { 0 };

	for (size_t i = 0; i < l->conf->mailboxes.n; i++)
		strs_add(l->a, &known, l->conf->mailboxes.v[i].name);
	if (!l->unread)
		conf_one_of(l, n, "mailbox", v, &known);
}

/* "" is nobody. */
static void
check_assignee(struct loader *l, const struct node *n, struct str v)
{
	if (v.n > 0)
		conf_wish(l, n, WISH_AGENT, v);
}

static void
check_team(struct loader *l, const struct node *n, struct str v)
{
	if (v.n > 0)
		conf_wish(l, n, WISH_TEAM, v);
}

static void
check_kind(struct loader *l, const struct node *n, struct str v)
{
	struct strs known = { 0 };

	for (unsigned i = 0; i < LETTER_KINDS; i++)
		strs_add(l->a, &known, str_c(letter_kind_name((enum letter_kind)i)));
	conf_one_of(l, n, "kind of mail", v, &known);
}

static void
check_clock(struct loader *l, const struct node *n, struct str v)
{
	struct strs known = { 0 };

	for (unsigned i = 0; i < SLA_CLOCKS; i++)
		strs_add(l->a, &known, str_c(sla_clock_name((enum sla_clock)i)));
	conf_one_of(l, n, "clock", v, &known);
}

static void
check_point(struct loader *l, const struct node *n, struct str v)
{
	struct strs known = { 0 };

	strs_add(l->a, &known, STR("breach"));
	for (size_t i = 0; i < l->conf->slas.n; i++)
		for (size_t k = 0; k < l->conf->slas.v[i].n_targets; k++) {
			const struct sla_target *t = &l->conf->slas.v[i].targets[k];

			for (size_t p = 0; p < t->n_warn; p++)
				if (!strs_has(&known, t->warn[p].text))
					strs_add(l->a, &known, t->warn[p].text);
		}
	if (!l->unread)
		conf_one_of(l, n, "point", v, &known);
}

void
confwhen_event(struct loader *l, const struct node *n, struct str v)
{
	struct strs known = conf_names(l->a, events);

	conf_one_of(l, n, "event", v, &known);
}

static const struct subject {
	const char	*name;
	check_fn	 check;		/* NULL: any value; a field's name: by the field */
	bool		 of_sla;	/* known in sla-warning and sla-breach alone */
} subjects[] = {
	{ "project", check_project, false }, { "severity", NULL, false },
	{ "version", NULL, false }, { "status", check_status, false },
	{ "type", NULL, false }, { "subject", NULL, false }, { "body", NULL, false },
	{ "from", NULL, false }, { "mailbox", check_mailbox, false },
	{ "assignee", check_assignee, false }, { "team", check_team, false },
	{ "tags", NULL, false }, { "event", confwhen_event, false },
	{ "letter.kind", check_kind, false }, { "sla.clock", check_clock, true },
	{ "sla.point", check_point, true }, { "sla.cause", NULL, true },
};

static const struct subject *
subject_find(struct str name)
{
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		if (str_eq(name, str_c(subjects[i].name)))
			return &subjects[i];
	return NULL;
}

/* The field that a subject tests, or NULL. */
static const struct field_def *
subject_field(const struct loader *l, struct str name)
{
	if (str_starts(name, STR("field.")))
		name = str_sub(name, 6, SIZE_MAX);
	return field_find(&l->conf->fields, name);
}

static void
check_field(struct loader *l, const struct node *n, const struct field_def *d, struct str v)
{
	struct field_value parsed;
	struct err e;

	if (d->type == FIELD_ENUM)
		conf_one_of(l, n, str_dup(l->a, d->name).p, v, &d->values);
	else if (field_parse(l->a, d, v, &parsed, &e) == -1)
		conf_fault(l, n, "%s", e.text);
	else if (parsed.verified && !str_eq(parsed.value, v))
		conf_fault(l, n, "%.*s is never \"%.*s\": write \"%.*s\"", STR_ARG(d->name),
		    STR_ARG(v), STR_ARG(parsed.value));
}

static void
check_value(struct loader *l, const struct node *n, struct str subject, struct str v)
{
	const struct subject *s = subject_find(subject);
	const struct field_def *d = subject_field(l, subject);

	if (s != NULL && s->check != NULL)
		s->check(l, n, v);
	else if (d != NULL && v.n > 0)
		check_field(l, n, d, v);
}

/* ---- tests ---- */

static void
add_pattern(struct loader *l, const struct node *n, struct rule_test *t, struct str regex,
    struct str rule)
{
	struct patterns *all = &l->conf->patterns;
	struct pattern **more;

	if ((t->pattern = conf_pattern(l, n, rule, regex)) == NULL)
		return;
	more = ARENA_ARRAY(l->a, all->n + 1, struct pattern *);
	if (all->n > 0)
		memcpy(more, all->v, all->n * sizeof(*more));
	all->v = more;
	t->pattern_id = all->n;
	more[all->n++] = t->pattern;
}

/* { matches = "…"; } or { not = "x"; } */
static void
read_test_group(struct loader *l, const struct node *n, struct rule_test *t, struct str rule)
{
	static const char *const tests[] = { "matches", "not", NULL };
	struct strs known = conf_names(l->a, tests);
	struct node e;
	struct str regex;

	if (node_count(n) != 1) {
		conf_fault(l, n, "a test is one of \"x\", [ \"x\", \"y\" ], { matches = \"…\"; } "
		    "and { not = \"x\"; }");
		return;
	}
	e = node_at(n, 0);
	if (!conf_one_of(l, &e, "test", node_name(&e), &known))
		return;
	t->kind = TEST_NOT_EQUAL;
	if (str_eq(node_name(&e), STR("not"))) {
		conf_value(l, &e, KEY_STRS, &t->values);
		return;
	}
	t->kind = TEST_MATCHES;
	if (conf_value(l, &e, KEY_STR, &regex))
		add_pattern(l, &e, t, regex, rule);
}

static void
read_test(struct loader *l, const struct node *n, struct rule *r, struct str subject)
{
	struct rule_test *t = &r->tests[r->n_tests];
	struct strs known = { 0 };

	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++)
		strs_add(l->a, &known, str_c(subjects[i].name));
	for (size_t i = 0; i < l->conf->fields.n; i++)
		strs_add(l->a, &known, str_printf(l->a, "field.%.*s",
		    STR_ARG(l->conf->fields.v[i].name)));
	if (!conf_one_of(l, n, "subject of tests", subject, &known))
		return;
	r->n_tests++;
	t->subject = subject;
	t->line = node_line(n);
	if (node_is_group(n)) {
		read_test_group(l, n, t, r->name);
	} else {
		conf_value(l, n, KEY_STRS, &t->values);
		t->kind = t->values.n == 1 ? TEST_EQUAL : TEST_ANY_OF;
	}
	for (size_t i = 0; i < t->values.n; i++)
		check_value(l, n, subject, t->values.v[i]);
}

/* `sla = { clock = "x"; }` is another way to write `sla.clock = "x"`. */
static bool
is_outer(struct str name)
{
	return str_eq(name, STR("sla")) || str_eq(name, STR("letter")) ||
	    str_eq(name, STR("field"));
}

void
confwhen_read(struct loader *l, const struct node *n, void *base)
{
	struct rule *r = base;
	size_t room = node_count(n);

	if (!node_is_group(n)) {
		conf_fault(l, n, "when is not a group: write when = { severity = \"high\"; };");
		return;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		room += node_count(&e);
	}
	r->tests = ARENA_ARRAY(l->a, room, struct rule_test);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node outer = node_at(n, i);
		struct str name = str_dup(l->a, node_name(&outer));

		if (!is_outer(name) || !node_is_group(&outer)) {
			read_test(l, &outer, r, name);
			continue;
		}
		for (size_t k = 0; k < node_count(&outer); k++) {
			struct node e = node_at(&outer, k);

			read_test(l, &e, r, str_printf(l->a, "%.*s.%s", STR_ARG(name),
			    node_name(&e).p));
		}
	}
}

/* ---- what can never be ---- */

static bool
is_sla_event(struct str on)
{
	return str_starts(on, STR("sla-"));
}

/* Tests that none of the rule's events can meet. */
void
confwhen_check(struct loader *l, const struct rule *r)
{
	bool sla = false;

	for (size_t i = 0; i < r->on.n; i++)
		sla |= is_sla_event(r->on.v[i]);
	for (size_t i = 0; i < r->n_tests; i++) {
		const struct rule_test *t = &r->tests[i];
		const struct subject *s = subject_find(t->subject);

		if (s != NULL && s->of_sla && !sla)
			conf_fault_at(l, r->file, t->line, "%s is known only on sla-warning and "
			    "sla-breach, which this rule is not on", s->name);
		for (size_t k = 0; s != NULL && s->check == confwhen_event &&
		    t->kind != TEST_NOT_EQUAL && k < t->values.n; k++)
			if (!strs_has(&r->on, t->values.v[k]))
				conf_fault_at(l, r->file, t->line, "event is never \"%.*s\": the "
				    "rule is not on it", STR_ARG(t->values.v[k]));
	}
}
