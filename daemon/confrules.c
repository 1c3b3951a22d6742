/*
 * confrules: rules.conf and rules.d/: what happens by itself.  What a rule
 * names must exist, a pattern must compile, and a test that can never hold is
 * a fault: docket-rules(5).
 */
#include <string.h>

#include "daemon/compose.h"
#include "daemon/confload.h"
#include "daemon/sla.h"
#include "parsers/pattern.h"

struct action_read {			/* one action, as the file has it */
	struct str	set, to, assign, template;
	struct strs	tag, notify;
	bool		stop;
};

static void	read_when(struct loader *, const struct node *, void *);
static void	read_do(struct loader *, const struct node *, void *);

static const struct key rule_keys[] = {
	KEY(struct rule, name, "name", KEY_STR, .required = true, .help =
	    "for the history and the log"),
	KEY(struct rule, on, "on", KEY_STRS, .required = true, .help =
	    "events, one of which must happen: [ \"created\", \"changed\" ]"),
	KEY(struct rule, tests, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group: tests that must all hold; without it, always"),
	KEY(struct rule, actions, "do", KEY_CUSTOM, .required = true, .read = read_do,
	    .help = "list of groups, see conf.actions: what is done, in order"),
};

static const struct key action_keys[] = {
	KEY(struct action_read, set, "set", KEY_STR, .help = "field to set, with to"),
	KEY(struct action_read, to, "to", KEY_STR, .help = "the value that set gives"),
	KEY(struct action_read, assign, "assign", KEY_STR, .help =
	    "agent's name, or \"team:NAME\""),
	KEY(struct action_read, tag, "tag", KEY_STRS, .help = "tags to add"),
	KEY(struct action_read, notify, "notify", KEY_STRS, .help =
	    "who gets a mail: requester, participants, assignee, team, leads, admins, "
	    "team:NAME, agent:NAME or an address"),
	KEY(struct action_read, template, "template", KEY_NAME, .help =
	    "what the mail of notify says: templates/LANGUAGE/NAME.txt"),
	KEY(struct action_read, stop, "stop", KEY_BOOL, .def = "false", .help =
	    "no later rule sees this event"),
};

enum { S_RULES, S_ACTIONS };

const struct section confrules_sections[] = {
	[S_RULES] = { "rules", "rules.conf, rules.d/*.conf", KEYS(rule_keys),
	    "what happens by itself" },
	[S_ACTIONS] = { "actions", "rules.conf", KEYS(action_keys), "each does one thing" },
	{ NULL },
};

static const char *const events[] = { "created", "customer-replied", "agent-replied",
	"noted", "changed", "assigned", "resolved", "closed", "reopened", "sla-warning",
	"sla-breach", "bounce", "quarantined", NULL };
static const char *const statuses[] = { "new", "open", "waiting", "on-hold", "resolved",
	"closed", NULL };
static const char *const recipients[] = { "requester", "participants", "assignee", "team",
	"leads", "admins", NULL };

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

	for (size_t i = 0; i < l->conf->n_mailboxes; i++)
		strs_add(l->a, &known, l->conf->mailboxes[i].name);
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
	for (size_t i = 0; i < l->conf->n_slas; i++)
		for (size_t k = 0; k < l->conf->slas[i].n_targets; k++) {
			const struct sla_target *t = &l->conf->slas[i].targets[k];

			for (size_t p = 0; p < t->n_warn; p++)
				if (!strs_has(&known, t->warn[p].text))
					strs_add(l->a, &known, t->warn[p].text);
		}
	if (!l->unread)
		conf_one_of(l, n, "point", v, &known);
}

static void
check_event(struct loader *l, const struct node *n, struct str v)
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
	{ "tags", NULL, false }, { "event", check_event, false },
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
	struct conf *c = l->conf;
	struct pattern **more;

	if ((t->pattern = conf_pattern(l, n, rule, regex)) == NULL)
		return;
	more = ARENA_ARRAY(l->a, c->n_patterns + 1, struct pattern *);
	if (c->n_patterns > 0)
		memcpy(more, c->patterns, c->n_patterns * sizeof(*more));
	c->patterns = more;
	t->pattern_id = c->n_patterns;
	more[c->n_patterns++] = t->pattern;
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

static void
read_when(struct loader *l, const struct node *n, void *base)
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

/* ---- actions ---- */

static void
check_recipient(struct loader *l, const struct node *n, struct str who)
{
	struct strs known = conf_names(l->a, recipients);

	if (strs_has(&known, who) || compose_address_ok(who))
		return;
	if (str_starts(who, STR("team:")))
		conf_wish(l, n, WISH_TEAM, str_sub(who, 5, SIZE_MAX));
	else if (str_starts(who, STR("agent:")))
		conf_wish(l, n, WISH_AGENT, str_sub(who, 6, SIZE_MAX));
	else
		conf_fault(l, n, "nobody is called %.*s%s: requester, participants, assignee, "
		    "team, leads, admins, team:NAME, agent:NAME or an address", STR_ARG(who),
		    conf_near(l->a, who, &known).p);
}

static void
check_set(struct loader *l, const struct node *e, const struct action_read *in)
{
	const struct field_def *def = field_find(&l->conf->fields, in->set);
	struct node set = node_get(e, "set"), to = node_get(e, "to");
	struct strs known = { 0 };
	struct field_value v;
	struct err err;

	for (size_t i = 0; i < l->conf->fields.n; i++)
		strs_add(l->a, &known, l->conf->fields.v[i].name);
	if (!conf_one_of(l, &set, "field", in->set, &known))
		return;
	if (in->to.n == 0)
		conf_fault(l, &set, "set without to: write { set = \"severity\"; to = \"high\"; }");
	else if (field_parse(l->a, def, in->to, &v, &err) == -1)
		conf_fault(l, &to, "%s", err.text);
}

static void
check_assign(struct loader *l, const struct node *e, struct str who)
{
	struct node at = node_get(e, "assign");

	if (str_starts(who, STR("team:")))
		conf_wish(l, &at, WISH_TEAM, str_sub(who, 5, SIZE_MAX));
	else
		conf_wish(l, &at, WISH_AGENT, who);
}

static void
check_notify(struct loader *l, const struct node *e, const struct action_read *in)
{
	struct node notify = node_get(e, "notify"), template = node_get(e, "template");

	for (size_t i = 0; i < in->notify.n; i++)
		check_recipient(l, &notify, in->notify.v[i]);
	if (in->template.n > 0)
		conf_wish(l, &template, WISH_TEMPLATE, in->template);
	else
		conf_fault(l, &notify, "notify without template: say which mail is sent, "
		    "template = \"agent-notice\";");
}

static void
check_action(struct loader *l, const struct node *e, const struct action_read *in,
    enum rule_action_kind kind)
{
	struct node at;

	if (kind == DO_SET)
		check_set(l, e, in);
	else if (kind == DO_ASSIGN)
		check_assign(l, e, in->assign);
	else if (kind == DO_NOTIFY)
		check_notify(l, e, in);
	at = node_get(e, "to");
	if (kind != DO_SET && in->to.n > 0)
		conf_fault(l, &at, "to belongs to set");
	at = node_get(e, "template");
	if (kind != DO_NOTIFY && in->template.n > 0)
		conf_fault(l, &at, "template belongs to notify");
}

static void
read_action(struct loader *l, const struct node *e, struct rule_action *ac)
{
	struct action_read in = { 0 };

	conf_walk(l, e, &confrules_sections[S_ACTIONS], &in);
	const struct { bool said; enum rule_action_kind kind; } rows[] = {
		{ in.set.n > 0, DO_SET }, { in.assign.n > 0, DO_ASSIGN },
		{ in.tag.n > 0, DO_TAG }, { in.notify.n > 0, DO_NOTIFY },
		{ in.stop, DO_STOP },
	};
	int said = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		said += rows[i].said;
		if (rows[i].said)
			ac->kind = rows[i].kind;
	}
	if (said != 1) {
		conf_fault(l, e, "an action does one thing: set, assign, tag, notify or stop");
		return;
	}
	ac->line = node_line(e);
	ac->name = ac->kind == DO_SET ? in.set : in.assign;
	ac->value = in.to;
	ac->list = ac->kind == DO_TAG ? in.tag : in.notify;
	ac->template = in.template;
	check_action(l, e, &in, ac->kind);
}

static void
read_do(struct loader *l, const struct node *n, void *base)
{
	struct rule *r = base;
	size_t count = conf_groups(l, n);

	if (count == 0 && node_is_list(n))
		conf_fault(l, n, "do is empty: a rule does something");
	r->actions = ARENA_ARRAY(l->a, count, struct rule_action);
	for (; r->n_actions < count; r->n_actions++) {
		struct node e = node_at(n, r->n_actions);

		read_action(l, &e, &r->actions[r->n_actions]);
	}
}

/* ---- rules ---- */

static bool
is_sla_event(struct str on)
{
	return str_starts(on, STR("sla-"));
}

/* Tests that none of the rule's events can meet. */
static void
check_possible(struct loader *l, const struct rule *r)
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
		for (size_t k = 0; s != NULL && s->check == check_event &&
		    t->kind != TEST_NOT_EQUAL && k < t->values.n; k++)
			if (!strs_has(&r->on, t->values.v[k]))
				conf_fault_at(l, r->file, t->line, "event is never \"%.*s\": the "
				    "rule is not on it", STR_ARG(t->values.v[k]));
	}
}

static bool
stops(const struct rule *r)
{
	for (size_t i = 0; i < r->n_actions; i++)
		if (r->actions[i].kind == DO_STOP)
			return true;
	return false;
}

/* A rule without tests that stops hides all later ones on its events. */
static void
check_reached(struct loader *l, const struct rule *r, size_t before)
{
	size_t hidden = 0;

	for (size_t i = 0; i < r->on.n; i++)
		for (size_t k = 0; k < before; k++) {
			const struct rule *o = &l->conf->rules[k];

			if (o->n_tests == 0 && stops(o) && strs_has(&o->on, r->on.v[i])) {
				hidden++;
				break;
			}
		}
	if (r->on.n > 0 && hidden == r->on.n)
		conf_fault_at(l, r->file, r->line, "rule \"%.*s\" is never reached: rules "
		    "before it stop on all its events", STR_ARG(r->name));
}

static void
read_rule(struct loader *l, const struct node *e, struct rule *r, size_t before)
{
	struct node name = node_get(e, "name"), on = node_get(e, "on");

	r->file = e->file;
	r->line = node_line(e);
	conf_walk(l, e, &confrules_sections[S_RULES], r);
	for (size_t i = 0; i < r->on.n; i++)
		check_event(l, &on, r->on.v[i]);
	for (size_t i = 0; i < before; i++)
		if (str_eq(l->conf->rules[i].name, r->name))
			conf_fault(l, &name, "rule \"%.*s\" is there twice: the history tells "
			    "rules by name", STR_ARG(r->name));
	check_possible(l, r);
	check_reached(l, r, before);
}

static void
load_rules(struct loader *l, struct str file)
{
	struct conf *c = l->conf;
	struct node list;
	struct rule *all;
	size_t n;

	if (!conf_open_list(l, file, true, "rules", &list))
		return;
	n = conf_groups(l, &list);
	all = ARENA_ARRAY(l->a, c->n_rules + n, struct rule);
	if (c->n_rules > 0)
		memcpy(all, c->rules, c->n_rules * sizeof(*all));
	c->rules = all;
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);

		read_rule(l, &e, &all[c->n_rules], c->n_rules);
		c->n_rules++;
	}
}

void
confrules_load(struct loader *l)
{
	struct strs more = conf_folder(l, "rules.d", ".conf");

	load_rules(l, STR("rules.conf"));
	for (size_t i = 0; i < more.n; i++)
		load_rules(l, more.v[i]);
}
