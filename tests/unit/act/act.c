/* Verbs on a ticket in memory: what is refused, and the plan of what is done. */
#include "daemon/act/act.h"
#include "daemon/calendar/zones.h"

#include "tests/tap.h"

struct row {
	const char	*name;
	const char	*verb;
	const char	*value;
	const char	*refused;	/* why, what can be, what to write; NULL: it is done */
	const char	*plan;
	enum event_kind	 event;		/* EVENTS: nothing changed */
};

static const struct row rows[] = {
	{ "close", "close", "", NULL, "status: open -> closed (said)\n", EVENT_CLOSED },
	{ "resolve", "resolve", "", NULL, "status: open -> resolved (said)\n", EVENT_RESOLVED },
	{ "wait", "wait", "", NULL, "status: open -> waiting (said)\n", EVENT_CHANGED },
	{ "status, in any case", "status", "On-Hold", NULL, "status: open -> on-hold (said)\n",
	  EVENT_CHANGED },
	{ "so already", "open", "", NULL, "", EVENTS },
	{ "no such status", "status", "done", 
	  "ticket #7 is open: it can become waiting, on-hold, resolved, closed||" },
	{ "a value too many", "close", "now", "close takes no value||close" },
	{ "a value is missing", "severity", "", 
	  "severity needs a value: severity LEVEL|low, medium, high, critical|severity low" },
	{ "which status", "status", "",
	  "status needs a value: status STATUS|waiting, on-hold, resolved, closed|status waiting" },
	{ "whom", "assign", "", "assign needs a value: assign NAME|ana, ben|assign ana" },
	{ "a time that is none", "due", "soonish", "\"soonish\" is no time: fri 17:00, tomorrow "
	  "9:00, +2d or 2026-12-31 17:00 are||due fri 17:00" },
	{ "a day of two", "due", "3/4", "\"3/4\" can be read in two ways: write the day as "
	  "2026-12-31|1970-04-03 17:00, 1970-03-04 17:00|due 1970-04-03 17:00" },
	{ "take", "take", "", NULL, "assignee: none -> ana (said)\n", EVENT_ASSIGNED },
	{ "assign", "assign", "ben", NULL, "assignee: none -> ben (said)\n", EVENT_ASSIGNED },
	{ "assign nobody known", "assign", "bern",
	  "there is no agent bern|ana, ben|assign ben" },
	{ "nobody had it", "unassign", "", NULL, "", EVENTS },
	{ "severity", "severity", "hoch", NULL, "severity: none -> high (said)\n", EVENT_CHANGED },
	{ "no such severity", "severity", "enormous",
	  "severity cannot be \"enormous\"|low, medium, high, critical|severity low" },
	{ "set", "set", "severity high", NULL, "severity: none -> high (said)\n", EVENT_CHANGED },
	{ "set what", "set", "severty high",
	  "there is no field severty|severity, version|set severity high" },
	{ "set to what", "set", "severity", "set needs a value: set severity VALUE|low, medium, high, critical|set severity low" },
	{ "tag", "tag", "vip", NULL, "tag: vip (said)\n", EVENT_CHANGED },
	{ "tags", "tag", "+vip, -old", NULL, "tag: vip (said)\ntag: old -> none (said)\n",
	  EVENT_CHANGED },
	{ "no such tag", "tag", "-odl", "this ticket has no tag odl|old|tag -old" },
	{ "team", "team", "night", NULL, "team: none -> night (said)\n", EVENT_ASSIGNED },
	{ "no such team", "team", "nigth", "there is no team nigth|night|team night" },
	{ "subject", "subject", "Lift", NULL, "subject: none -> Lift (said)\n", EVENT_CHANGED },
	{ "uncc nobody", "uncc", "a@x.example", "a@x.example takes no part||" },
	{ "requesters", "requester", "a@x.example, b@x.example",
	  "one person is the requester; #cc lets others take part||" },
	{ "tagged already", "tag", "old", NULL, "", EVENTS },
	{ "cc", "cc", "Kim <Kim@Partner.example>, lee@x.example", NULL,
	  "cc: kim@partner.example (said)\ncc: lee@x.example (said)\n", EVENT_CHANGED },
	{ "cc the same twice", "cc", "a@x.example, A@x.example", NULL,
	  "cc: a@x.example (said)\n", EVENT_CHANGED },
	{ "cc no address", "cc", "kim",
	  "\"kim\" is no mail address: kim@example.org is one||" },
	{ "cc no domain of mail", "cc", "kim@localhost",
	  "\"kim@localhost\" is no mail address: kim@example.org is one||" },
	{ "cc one that is none", "cc", "a@x.example, kim",
	  "\"kim\" is no mail address: kim@example.org is one||" },
	{ "retry-address", "retry-address", "Kim <Kim@Partner.example>", NULL,
	  "retry-address: kim@partner.example (said)\n", EVENT_CHANGED },
	{ "retry-address of none", "retry-address", "kim",
	  "\"kim\" is no mail address: kim@example.org is one||" },
	{ "another policy", "sla", "gold", NULL,
	  "sla: none -> gold (said)\n"
	  "promise: sla=gold; severity=; calendar=always; response=1h (sla-change)\n",
	  EVENT_CHANGED },
	{ "no such policy", "sla", "glod", "there is no SLA glod|gold|sla gold" },
};

struct place {				/* what all rows share */
	struct arena		*a;
	struct core_state	 core;
	struct conf		 conf;
	struct agent		 agents[2];
	struct calendar		 calendar;
	struct sla_target	 target;
	struct sla_policy	 gold;
};

static void
furnish(struct place *p)
{
	p->agents[0] = (struct agent){ .name = STR("ana") };
	p->agents[1] = (struct agent){ .name = STR("ben"), .team = STR("night") };
	p->calendar = (struct calendar){ .name = STR("always"), .timezone = STR("UTC"),
	    .always = true };
	p->target = (struct sla_target){ .calendar = p->calendar.name,
	    .duration = { [SLA_RESPONSE] = 3600 } };
	p->gold = (struct sla_policy){ .name = STR("gold"), .targets = &p->target,
	    .n_targets = 1 };
	p->conf = (struct conf){ .agents = { p->agents, 2 }, .slas = { &p->gold, 1 },
	    .calendars = { &p->calendar, 1 } };
	teams_of_agents(p->a, &p->conf.agents, &p->conf.teams);
	field_builtins(p->a, &p->conf.fields);
	type_plain(p->a, &p->conf.types.plain);
	p->conf.types.v = &p->conf.types.plain;
	p->conf.types.n = 1;
	p->core.conf = &p->conf;
	p->core.zones = zones_new(p->a);
	p->core.worktimes = worktimes_new(p->a, &p->conf.calendars);
}

static struct ticket
ticket(struct arena *a)
{
	struct ticket t = { .id = 7, .status = STR("open"), .created_at = 1 };

	strs_add(a, &t.tags, STR("old"));
	clocks_init(&t.clocks, a);
	t.clocks.created_at = 1;
	return t;
}

/* "why|what can be|what to write" */
static struct str
told(struct arena *a, const struct why *why)
{
	return why == NULL ? STR_NONE : str_printf(a, "%.*s|%.*s|%.*s",
	    STR_ARG(why_text(a, STR_NONE, why)), STR_ARG(why_allowed(a, why)),
	    STR_ARG(why->instead));
}

static void
check(struct place *p, const struct row *row)
{
	struct work w = { .core = &p->core, .conf = &p->conf, .a = p->a, .now = 2 };
	struct actor ana = { DOOR_CTL, &p->agents[0], STR("ana"), 2 };
	struct order o = { verb_find(DOOR_CTL, str_c(row->verb)), str_c(row->value),
	    STR("said") };
	struct ticket t = ticket(p->a);
	enum event_kind event = EVENTS;
	struct prospect before;
	struct why *why;

	act_prospect(&before, &w, &t, &ana);
	why = act_check(&before, &o);
	if (row->refused != NULL) {
		tap_str(told(p->a, why), str_c(row->refused), "%s", row->name);
		return;
	}
	tap_ok(why == NULL, "%s may be done", row->name);
	tap_int(act_apply(&w, &t, &ana, &o, &event), row->event != EVENTS, "%s: done", row->name);
	tap_int(event, row->event, "%s: the event", row->name);
	tap_str(plan_text(p->a, &t.plan), str_c(row->plan), "%s: the plan", row->name);
}

/* A rule's changes say so; who may run docketctl is no agent. */
static void
check_actors(struct place *p)
{
	struct work w = { .core = &p->core, .conf = &p->conf, .a = p->a, .now = 2 };
	struct actor rule = { DOOR_RULE, NULL, STR("docket"), 2 };
	struct actor root = { DOOR_CTL, NULL, STR("docketctl"), 2 };
	struct order take = { verb_row(VERB_TAKE), STR_NONE, STR_NONE };
	struct order team = { verb_row(VERB_ASSIGN), STR("team:desk"), STR("night") };
	struct ticket t = ticket(p->a);
	struct prospect before;
	enum event_kind event;

	act_prospect(&before, &w, &t, &root);
	tap_ok(act_check(&before, &take) != NULL, "nobody is asked to take it");
	act_apply(&w, &t, &rule, &team, &event);
	tap_str(plan_text(p->a, &t.plan), STR("team: none -> desk (rule night)\n"), "by a rule");
	tap_int(t.plan.v[0].by.source, FIELD_RULE, "its source");
	tap_ok(!t.plan.v[0].by.by_agent, "is no agent");
}

int
main(void)
{
	struct place p = { .a = arena_new() };

	furnish(&p);
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&p, &rows[i]);
	check_actors(&p);
	arena_free(p.a);
	return tap_done();
}
