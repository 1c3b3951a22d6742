/*
 * confrules: fields.conf and rules.conf with rules.d/: what is read from mail,
 * and what happens by itself.  What a rule names must exist: fields, values,
 * people, templates, events; a pattern must compile.
 */
#include <string.h>

#include "daemon/compose.h"
#include "daemon/confload.h"
#include "parsers/pattern.h"

struct field_more {			/* of one field, as the file has it */
	struct field_def	 def;
	int			 type;
	const struct node	*patterns;
	struct node		 patterns_at, words_at;
};

struct action_read {			/* one action, as the file has it */
	struct str	set, to, assign, template;
	struct strs	tag, notify;
	bool		stop;
};

static const char *const type_names[] = { "enum", "version", "text", NULL };

static int	read_words(struct loader *, const struct node *, void *);
static int	read_patterns(struct loader *, const struct node *, void *);
static int	read_when(struct loader *, const struct node *, void *);
static int	read_do(struct loader *, const struct node *, void *);

static const struct key field_keys[] = {
	KEY(struct field_more, def.name, "name", KEY_STR, .required = true, .help =
	    "severity and version are built in: what is given here is added"),
	KEY(struct field_more, type, "type", KEY_ENUM, .names = type_names, .help =
	    "\"enum\", \"version\" or \"text\" [\"text\"]"),
	KEY(struct field_more, def.values, "values", KEY_STRS, .help =
	    "list: of an enum, lowest first"),
	KEY(struct field_more, def.labels, "labels", KEY_LOWERS, .help =
	    "list: words before a colon at the top of a mail"),
	KEY(struct field_more, def.headers, "headers", KEY_STRS, .help =
	    "list: header fields that give it, strongest first"),
	KEY(struct field_more, words_at, "words", KEY_CUSTOM, .read = read_words, .help =
	    "list: [ \"urgent\", \"critical\" ] pairs: a word and the value it means"),
	KEY(struct field_more, patterns_at, "patterns", KEY_CUSTOM, .read = read_patterns,
	    .help = "list: PCRE2 with a group of the field's name: \"build (?<version>\\\\S+)\""),
	KEY(struct field_more, def.default_value, "default", KEY_STR, .help = "[none]"),
	KEY(struct field_more, def.catalogue, "catalogue", KEY_STRS, .help =
	    "list: the versions there are; others are kept as unverified [any]"),
};

static const struct key rule_keys[] = {
	KEY(struct rule, name, "name", KEY_STR, .required = true, .help =
	    "for the history and the log"),
	KEY(struct rule, on, "on", KEY_STRS, .required = true, .help =
	    "list of events, such as \"created\""),
	KEY(struct rule, tests, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group: what must hold, see docket-rules(5) [always]"),
	KEY(struct rule, actions, "do", KEY_CUSTOM, .required = true, .read = read_do,
	    .help = "list: what is done, in order"),
};

static const struct key action_keys[] = {
	KEY(struct action_read, set, "set", KEY_STR, .help = "field to set, with `to`"),
	KEY(struct action_read, to, "to", KEY_STR, .help = "its value"),
	KEY(struct action_read, assign, "assign", KEY_STR, .help =
	    "agent's name, or \"team:NAME\""),
	KEY(struct action_read, tag, "tag", KEY_STRS, .help = "list: tags to add"),
	KEY(struct action_read, notify, "notify", KEY_STRS, .help =
	    "list: requester, participants, assignee, team, leads, admins, team:NAME, "
	    "agent:NAME or an address"),
	KEY(struct action_read, template, "template", KEY_STR, .help =
	    "of the mail that notify sends"),
	KEY(struct action_read, stop, "stop", KEY_BOOL, .help =
	    "true: no later rule sees this event"),
};

#define N(keys)	(sizeof(keys) / sizeof((keys)[0]))

const struct section confrules_sections[] = {
	{ "fields", "fields.conf", field_keys, N(field_keys), "what is read from mail" },
	{ "rules", "rules.conf", rule_keys, N(rule_keys), "what happens by itself" },
	{ "actions", "rules.conf", action_keys, N(action_keys), "one action of `do`" },
};
const size_t confrules_n = N(confrules_sections);

static const char *const events[] = { "created", "customer-replied", "agent-replied",
	"noted", "changed", "assigned", "resolved", "closed", "reopened", "sla-warning",
	"sla-breach", "bounce", "quarantined", NULL };
static const char *const subjects[] = { "project", "severity", "version", "status", "type",
	"subject", "body", "from", "mailbox", "assignee", "team", "tags", "event", NULL };
static const char *const sla_subjects[] = { "clock", "point", "cause", NULL };
static const char *const letter_subjects[] = { "kind", NULL };
static const char *const recipients[] = { "requester", "participants", "assignee", "team",
	"leads", "admins", NULL };

static struct strs
names_of(struct loader *l, const char *const *names)
{
	struct strs out = { 0 };

	for (; *names != NULL; names++)
		strs_add(l->a, &out, str_c(*names));
	return out;
}

/* --- fields --------------------------------------------------------------- */

static int
read_words(struct loader *l, const struct node *n, void *base)
{
	struct field_more *m = base;

	m->def.words = ARENA_ARRAY(l->a, node_count(n), struct field_word);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);
		struct strs pair = { 0 };

		if (!conf_value(l, &e, KEY_STRS, &pair))
			continue;
		if (pair.n != 2)
			conf_fault(l, &e, "words are pairs: ( [ \"urgent\", \"critical\" ], … )");
		else
			m->def.words[m->def.n_words++] = (struct field_word){ pair.v[0],
			    pair.v[1] };
	}
	return 0;
}

static int
read_patterns(struct loader *l, const struct node *n, void *base)
{
	struct field_more *m = base;

	(void)l;		/* compiled when the field's name is known */
	m->patterns_at = *n;
	m->patterns = &m->patterns_at;
	return 0;
}

static void
compile_patterns(struct loader *l, struct field_more *m)
{
	struct strs texts = { 0 };
	struct err e;

	if (m->patterns == NULL || !conf_value(l, m->patterns, KEY_STRS, &texts))
		return;
	m->def.patterns = ARENA_ARRAY(l->a, texts.n, struct pattern *);
	for (size_t i = 0; i < texts.n; i++) {
		struct pattern *p;

		if (pattern_compile(m->def.name, texts.v[i], &p, &e) == -1) {
			conf_fault(l, m->patterns, "%s", e.text);
			continue;
		}
		if (!pattern_has_group(p, str_dup(l->a, m->def.name).p))
			conf_fault(l, m->patterns, "the pattern \"%.*s\" has no group "
			    "(?<%.*s>…) for the value", STR_ARG(texts.v[i]),
			    STR_ARG(m->def.name));
		m->def.patterns[m->def.n_patterns++] = p;
	}
}

static void
append(struct loader *l, struct strs *to, const struct strs *more)
{
	for (size_t i = 0; i < more->n; i++)
		strs_add(l->a, to, more->v[i]);
}

/* What the file says goes before what is built in. */
static void
merge_field(struct loader *l, struct field_def *d, struct field_more *m)
{
	struct strs headers = m->def.headers;
	struct field_word *words = ARENA_ARRAY(l->a, d->n_words + m->def.n_words,
	    struct field_word);

	append(l, &d->labels, &m->def.labels);
	append(l, &headers, &d->headers);
	d->headers = headers;
	if (m->def.n_words > 0)
		memcpy(words, m->def.words, m->def.n_words * sizeof(*words));
	if (d->n_words > 0)
		memcpy(words + m->def.n_words, d->words, d->n_words * sizeof(*words));
	d->words = words;
	d->n_words += m->def.n_words;
	if (m->def.values.n > 0)
		d->values = m->def.values;
	d->patterns = m->def.patterns;
	d->n_patterns = m->def.n_patterns;
	d->default_value = m->def.default_value;
	d->catalogue = m->def.catalogue;
}

static struct field_def *
field_slot(struct loader *l, struct field_more *m)
{
	struct field_defs *all = &l->conf->fields;
	struct field_def *more;

	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, m->def.name))
			return &all->v[i];
	more = ARENA_ARRAY(l->a, all->n + 1, struct field_def);
	if (all->n > 0)
		memcpy(more, all->v, all->n * sizeof(*more));
	all->v = more;
	more[all->n] = (struct field_def){ .name = m->def.name,
	    .type = (enum field_type)m->type };
	strs_add(l->a, &more[all->n].labels, str_lower(l->a, m->def.name));
	return &more[all->n++];
}

static void
check_field(struct loader *l, const struct node *e, const struct field_def *d)
{
	struct field_value v;
	struct err err;

	if (d->type == FIELD_ENUM && d->values.n == 0)
		conf_fault(l, e, "enum %.*s has no values", STR_ARG(d->name));
	for (size_t i = 0; i < d->n_words; i++)
		if (d->type == FIELD_ENUM && d->words[i].value.n > 0 &&
		    !strs_has(&d->values, d->words[i].value))
			conf_fault(l, e, "the word \"%.*s\" means \"%.*s\", which is no value of "
			    "%.*s", STR_ARG(d->words[i].word), STR_ARG(d->words[i].value),
			    STR_ARG(d->name));
	if (d->default_value.n > 0 &&
	    field_parse(l->a, d, d->default_value, &v, &err) == -1)
		conf_fault(l, e, "default: %s", err.text);
}

void
conffields_load(struct loader *l)
{
	struct node root, list;
	size_t n;

	field_builtins(l->a, &l->conf->fields);
	if (!conf_open(l, "fields.conf", false, &root) ||
	    !conf_only(l, &root, "fields", &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);
		struct field_more m = { .type = FIELD_TEXT };
		struct field_def *d;

		conf_walk(l, &e, &confrules_sections[0], &m);
		if (m.def.name.n == 0)
			continue;
		compile_patterns(l, &m);
		d = field_slot(l, &m);
		merge_field(l, d, &m);
		check_field(l, &e, d);
	}
}

/* --- rules ---------------------------------------------------------------- */

static void
add_pattern(struct loader *l, const struct node *n, struct rule_test *t, struct str regex,
    struct str rule)
{
	struct conf *c = l->conf;
	struct pattern **more;
	struct err e;

	if (pattern_compile(rule, regex, &t->pattern, &e) == -1) {
		conf_fault(l, n, "%s", e.text);
		return;
	}
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
	struct node e;
	struct str regex;

	if (node_count(n) != 1) {
		conf_fault(l, n, "a test is one of \"x\", [ \"x\", \"y\" ], "
		    "{ matches = \"…\"; }, { not = \"x\"; }");
		return;
	}
	e = node_at(n, 0);
	if (str_eq(node_name(&e), STR("matches"))) {
		t->kind = TEST_MATCHES;
		if (conf_value(l, &e, KEY_STR, &regex))
			add_pattern(l, &e, t, regex, rule);
	} else if (str_eq(node_name(&e), STR("not"))) {
		t->kind = TEST_NOT_EQUAL;
		conf_value(l, &e, KEY_STRS, &t->values);
	} else {
		conf_fault(l, &e, "there is no test %s: matches, not", node_name(&e).p);
	}
}

/* Values that the subject can never have make a rule that never fires. */
static void
check_values(struct loader *l, const struct node *n, const struct rule_test *t)
{
	struct str name = str_starts(t->subject, STR("field.")) ?
	    str_sub(t->subject, 6, SIZE_MAX) : t->subject;
	const struct field_def *def = field_find(&l->conf->fields, name);

	for (size_t i = 0; i < t->values.n; i++) {
		struct str v = t->values.v[i];

		if (def != NULL && def->type == FIELD_ENUM && !strs_has(&def->values, v))
			conf_fault(l, n, "%.*s is never \"%.*s\"%s", STR_ARG(name), STR_ARG(v),
			    conf_near(l->a, v, &def->values).p);
		else if (str_eq(t->subject, STR("project")))
			conf_wish(l, n, WISH_PROJECT, v);
		else if (str_eq(t->subject, STR("assignee")))
			conf_wish(l, n, WISH_AGENT, v);
		else if (str_eq(t->subject, STR("mailbox")) &&
		    conf_mailbox(l->conf, v) == NULL)
			conf_fault(l, n, "there is no mailbox %.*s", STR_ARG(v));
	}
}

static void
read_test(struct loader *l, const struct node *n, struct rule *r, struct str subject)
{
	struct rule_test *t = &r->tests[r->n_tests++];

	t->subject = subject;
	t->line = node_line(n);
	if (node_is_group(n)) {
		read_test_group(l, n, t, r->name);
	} else {
		conf_value(l, n, KEY_STRS, &t->values);
		t->kind = t->values.n == 1 ? TEST_EQUAL : TEST_ANY_OF;
	}
	check_values(l, n, t);
}

static const struct {			/* groups of subjects: sla = { point = …; } */
	const char		*name;
	const char *const	*inside;	/* NULL: fields */
} subject_groups[] = {
	{ "sla", sla_subjects }, { "letter", letter_subjects }, { "field", NULL },
};

static bool
read_subject_group(struct loader *l, const struct node *n, struct rule *r)
{
	for (size_t g = 0; g < N(subject_groups); g++) {
		const char *const *inside = subject_groups[g].inside;

		if (!str_eq(node_name(n), str_c(subject_groups[g].name)))
			continue;
		for (size_t i = 0; i < node_count(n); i++) {
			struct node e = node_at(n, i);
			struct strs known = inside == NULL ? (struct strs){ 0 } :
			    names_of(l, inside);

			for (size_t f = 0; inside == NULL && f < l->conf->fields.n; f++)
				strs_add(l->a, &known, l->conf->fields.v[f].name);
			if (!strs_has(&known, node_name(&e)))
				conf_fault(l, &e, "there is no %s.%s to test%s",
				    subject_groups[g].name, node_name(&e).p,
				    conf_near(l->a, node_name(&e), &known).p);
			else
				read_test(l, &e, r, str_printf(l->a, "%s.%s",
				    subject_groups[g].name, node_name(&e).p));
		}
		return true;
	}
	return false;
}

static int
read_when(struct loader *l, const struct node *n, void *base)
{
	struct rule *r = base;
	struct strs known = names_of(l, subjects);
	size_t room = node_count(n);

	if (!node_is_group(n)) {
		conf_fault(l, n, "when is a group: when = { severity = \"high\"; };");
		return -1;
	}
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		room += node_count(&e);
	}
	r->tests = ARENA_ARRAY(l->a, room, struct rule_test);
	for (size_t i = 0; i < node_count(n); i++) {
		struct node e = node_at(n, i);

		if (read_subject_group(l, &e, r))
			continue;
		if (strs_has(&known, node_name(&e)))
			read_test(l, &e, r, str_dup(l->a, node_name(&e)));
		else
			conf_fault(l, &e, "there is nothing called %s to test%s: see "
			    "docket-rules(5)", node_name(&e).p,
			    conf_near(l->a, node_name(&e), &known).p);
	}
	return 0;
}

static void
check_recipient(struct loader *l, const struct node *n, struct str who)
{
	struct strs known = names_of(l, recipients);

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
read_set(struct loader *l, const struct node *n, const struct action_read *in,
    struct rule_action *ac)
{
	const struct field_def *def = field_find(&l->conf->fields, in->set);
	struct field_value v;
	struct err e;

	ac->kind = DO_SET;
	ac->name = in->set;
	ac->value = in->to;
	if (def == NULL)
		conf_fault(l, n, "there is no field %.*s to set: see fields.conf",
		    STR_ARG(in->set));
	else if (in->to.n == 0)
		conf_fault(l, n, "set without to: { set = \"severity\"; to = \"high\"; }");
	else if (field_parse(l->a, def, in->to, &v, &e) == -1)
		conf_fault(l, n, "%s", e.text);
}

static void
read_action(struct loader *l, const struct node *n, struct rule_action *ac)
{
	struct action_read in = { 0 };
	int kinds;

	conf_walk(l, n, &confrules_sections[2], &in);
	ac->line = node_line(n);
	kinds = (in.set.n > 0) + (in.assign.n > 0) + (in.tag.n > 0) + (in.notify.n > 0) +
	    in.stop;
	if (kinds != 1) {
		conf_fault(l, n, "an action does one thing: set, assign, tag, notify or stop");
		return;
	}
	ac->kind = in.stop ? DO_STOP : in.tag.n > 0 ? DO_TAG : in.notify.n > 0 ? DO_NOTIFY :
	    DO_ASSIGN;
	ac->list = in.tag.n > 0 ? in.tag : in.notify;
	ac->template = in.template;
	if (in.set.n > 0)
		read_set(l, n, &in, ac);
	if (in.assign.n > 0) {
		bool team = str_starts(in.assign, STR("team:"));

		ac->name = in.assign;
		conf_wish(l, n, team ? WISH_TEAM : WISH_AGENT,
		    team ? str_sub(in.assign, 5, SIZE_MAX) : in.assign);
	}
	for (size_t i = 0; i < in.notify.n; i++)
		check_recipient(l, n, in.notify.v[i]);
	if (in.notify.n > 0 && in.template.n == 0)
		conf_fault(l, n, "notify without template: say which mail is sent");
	if (in.template.n > 0)
		conf_wish(l, n, WISH_TEMPLATE, in.template);
}

static int
read_do(struct loader *l, const struct node *n, void *base)
{
	struct rule *r = base;
	size_t count = conf_groups(l, n);

	r->actions = ARENA_ARRAY(l->a, count, struct rule_action);
	for (r->n_actions = 0; r->n_actions < count; r->n_actions++) {
		struct node e = node_at(n, r->n_actions);

		read_action(l, &e, &r->actions[r->n_actions]);
	}
	return 0;
}

static void
check_events(struct loader *l, const struct node *e, const struct rule *r)
{
	struct strs known = names_of(l, events);

	for (size_t i = 0; i < r->on.n; i++)
		if (!strs_has(&known, r->on.v[i]))
			conf_fault(l, e, "there is no event %.*s%s: see docket-rules(5)",
			    STR_ARG(r->on.v[i]), conf_near(l->a, r->on.v[i], &known).p);
}

static void
load_rules(struct loader *l, const char *file, bool required)
{
	struct conf *c = l->conf;
	struct node root, list;
	struct rule *all;
	size_t n;

	if (!conf_open(l, file, required, &root) || !conf_only(l, &root, "rules", &list))
		return;
	n = conf_groups(l, &list);
	all = ARENA_ARRAY(l->a, c->n_rules + n, struct rule);
	if (c->n_rules > 0)
		memcpy(all, c->rules, c->n_rules * sizeof(*all));
	c->rules = all;
	for (size_t i = 0; i < n; i++) {
		struct node e = node_at(&list, i);
		struct rule *r = &all[c->n_rules++];

		r->file = root.file;
		r->line = node_line(&e);
		conf_walk(l, &e, &confrules_sections[1], r);
		check_events(l, &e, r);
	}
}

void
confrules_load(struct loader *l)
{
	struct strs more = conf_folder(l, "rules.d");

	load_rules(l, "rules.conf", true);
	for (size_t i = 0; i < more.n; i++)
		load_rules(l, more.v[i].p, true);
}
