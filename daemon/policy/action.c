/*
 * action: see action.h.  What an action names must exist: docket-rules(5).  One table says
 * which verb a setting is, and what its value must be.
 */
#include "daemon/policy/action.h"

#include "daemon/conf/wish.h"
#include "daemon/policy/assignee.h"
#include "daemon/policy/capture.h"
#include "daemon/policy/conf.h"
#include "daemon/policy/whom.h"
#include "parsers/field/when.h"
#include "parsers/head/address.h"
#include "parsers/head/addrspec.h"
#include "parsers/text/template.h"

struct said {				/* one action, as the file has it */
	struct str	set, to, assign, team, status, runs, type, project, subject, sla, start, due,
	    snooze, hold;
	struct str	note, reply, template;
	struct strs	tag, cc, uncc, notify, webhook;
	bool		unassign, spam, drop, held, stop;
};

enum { MORNING = 9, TAG_BYTES = 60 };

static const struct key action_keys[] = {
	KEY(struct said, set, "set", KEY_STR, .help = "field to set, with to"),
	KEY(struct said, to, "to", KEY_STR, .help = "the value that set gives"),
	KEY(struct said, assign, "assign", KEY_STR, .help = ASSIGNEE_HELP),
	KEY(struct said, unassign, "unassign", KEY_BOOL, .def = "false", .help =
	    "nobody has it any more"),
	KEY(struct said, team, "team", KEY_STR, .help =
	    "hands it over to this team; who has it and is of another, no more"),
	KEY(struct said, status, "status", KEY_STR, .help =
	    "status that its type has a way to"),
	KEY(struct said, runs, "runs", KEY_STR, .help =
	    "version that its project runs: \"2.4.1 env=prod\"; never a lower one"),
	KEY(struct said, type, "type", KEY_STR, .help = "type of types.conf"),
	KEY(struct said, project, "project", KEY_STR, .help = "project that it goes to"),
	KEY(struct said, subject, "subject", KEY_STR, .help = "its subject, for people here"),
	KEY(struct said, sla, "sla", KEY_STR, .help = "policy of sla.conf"),
	KEY(struct said, tag, "tag", KEY_STRS, .help =
	    "tags to add, or to take off: [ \"+a\", \"-b\" ]"),
	KEY(struct said, cc, "cc", KEY_STRS, .help = "addresses that take part from now on"),
	KEY(struct said, uncc, "uncc", KEY_STRS, .help = "addresses that take part no more"),
	KEY(struct said, start, "start", KEY_STR, .help =
	    "when work on it begins: \"+2d\", \"mon 9:00\"; \"none\""),
	KEY(struct said, due, "due", KEY_STR, .help =
	    "by when it is meant to be done: \"+2d\", \"fri 17:00\"; \"none\""),
	KEY(struct said, snooze, "snooze", KEY_STR, .help =
	    "who has it, else its team, is reminded then: \"+2d\", \"mon 9:00\"; \"none\""),
	KEY(struct said, hold, "hold", KEY_STR, .help =
	    "waits for somebody else until then, and is open again; \"none\": without an end"),
	KEY(struct said, spam, "spam", KEY_BOOL, .def = "false", .help =
	    "closes it as spam: its sender gets no mail"),
	KEY(struct said, drop, "drop", KEY_BOOL, .def = "false", .help =
	    "on arrived: no ticket comes of the mail, nobody is told; it is kept"),
	KEY(struct said, held, "held", KEY_BOOL, .def = "false", .help =
	    "on arrived: the mail waits on its ticket until somebody decides"),
	KEY(struct said, note, "note", KEY_STR, .help =
	    "note for people here, with the names that templates have"),
	KEY(struct said, reply, "reply", KEY_NAME, .help =
	    "template of a mail to its customers, which answers them"),
	KEY(struct said, notify, "notify", KEY_STRS, .help = "who gets a mail: " WHOM_HELP),
	KEY(struct said, template, "template", KEY_NAME, .help =
	    "what the mail of notify says: templates/LANGUAGE/NAME.txt"),
	KEY(struct said, webhook, "webhook", KEY_STRS, .help =
	    "where it is posted to: names of webhooks.conf"),
	KEY(struct said, stop, "stop", KEY_BOOL, .def = "false", .help =
	    "no later rule sees this event"),
};

static const struct section sections[] = {
	{ "actions", "rules.conf", KEYS(action_keys), "each does one thing" },
	{ NULL },
};

struct reading {			/* of one value */
	struct loader		*l;
	const struct node	*e;		/* the action */
	struct node		 at;		/* its verb's setting */
	const struct said	*in;
	struct str		 value;
};

typedef void (*check_fn)(const struct reading *);

/* ---- checks ---- */

static void
check_recipient(const struct reading *r)
{
	struct strs known = conf_names(r->l->a, whom_words);
	struct whom whom = whom_read(r->value);

	if (whom.kind == WHOM_NAMED_TEAM)
		conf_wish(r->l, &r->at, "team", whom.name);
	else if (whom.kind == WHOM_NAMED_AGENT)
		conf_wish(r->l, &r->at, "agent", whom.name);
	else if (whom.kind == WHOM_ADDRESS && !address_is_safe(r->value))
		conf_fault(r->l, &r->at, "nobody is called %.*s%s: " WHOM_HELP,
		    STR_ARG(r->value), conf_near(r->l->a, r->value, &known).p);
}

static void
check_set(const struct reading *r)
{
	const struct field_defs *fields = &((struct conf *)r->l->whole)->fields;
	const struct field_def *def = field_find(fields, r->in->set);
	struct node to = node_get(r->e, "to");
	struct strs known = { 0 };
	struct field_value v;
	struct err err;

	for (size_t i = 0; i < fields->n; i++)
		strs_add(r->l->a, &known, fields->v[i].name);
	if (!conf_one_of(r->l, &r->at, "field", r->in->set, &known))
		return;
	if (r->in->to.n == 0)
		conf_fault(r->l, &r->at, "set without to: write { set = \"severity\"; "
		    "to = \"high\"; }");
	else if (!capture_is_in(r->in->to) &&
	    field_parse(r->l->a, def, r->in->to, &v, &err) == -1)
		conf_fault(r->l, &to, "%s", err.text);
}

static void
check_assign(const struct reading *r)
{
	struct assignee to = assignee_read(r->value);

	conf_wish(r->l, &r->at, to.kind == ASSIGNEE_AGENT ? "agent" : "team", to.name);
}

static void
check_team(const struct reading *r)
{
	conf_wish(r->l, &r->at, "team", r->value);
}

static void
check_status(const struct reading *r)
{
	conf_wish(r->l, &r->at, "status", r->value);
}

static void
check_type(const struct reading *r)
{
	conf_wish(r->l, &r->at, "type", r->value);
}

static void
check_project(const struct reading *r)
{
	conf_wish(r->l, &r->at, "project", r->value);
}

static void
check_sla(const struct reading *r)
{
	conf_wish(r->l, &r->at, "SLA", r->value);
}

static void
check_tag(const struct reading *r)
{
	struct str name = str_sub(r->value, 1, SIZE_MAX);

	if (name.n == 0 || name.n > TAG_BYTES)
		conf_fault(r->l, &r->at, "a tag has 1 to %d bytes: \"vip\", \"+vip\", \"-vip\"",
		    TAG_BYTES);
}

static void
check_address(const struct reading *r)
{
	if (!address_is_safe(r->value))
		conf_fault(r->l, &r->at, "%.*s is no mail address: kim@example.org is one",
		    STR_ARG(r->value));
}

/* In whatever zone, at whatever time, it is an instant. */
static void
check_instant(const struct reading *r)
{
	const struct when_reader by = { .hour = MORNING };
	struct when when;

	if (!str_ieq(r->value, STR("none")) &&
	    when_read(r->l->a, &by, r->value, &when) != WHEN_READ)
		conf_fault(r->l, &r->at, "%.*s is no instant: \"+2d\", \"mon 9:00\"",
		    STR_ARG(r->value));
}

static void
check_reply(const struct reading *r)
{
	conf_wish(r->l, &r->at, "template", r->value);
}

static void
check_webhook(const struct reading *r)
{
	conf_wish(r->l, &r->at, "webhook", r->value);
}

/* ---- the table ---- */

enum shape { TEXT, LIST, FLAG };

/* On which events: of a ticket; of a mail that has none yet; of both. */
enum place { ON_TICKET, ON_BOTH, ON_ARRIVED };

static const struct row {
	enum verb_id	verb;
	const char	*key;
	size_t		at;		/* offsetof(struct said, …) */
	enum shape	shape;
	bool		takes_captures;
	check_fn	check;		/* of each value; NULL: any will do */
	enum place	place;
} rows[] = {
#define ROW(verb, member, ...)	{ (verb), #member, offsetof(struct said, member), __VA_ARGS__ }
	ROW(VERB_SET, set, TEXT, true, check_set, ON_BOTH),
	ROW(VERB_ASSIGN, assign, TEXT, true, check_assign, ON_BOTH),
	ROW(VERB_UNASSIGN, unassign, FLAG, false, NULL, ON_BOTH),
	ROW(VERB_TEAM, team, TEXT, true, check_team, ON_BOTH),
	ROW(VERB_STATUS, status, TEXT, true, check_status, ON_TICKET),
	ROW(VERB_RUNS, runs, TEXT, true, NULL, ON_TICKET),
	ROW(VERB_TYPE, type, TEXT, true, check_type, ON_BOTH),
	ROW(VERB_PROJECT, project, TEXT, true, check_project, ON_BOTH),
	ROW(VERB_SUBJECT, subject, TEXT, true, NULL, ON_BOTH),
	ROW(VERB_SLA, sla, TEXT, true, check_sla, ON_BOTH),
	ROW(VERB_TAG, tag, LIST, true, check_tag, ON_BOTH),
	ROW(VERB_CC, cc, LIST, false, check_address, ON_TICKET),
	ROW(VERB_UNCC, uncc, LIST, false, check_address, ON_TICKET),
	ROW(VERB_START, start, TEXT, true, check_instant, ON_TICKET),
	ROW(VERB_DUE, due, TEXT, true, check_instant, ON_TICKET),
	ROW(VERB_SNOOZE, snooze, TEXT, true, check_instant, ON_TICKET),
	ROW(VERB_HOLD, hold, TEXT, true, check_instant, ON_TICKET),
	ROW(VERB_SPAM, spam, FLAG, false, NULL, ON_BOTH),
	ROW(VERB_REMARK, note, TEXT, true, NULL, ON_TICKET),
	ROW(VERB_REPLY, reply, TEXT, false, check_reply, ON_TICKET),
	ROW(VERB_NOTIFY, notify, LIST, false, check_recipient, ON_TICKET),
	ROW(VERB_WEBHOOK, webhook, LIST, false, check_webhook, ON_TICKET),
	ROW(VERB_DROP, drop, FLAG, false, NULL, ON_ARRIVED),
	ROW(VERB_KEEP, held, FLAG, false, NULL, ON_ARRIVED),
	ROW(VERB_STOP, stop, FLAG, false, NULL, ON_BOTH),
#undef ROW
};

/* What belongs to one verb alone. */
static const struct companion {
	const char	*key;
	size_t		at;
	enum verb_id	of;
} companions[] = {
	{ "to", offsetof(struct said, to), VERB_SET },
	{ "template", offsetof(struct said, template), VERB_NOTIFY },
};

static bool
is_said(const struct said *in, const struct row *row)
{
	const char *at = (const char *)in + row->at;

	switch (row->shape) {
	case TEXT:
		return ((const struct str *)(const void *)at)->n > 0;
	case LIST:
		return ((const struct strs *)(const void *)at)->n > 0;
	case FLAG:
		return *(const bool *)(const void *)at;
	}
	return false;
}

/* The one thing that the action does; NULL: nothing, or several. */
static const struct row *
row_of(const struct said *in)
{
	const struct row *row = NULL;
	int n = 0;

	for (size_t i = 0; i < COUNT(rows); i++)
		if (is_said(in, &rows[i])) {
			row = &rows[i];
			n++;
		}
	return n == 1 ? row : NULL;
}

/* "+vip": the sign is the file's, whatever stands behind it. */
static struct str
signed_tag(struct arena *a, struct str s)
{
	return s.n > 0 && (s.p[0] == '+' || s.p[0] == '-') ? s :
	    str_printf(a, "+%.*s", STR_ARG(s));
}

/* What the verb takes, as behind its name in a mail: one value, or several apart. */
static struct strs
values_of(struct arena *a, const struct said *in, const struct row *row)
{
	const char *at = (const char *)in + row->at;
	const struct strs *list = (const struct strs *)(const void *)at;
	struct strs out = { 0 };

	if (row->verb == VERB_SET)
		strs_add(a, &out, str_printf(a, "%.*s %.*s", STR_ARG(in->set), STR_ARG(in->to)));
	else if (row->verb == VERB_REPLY)
		strs_add(a, &out, str_c(whom_words[WHOM_PARTICIPANTS]));
	else if (row->shape == TEXT)
		strs_add(a, &out, *(const struct str *)(const void *)at);
	else if (row->shape == FLAG)
		strs_add(a, &out, STR_NONE);
	else if (row->verb != VERB_TAG)
		return *list;
	for (size_t i = 0; row->verb == VERB_TAG && i < list->n; i++)
		strs_add(a, &out, signed_tag(a, list->v[i]));
	return out;
}

static void
read_captures(const struct reading *r, struct rule_action *ac)
{
	struct str rest = r->value;
	struct capture_piece piece;

	ac->is_open |= capture_is_in(rest);
	while (capture_next(&rest, &piece)) {
		if (piece.name.n == 0)
			continue;
		if (capture_is_name(piece.name))
			strs_add(r->l->a, &ac->captures, piece.name);
		else
			conf_fault(r->l, &r->at, "%.*s is no capture: write ${name} for what "
			    "(?<name>…) found, and $$ for a dollar", STR_ARG(piece.name));
	}
}

/* One whose captures are known when it is done is checked then. */
static void
check_values(struct reading *r, const struct row *row, struct rule_action *ac)
{
	for (size_t i = 0; i < ac->values.n; i++) {
		r->value = row->verb == VERB_REPLY ? r->in->reply : ac->values.v[i];
		if (row->takes_captures)
			read_captures(r, ac);
		else if (capture_is_in(r->value))
			conf_fault(r->l, &r->at, "%s takes no ${name}: what others write never "
			    "chooses who reads a ticket", row->key);
		if (row->check != NULL && (row->verb == VERB_SET || !ac->is_open))
			row->check(r);
	}
}

static void
read_note(const struct reading *r, struct rule_action *ac)
{
	struct str source = capture_template(r->l->a, ac->values.v[0]);
	struct partials none = { 0 };
	struct err err;

	if (template_check(source, &none, &err) == -1 ||
	    template_parse(r->l->a, source, &ac->text, &err) == -1)
		conf_fault(r->l, &r->at, "note: %s", err.text);
}

static void
check_companions(const struct reading *r, const struct row *row)
{
	for (size_t i = 0; i < COUNT(companions); i++) {
		const struct companion *c = &companions[i];
		const struct str *s = (const struct str *)(const void *)
		    ((const char *)r->in + c->at);
		struct node at = node_get(r->e, c->key);

		if (c->of != row->verb && s->n > 0)
			conf_fault(r->l, &at, "%s belongs to %s", c->key, verb_row(c->of)->name);
	}
	if (row->verb != VERB_NOTIFY)
		return;
	if (r->in->template.n > 0) {
		struct node at = node_get(r->e, "template");

		conf_wish(r->l, &at, "template", r->in->template);
	} else
		conf_fault(r->l, &r->at, "notify without template: say which mail is sent, "
		    "template = \"agent-notice\";");
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
	struct reading r = { .l = l, .e = e, .in = &in };
	const struct row *row;

	conf_walk(l, e, sections, &in);
	if ((row = row_of(&in)) == NULL) {
		conf_fault(l, e, "an action does one thing: %s", choice(l->a).p);
		return;
	}
	r.at = node_get(e, row->key);
	ac->verb = verb_row(row->verb);
	ac->line = node_line(e);
	ac->values = values_of(l->a, &in, row);
	ac->template = row->verb == VERB_REPLY ? in.reply : in.template;
	check_values(&r, row, ac);
	check_companions(&r, row);
	if (row->verb == VERB_REMARK)
		read_note(&r, ac);
}

bool
action_is_end(const struct rule_action *ac)
{
	return ac->verb != NULL && (verb_is(ac->verb, VERB_DROP) || verb_is(ac->verb, VERB_KEEP) ||
	    verb_is(ac->verb, VERB_SPAM));
}

static bool
is_without_ticket(enum verb_id verb)
{
	return verb == VERB_NOTIFY || verb == VERB_WEBHOOK || verb == VERB_STOP;
}

/* Of an event of a project: people that only a ticket has. */
static void
check_whom(struct loader *l, struct str file, const struct rule_action *ac, enum event_kind event)
{
	static const enum whom_kind tickets[] = { WHOM_REQUESTER, WHOM_PARTICIPANTS, WHOM_ASSIGNEE,
	    WHOM_TEAM, WHOM_AUTHOR };

	for (size_t i = 0; verb_is(ac->verb, VERB_NOTIFY) && i < ac->values.n; i++)
		for (size_t k = 0; k < COUNT(tickets); k++)
			if (whom_read(ac->values.v[i]).kind == tickets[k])
				conf_fault_at(l, file, ac->line, "%s is of a ticket, and there is "
				    "none on %s: write lead, leads, admins, team:NAME, agent:NAME or "
				    "an address", whom_words[tickets[k]], event_word(event));
}

void
action_check_on(struct loader *l, struct str file, const struct rule_action *ac,
    enum event_kind event)
{
	const struct row *row = NULL;

	for (size_t i = 0; i < COUNT(rows) && ac->verb != NULL; i++)
		if (verb_is(ac->verb, rows[i].verb))
			row = &rows[i];
	if (row != NULL && event_is_of_project(event) && !is_without_ticket(row->verb))
		conf_fault_at(l, file, ac->line, "%s needs a ticket, and there is none on %s: notify, "
		    "webhook and stop go without", row->key, event_word(event));
	if (row != NULL && event_is_of_project(event))
		check_whom(l, file, ac, event);
	if (row == NULL || row->place == ON_BOTH ||
	    (row->place == ON_ARRIVED) == (event == EVENT_ARRIVED))
		return;
	if (event == EVENT_ARRIVED)
		conf_fault_at(l, file, ac->line, "%s is nothing to do on arrived: there is no "
		    "ticket yet; write it in a rule on created", row->key);
	else
		conf_fault_at(l, file, ac->line, "%s is only for rules on arrived, before there is "
		    "a ticket, and this one is on %s", row->key, event_word(event));
}

const struct conf_part action_part = { "action", "rules.conf", sections };
