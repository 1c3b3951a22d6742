/* rule: see rule.h. */
#include "daemon/policy/rule.h"

#include "daemon/calendar/calendar.h"
#include "daemon/calendar/cron.h"
#include "daemon/conf/file.h"
#include "daemon/conf/wish.h"
#include "daemon/filter/check.h"
#include "daemon/policy/conf.h"
#include "parsers/base/array.h"
#include "parsers/text/pattern.h"

enum {
	RULES_VERSION = 1,		/* of the language that this docket reads */
	IDLE_LEAST = 60			/* seconds */
};

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
	KEY(struct rule, idle, "idle", KEY_DURATION, .help =
	    "of the event idle: so long nobody wrote or changed anything: \"3d\""),
	KEY(struct rule, idle_calendar, "idle_calendar", KEY_NAME, .help =
	    "calendar whose working time idle counts; without it, all hours"),
	KEY(struct rule, schedule, "schedule", KEY_STR, .help =
	    "of the event schedule: minute, hour, day, month, day of the week: "
	    "\"0 9 * * mon-fri\""),
	KEY(struct rule, zone, "zone", KEY_STR, .def = "UTC", .help =
	    "time zone of schedule: \"Europe/Madrid\""),
	KEY(struct rule, when, "when", KEY_CUSTOM, .read = read_when, .help =
	    "group, see conf.when: tests that must all hold; without it, always"),
	KEY(struct rule, actions, "do", KEY_CUSTOM, .read = read_do,
	    .help = "list of groups, see conf.actions: what is done, in order"),
	KEY(struct rule, group_wait, "group_wait", KEY_TERM, .max = 86400, .help =
	    "notices and webhooks wait so long for others of their group: one mail tells all"),
	KEY(struct rule, group_by, "group_by", KEY_STRS, .help =
	    "what tickets of a group have in common: [ \"project\" ]; else each is its own"),
	KEY(struct rule, repeat_every, "repeat_every", KEY_TERM, .help =
	    "the same of a ticket is told so often at most, while what the rule looks at stays"),
	KEY(struct rule, active, "active", KEY_NAME, .help =
	    "calendar outside which it tells nothing"),
	KEY(struct rule, mute, "mute", KEY_NAME, .help =
	    "calendar within which it tells nothing"),
	KEY(struct rule, stop, "stop", KEY_BOOL, .def = "false", .help =
	    "after it no later rule sees this event"),
};

static const struct section sections[] = {
	{ "rules", "rules.conf, rules.d/*.conf", KEYS(rule_keys), "what happens by itself" },
	{ NULL },
};

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

		action_read(l, &e, &r->actions[r->n_actions]);
	}
}

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

/* What comes with time needs to know when, and is of one event. */
static void
check_time(struct loader *l, const struct node *e, const struct rule *r)
{
	bool on_idle = strs_has(&r->on, str_c(event_word(EVENT_IDLE)));
	bool on_schedule = strs_has(&r->on, str_c(event_word(EVENT_SCHEDULE)));
	struct node idle = node_get(e, "idle"), calendar = node_get(e, "idle_calendar");
	struct node schedule = node_get(e, "schedule"), zone = node_get(e, "zone");
	struct cron cron;
	struct err err;

	if (on_idle != (r->idle > 0))
		conf_fault(l, &idle, "on idle and idle go together: on = \"idle\"; idle = \"3d\";");
	if (on_schedule != (r->schedule.n > 0))
		conf_fault(l, &schedule, "on schedule and schedule go together: on = \"schedule\"; "
		    "schedule = \"0 9 * * mon-fri\";");
	if (r->idle > 0 && r->idle < IDLE_LEAST)
		conf_fault(l, &idle, "idle is at least a minute");
	if (r->idle_calendar.n > 0 && r->idle == 0)
		conf_fault(l, &calendar, "idle_calendar belongs to idle");
	else if (r->idle_calendar.n > 0)
		conf_wish(l, &calendar, "calendar", r->idle_calendar);
	if (r->schedule.n > 0 && cron_parse(r->schedule, &cron, &err) == -1)
		conf_fault(l, &schedule, "%s", err.text);
	conf_zone(l, &zone, r->zone);
}

static bool
names_status(const struct condition *when)
{
	if (when->kind == WHEN_TEST)
		return when->test.subject == SUBJECT_STATUS ||
		    when->test.subject == SUBJECT_CATEGORY;
	for (size_t i = 0; i < when->n; i++)
		if (names_status(&when->v[i]))
			return true;
	return false;
}

static bool
has_group(const struct condition *when, struct str name)
{
	const struct pattern *p = when->kind == WHEN_TEST ? when->test.pattern : NULL;

	if (p != NULL)
		return pattern_has_group(p, name.p);
	for (size_t i = 0; i < when->n; i++)
		if (has_group(&when->v[i], name))
			return true;
	return false;
}

/* What an action takes from a pattern, one of the rule's own must find. */
static void
check_captures(struct loader *l, const struct rule *r, const struct rule_action *ac)
{
	for (size_t i = 0; i < ac->captures.n; i++)
		if (!has_group(&r->when, str_dup(l->a, ac->captures.v[i])))
			conf_fault_at(l, r->file, ac->line, "no pattern of the rule has a group "
			    "%.*s: write { matches = \"…(?<%.*s>…)\"; }",
			    STR_ARG(ac->captures.v[i]), STR_ARG(ac->captures.v[i]));
}

/* `stop = true;` of a rule is the same as that action, the last. */
static void
add_stop(struct loader *l, struct rule *r)
{
	r->actions = array_grow(l->a, r->actions, r->n_actions, sizeof(*r->actions));
	r->actions[r->n_actions++] = (struct rule_action){ .verb = verb_row(VERB_STOP),
	    .line = r->line };
}

/* Of a mail that has arrived. */
static void
check_end(struct loader *l, const struct rule *r)
{
	size_t ends = 0;

	for (size_t i = 0; i < r->n_actions; i++)
		if (action_is_end(&r->actions[i]) && ++ends == 2)
			conf_fault_at(l, r->file, r->actions[i].line, "a mail that has arrived has "
			    "one end: drop, spam or held");
}

static void
check_places(struct loader *l, const struct rule *r)
{
	if (strs_has(&r->on, str_c(event_word(EVENT_ARRIVED))))
		check_end(l, r);
	for (size_t i = 0; i < r->n_actions; i++)
		for (size_t k = 0; k < r->on.n; k++) {
			int event = event_find(r->on.v[k]);

			if (event != -1)
				action_check_on(l, r->file, &r->actions[i],
				    (enum event_kind)event);
		}
}

static bool
tells(const struct rule *r)
{
	for (size_t i = 0; i < r->n_actions; i++)
		if (r->actions[i].verb != NULL && (verb_is(r->actions[i].verb, VERB_NOTIFY) ||
		    verb_is(r->actions[i].verb, VERB_WEBHOOK)))
			return true;
	return false;
}

/* A group is of tickets, by what every one of them has. */
static void
check_patience(struct loader *l, const struct node *e, const struct rule *r)
{
	static const char *const subjects[] = { "project", "support_level", "severity", "version",
	    "status", "category", "type", "mailbox", "assignee", "team", NULL };
	struct strs known = conf_names(l->a, subjects);
	struct node by = node_get(e, "group_by"), at;

	for (size_t i = 0; i < r->group_by.n; i++)
		conf_one_of(l, &by, "subject of groups", r->group_by.v[i], &known);
	if (r->group_by.n > 0 && r->group_wait == 0)
		conf_fault(l, &by, "group_by without group_wait: say how long the first waits for "
		    "the others, group_wait = \"30s\";");
	at = node_get(e, "group_wait");
	for (size_t i = 0; r->group_wait > 0 && i < r->on.n; i++)
		if (str_starts(r->on.v[i], STR("sla-")))
			conf_fault(l, &at, "group_wait on %.*s: what falls due together is one mail "
			    "without it, and does not wait", STR_ARG(r->on.v[i]));
	at = node_get(e, "active");
	if (r->active.n > 0)
		conf_wish(l, &at, "calendar", r->active);
	at = node_get(e, "mute");
	if (r->mute.n > 0)
		conf_wish(l, &at, "calendar", r->mute);
	if (rule_is_patient(r) && !tells(r))
		conf_fault(l, e, "group_wait, repeat_every, active and mute are for notify and "
		    "webhook, and the rule has none of them");
}

static void
read_rule(struct loader *l, const struct node *e, struct rule *r, const struct rules *before)
{
	struct node name = node_get(e, "name"), on = node_get(e, "on");

	r->file = e->file;
	r->line = node_line(e);
	conf_walk(l, e, sections, r);
	if (r->stop)
		add_stop(l, r);
	for (size_t i = 0; i < r->n_actions; i++)
		check_captures(l, r, &r->actions[i]);
	check_time(l, e, r);
	r->names_status = names_status(&r->when);
	if (r->actions == NULL)
		conf_fault(l, e, "rules lacks do: write do = ( { tag = \"x\"; } );");
	for (size_t i = 0; i < r->on.n; i++)
		filter_check_event(l, &on, r->on.v[i]);
	if (rules_find(before, r->name) != NULL)
		conf_fault(l, &name, "rule \"%.*s\" is there twice: the history tells rules by "
		    "name", STR_ARG(r->name));
	check_places(l, r);
	filter_check_on(l, r->file, &r->when, &r->on);
	check_patience(l, e, r);
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
add_patterns(struct arena *a, const struct condition *when, struct rule_patterns *out)
{
	for (size_t i = 0; i < when->n; i++)
		add_patterns(a, &when->v[i], out);
	if (when->kind != WHEN_TEST || when->test.pattern == NULL)
		return;
	out->v = array_grow(a, out->v, out->n, sizeof(*out->v));
	out->v[out->n++] = when->test.pattern_id;
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

const struct rule *
rules_find(const struct rules *all, struct str name)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->v[i].name, name))
			return &all->v[i];
	return NULL;
}

int64_t
rules_idle(const struct rules *all)
{
	const struct rule_numbers *on = &all->on[EVENT_IDLE];
	int64_t least = 0;

	for (size_t i = 0; i < on->n; i++)
		if (least == 0 || all->v[on->v[i]].idle < least)
			least = all->v[on->v[i]].idle;
	return least;
}

void
rules_index(struct arena *a, struct rules *all)
{
	for (size_t i = 0; i < all->n; i++) {
		all->v[i].patterns = (struct rule_patterns){ NULL, 0 };
		add_patterns(a, &all->v[i].when, &all->v[i].patterns);
	}
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
