/* rule: see rule.h.  What a rule names must exist: docket-rules(5). */
#include "daemon/policy/rule.h"

#include "daemon/conf/file.h"
#include "daemon/conf/wish.h"
#include "daemon/filter/check.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/whom.h"
#include "parsers/base/array.h"
#include "parsers/field/when.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

struct action_read {			/* one action, as the file has it */
	struct str	set, to, assign, type, sla, snooze, template;
	struct strs	tag, notify;
	bool		stop;
};

enum { MORNING = 9 };

enum { RULES_VERSION = 1 };		/* of the language that this docket reads */

static void	read_enabled(struct loader *, const struct node *, void *);
static void	read_when(struct loader *, const struct node *, void *);
static void	read_do(struct loader *, const struct node *, void *);

static const struct key rule_keys[] = {
	KEY(struct rule, name, "name", KEY_STR, .required = true, .help =
	    "for the history and the log"),
	KEY(struct rule, enabled, "enabled", KEY_CUSTOM, .read = read_enabled, .help =
	    "true, false, or \"shadow\": tried and traced, but it does, sends and stops nothing; "
	    "default true"),
	KEY(struct rule, note, "note", KEY_STR, .help = "why the rule is there, for people"),
	KEY(struct rule, on, "on", KEY_STRS, .required = true, .help =
	    "events, one of which must happen: [ \"created\", \"changed\" ]"),
	KEY(struct rule, when, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group, see conf.when: tests that must all hold; without it, always"),
	KEY(struct rule, actions, "do", KEY_CUSTOM, .read = read_do,
	    .help = "list of groups, see conf.actions: what is done, in order"),
	KEY(struct rule, stop, "stop", KEY_BOOL, .def = "false", .help =
	    "after it no later rule sees this event"),
};

static const struct key action_keys[] = {
	KEY(struct action_read, set, "set", KEY_STR, .help = "field to set, with to"),
	KEY(struct action_read, to, "to", KEY_STR, .help = "the value that set gives"),
	KEY(struct action_read, assign, "assign", KEY_STR, .help =
	    "agent's name, or \"team:NAME\""),
	KEY(struct action_read, type, "type", KEY_NAME, .help = "type of types.conf"),
	KEY(struct action_read, sla, "sla", KEY_NAME, .help = "policy of sla.conf"),
	KEY(struct action_read, snooze, "snooze", KEY_STR, .help =
	    "who has it, else its team, is reminded then: \"+2d\", \"mon 9:00\""),
	KEY(struct action_read, tag, "tag", KEY_STRS, .help = "tags to add"),
	KEY(struct action_read, notify, "notify", KEY_STRS, .help =
	    "who gets a mail: " WHOM_HELP),
	KEY(struct action_read, template, "template", KEY_NAME, .help =
	    "what the mail of notify says: templates/LANGUAGE/NAME.txt"),
	KEY(struct action_read, stop, "stop", KEY_BOOL, .def = "false", .help =
	    "no later rule sees this event"),
};

enum { S_RULES, S_ACTIONS };

static const struct section sections[] = {
	[S_RULES] = { "rules", "rules.conf, rules.d/*.conf", KEYS(rule_keys),
	    "what happens by itself" },
	[S_ACTIONS] = { "actions", "rules.conf", KEYS(action_keys), "each does one thing" },
	{ NULL },
};

/* ---- actions ---- */

static void
check_recipient(struct loader *l, const struct node *n, struct str who)
{
	struct strs known = conf_names(l->a, whom_words);
	struct whom whom = whom_read(who);

	if (whom.kind == WHOM_NAMED_TEAM)
		conf_wish(l, n, "team", whom.name);
	else if (whom.kind == WHOM_NAMED_AGENT)
		conf_wish(l, n, "agent", whom.name);
	else if (whom.kind == WHOM_ADDRESS && !address_is_safe(who))
		conf_fault(l, n, "nobody is called %.*s%s: " WHOM_HELP, STR_ARG(who),
		    conf_near(l->a, who, &known).p);
}

static void
check_set(struct loader *l, const struct node *e, const struct action_read *in)
{
	const struct field_defs *fields = &((struct conf *)l->whole)->fields;
	const struct field_def *def = field_find(fields, in->set);
	struct node set = node_get(e, "set"), to = node_get(e, "to");
	struct strs known = { 0 };
	struct field_value v;
	struct err err;

	for (size_t i = 0; i < fields->n; i++)
		strs_add(l->a, &known, fields->v[i].name);
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
		conf_wish(l, &at, "team", str_sub(who, 5, SIZE_MAX));
	else
		conf_wish(l, &at, "agent", who);
}

static void
check_notify(struct loader *l, const struct node *e, const struct action_read *in)
{
	struct node notify = node_get(e, "notify"), template = node_get(e, "template");

	for (size_t i = 0; i < in->notify.n; i++)
		check_recipient(l, &notify, in->notify.v[i]);
	if (in->template.n > 0)
		conf_wish(l, &template, "template", in->template);
	else
		conf_fault(l, &notify, "notify without template: say which mail is sent, "
		    "template = \"agent-notice\";");
}

/* In whatever zone, at whatever time, it is an instant. */
static void
check_snooze(struct loader *l, const struct node *e, struct str until)
{
	const struct when_reader by = { .hour = MORNING };
	struct node at = node_get(e, "snooze");
	struct when when;

	if (when_read(l->a, &by, until, &when) != WHEN_READ)
		conf_fault(l, &at, "%.*s is no instant: \"+2d\", \"mon 9:00\"", STR_ARG(until));
}

static void
check_action(struct loader *l, const struct node *e, const struct action_read *in,
    const struct verb *verb)
{
	bool is_set = verb_is(verb, VERB_SET), is_notify = verb_is(verb, VERB_NOTIFY);
	struct node at;

	if (is_set)
		check_set(l, e, in);
	else if (verb_is(verb, VERB_ASSIGN))
		check_assign(l, e, in->assign);
	else if (is_notify)
		check_notify(l, e, in);
	else if (verb_is(verb, VERB_TYPE)) {
		at = node_get(e, "type");
		conf_wish(l, &at, "type", in->type);
	} else if (verb_is(verb, VERB_SLA)) {
		at = node_get(e, "sla");
		conf_wish(l, &at, "SLA", in->sla);
	}
	else if (verb_is(verb, VERB_SNOOZE))
		check_snooze(l, e, in->snooze);
	at = node_get(e, "to");
	if (!is_set && in->to.n > 0)
		conf_fault(l, &at, "to belongs to set");
	at = node_get(e, "template");
	if (!is_notify && in->template.n > 0)
		conf_fault(l, &at, "template belongs to notify");
}

/* The one verb that the action names; NULL: none, or several. */
static const struct verb *
verb_of(const struct action_read *in)
{
	const struct { bool said; enum verb_id id; } rows[] = {
		{ in->set.n > 0, VERB_SET }, { in->assign.n > 0, VERB_ASSIGN },
		{ in->type.n > 0, VERB_TYPE }, { in->sla.n > 0, VERB_SLA }, { in->tag.n > 0, VERB_TAG },
		{ in->snooze.n > 0, VERB_SNOOZE },
		{ in->notify.n > 0, VERB_NOTIFY }, { in->stop, VERB_STOP },
	};
	const struct verb *verb = NULL;
	int said = 0;

	for (size_t i = 0; i < COUNT(rows); i++) {
		said += rows[i].said;
		if (rows[i].said)
			verb = verb_row(rows[i].id);
	}
	return said == 1 ? verb : NULL;
}

static struct strs
one(struct arena *a, struct str value)
{
	struct strs out = { 0 };

	strs_add(a, &out, value);
	return out;
}

/* What the verb takes, written as behind its name in a mail: a tag a value. */
static struct strs
values_of(struct arena *a, const struct action_read *in, const struct verb *verb)
{
	switch (verb->takes) {
	case TAKES_SETTING:
		return one(a, str_printf(a, "%.*s %.*s", STR_ARG(in->set), STR_ARG(in->to)));
	case TAKES_ASSIGNEE:
		return one(a, in->assign);
	case TAKES_TYPE:
		return one(a, in->type);
	case TAKES_SLA:
		return one(a, in->sla);
	case TAKES_TAG:
		return in->tag;
	case TAKES_PEOPLE:
		return in->notify;
	case TAKES_NOTHING:
	case TAKES_STATUS:
	case TAKES_FIELD:
	case TAKES_TEAM:
	case TAKES_TEXT:
	case TAKES_PROJECT:
	case TAKES_HELD:
		break;
	case TAKES_INSTANT:
		return one(a, in->snooze);
	case TAKES_REPORT:
	case TAKES_COMMAND:
	case TAKES_CANNED:
	case TAKES_ADDRESSES:
	case TAKES_TICKETS:
		break;
	}
	return (struct strs){ 0 };
}

/* "set, assign, … or stop" */
static struct str
choice(struct arena *a)
{
	struct strs names = verb_names(a, DOOR_RULE);
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < names.n; i++)
		buf_printf(&b, "%s%.*s", i == 0 ? "" : i + 1 < names.n ? ", " : " or ",
		    STR_ARG(names.v[i]));
	return buf_str(&b);
}

static void
read_action(struct loader *l, const struct node *e, struct rule_action *ac)
{
	struct action_read in = { 0 };

	conf_walk(l, e, &sections[S_ACTIONS], &in);
	ac->verb = verb_of(&in);
	if (ac->verb == NULL) {
		conf_fault(l, e, "an action does one thing: %s", choice(l->a).p);
		return;
	}
	ac->line = node_line(e);
	ac->values = values_of(l->a, &in, ac->verb);
	ac->template = in.template;
	check_action(l, e, &in, ac->verb);
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

static void
read_enabled(struct loader *l, const struct node *n, void *base)
{
	struct rule *r = base;
	struct str text;
	bool on;

	if (node_bool(n, &on))
		r->enabled = on ? RULE_ENABLED : RULE_DISABLED;
	else if (node_text(n, &text) && str_eq(text, STR("shadow")))
		r->enabled = RULE_IN_SHADOW;
	else
		conf_fault(l, n, "enabled is true, false or \"shadow\"");
}

static void
read_when(struct loader *l, const struct node *n, void *base)
{
	struct conf *c = l->whole;
	struct rule *r = base;
	struct filter_reader in = { l, &c->fields, &c->patterns, r->name };

	filter_read(&in, n, &r->when);
}

/* `stop = true;` of a rule is the same as that action, the last. */
static void
add_stop(struct loader *l, struct rule *r)
{
	r->actions = array_grow(l->a, r->actions, r->n_actions, sizeof(*r->actions));
	r->actions[r->n_actions++] = (struct rule_action){ .verb = verb_row(VERB_STOP),
	    .line = r->line };
}

static void
read_rule(struct loader *l, const struct node *e, struct rule *r, const struct rules *before)
{
	struct node name = node_get(e, "name"), on = node_get(e, "on");

	r->file = e->file;
	r->line = node_line(e);
	conf_walk(l, e, &sections[S_RULES], r);
	if (r->stop)
		add_stop(l, r);
	if (r->actions == NULL)
		conf_fault(l, e, "rules lacks do: write do = ( { tag = \"x\"; } );");
	for (size_t i = 0; i < r->on.n; i++)
		filter_check_event(l, &on, r->on.v[i]);
	for (size_t i = 0; i < before->n; i++)
		if (str_eq(before->v[i].name, r->name))
			conf_fault(l, &name, "rule \"%.*s\" is there twice: the history tells "
			    "rules by name", STR_ARG(r->name));
	filter_check_on(l, r->file, &r->when, &r->on);
}

static void
check_version(struct loader *l, const struct node *n)
{
	int64_t version;

	if (!node_int(n, &version) || version != RULES_VERSION)
		conf_fault(l, n, "this docket reads rules of version %d: write rules_version = %d;",
		    RULES_VERSION, RULES_VERSION);
}

/* False: the file holds no list, or is faulty. */
static bool
open_rules(struct loader *l, struct str file, struct node *list)
{
	struct node root;
	bool found = false;

	if (!conf_open(l, file, true, &root))
		return false;
	for (size_t i = 0; i < node_count(&root); i++) {
		struct node n = node_at(&root, i);

		if (str_eq(node_name(&n), STR("rules_version"))) {
			check_version(l, &n);
		} else if (str_eq(node_name(&n), STR("rules"))) {
			*list = n;
			found = true;
		} else {
			conf_fault(l, &n, "there is no setting %s in this file: it holds "
			    "rules_version = %d; and rules = ( … );", node_name(&n).p,
			    RULES_VERSION);
		}
	}
	return found;
}

static void
load_file(struct loader *l, struct str file, struct rules *all)
{
	struct node list;
	size_t n;

	if (!open_rules(l, file, &list))
		return;
	n = conf_groups(l, &list);
	for (size_t i = 0; i < n; i++, all->n++) {
		struct node e = node_at(&list, i);

		all->v = array_grow(l->a, all->v, all->n, sizeof(*all->v));
		read_rule(l, &e, &all->v[all->n], all);
	}
}

static void
index_event(struct arena *a, struct rules *all, enum event_kind kind)
{
	struct rule_numbers *on = &all->on[kind];

	*on = (struct rule_numbers){ ARENA_ARRAY(a, all->n, size_t), 0 };
	for (size_t i = 0; i < all->n; i++)
		if (all->v[i].enabled != RULE_DISABLED &&
		    strs_has(&all->v[i].on, str_c(event_word(kind))))
			on->v[on->n++] = i;
}

void
rules_index(struct arena *a, struct rules *all)
{
	for (unsigned kind = 0; kind < EVENTS; kind++)
		index_event(a, all, (enum event_kind)kind);
}

static void
load(struct loader *l, void *own)
{
	struct strs more = conf_folder(l, "rules.d", ".conf");

	load_file(l, STR("rules.conf"), own);
	for (size_t i = 0; i < more.n; i++)
		load_file(l, more.v[i], own);
	rules_index(l->a, own);
}

const struct conf_part rule_part = { "rule", "rules.conf", sections, load };
