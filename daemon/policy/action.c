/* action: see action.h.  What an action names must exist: docket-rules(5). */
#include "daemon/policy/action.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/whom.h"
#include "parsers/field/when.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"

struct said {			/* one action, as the file has it */
	struct str	set, to, assign, type, sla, snooze, template;
	struct strs	tag, notify;
	bool		stop;
};

enum { MORNING = 9 };

static const struct key action_keys[] = {
	KEY(struct said, set, "set", KEY_STR, .help = "field to set, with to"),
	KEY(struct said, to, "to", KEY_STR, .help = "the value that set gives"),
	KEY(struct said, assign, "assign", KEY_STR, .help =
	    "agent's name, or \"team:NAME\""),
	KEY(struct said, type, "type", KEY_NAME, .help = "type of types.conf"),
	KEY(struct said, sla, "sla", KEY_NAME, .help = "policy of sla.conf"),
	KEY(struct said, snooze, "snooze", KEY_STR, .help =
	    "who has it, else its team, is reminded then: \"+2d\", \"mon 9:00\""),
	KEY(struct said, tag, "tag", KEY_STRS, .help = "tags to add"),
	KEY(struct said, notify, "notify", KEY_STRS, .help =
	    "who gets a mail: " WHOM_HELP),
	KEY(struct said, template, "template", KEY_NAME, .help =
	    "what the mail of notify says: templates/LANGUAGE/NAME.txt"),
	KEY(struct said, stop, "stop", KEY_BOOL, .def = "false", .help =
	    "no later rule sees this event"),
};

static const struct section sections[] = {
	{ "actions", "rules.conf", KEYS(action_keys), "each does one thing" },
	{ NULL },
};

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
check_set(struct loader *l, const struct node *e, const struct said *in)
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
check_notify(struct loader *l, const struct node *e, const struct said *in)
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
check_action(struct loader *l, const struct node *e, const struct said *in,
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
verb_of(const struct said *in)
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
values_of(struct arena *a, const struct said *in, const struct verb *verb)
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

void
action_read(struct loader *l, const struct node *e, struct rule_action *ac)
{
	struct said in = { 0 };

	conf_walk(l, e, sections, &in);
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

const struct conf_part action_part = { "action", "rules.conf", sections };
