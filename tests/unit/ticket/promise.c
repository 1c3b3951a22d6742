/* Where in the history a ticket's promises stand: no database is asked. */
#include "daemon/ticket/ticket.h"

#include "daemon/sla/category.h"
#include "tests/tap.h"

enum { MAIL = 40 };			/* the entry that opened the ticket */

static const struct row {
	const char	*name;
	const char	*policy;	/* when it is opened */
	bool		 has_status;	/* was given one while it was opened */
	const char	*then;		/* the policy afterwards; NULL: as it was */
	const char	*plan;
	int64_t		 entry;		/* of the last promise; -1: there is none */
} rows[] = {
	{ "told with the mail", "gold", false, NULL,
	  "promise: sla=gold; severity=; calendar=always; response=1h\n", MAIL },
	{ "nothing is promised", "", false, NULL, "", -1 },
	{ "after the status that it had before", "gold", true, NULL,
	  "status: new -> open (rule r)\n"
	  "promise: sla=gold; severity=; calendar=always; response=1h\n", 0 },
	{ "a change has its own entry", "gold", false, "silver",
	  "promise: sla=gold; severity=; calendar=always; response=1h\n"
	  "sla: gold -> silver (rule r)\n"
	  "promise: sla=silver; severity=; calendar=always; response=2h (sla-change)\n", 0 },
	{ "promised later", "", false, "gold",
	  "sla: none -> gold (rule r)\n"
	  "promise: sla=gold; severity=; calendar=always; response=1h (sla-change)\n", 0 },
	{ "no more", "gold", false, "none",
	  "promise: sla=gold; severity=; calendar=always; response=1h\n"
	  "sla: gold -> none (rule r)\n"
	  "promise: none (sla-change)\n", 0 },
};

struct place {
	struct arena		*a;
	struct core_state	 core;
	struct conf		 conf;
	struct calendar		 calendar;
	struct sla_target	 targets[2];
	struct sla_policy	 slas[2];
};

static void
furnish(struct place *p)
{
	p->calendar = (struct calendar){ .name = STR("always"), .timezone = STR("UTC"),
	    .always = true };
	for (int i = 0; i < 2; i++) {
		p->targets[i] = (struct sla_target){ .calendar = p->calendar.name,
		    .duration = { [SLA_RESPONSE] = 3600 * (i + 1) } };
		p->slas[i] = (struct sla_policy){ .name = i == 0 ? STR("gold") : STR("silver"),
		    .targets = &p->targets[i], .n_targets = 1 };
	}
	p->conf = (struct conf){ .slas = { p->slas, 2 }, .calendars = { &p->calendar, 1 } };
	p->core.conf = &p->conf;
	p->core.worktimes = worktimes_new(p->a, &p->conf.calendars);
}

static void
check(struct place *p, const struct row *row)
{
	struct work w = { .core = &p->core, .conf = &p->conf, .a = p->a, .now = 2 };
	struct cause rule = { .author = STR("docket"), .source = FIELD_RULE, .why = STR("r"),
	    .at = 2 };
	struct ticket t = { .id = 7, .status = category_word(CATEGORY_NEW),
	    .sla = str_c(row->policy), .created_at = 2 };
	int64_t entry = -1;

	clocks_init(&t.clocks, p->a);
	if (row->has_status)
		ticket_set_status(&w, &t, category_word(CATEGORY_OPEN), &rule);
	ticket_start_clocks(&w, &t, 2, MAIL);
	if (row->then != NULL)
		ticket_set_sla(&w, &t, str_c(row->then), &rule);
	tap_str(plan_text(p->a, &t.plan), str_c(row->plan), "%s: the plan", row->name);
	for (size_t i = 0; i < t.plan.n; i++)
		if (t.plan.v[i].what == CHANGE_PROMISE)
			entry = t.plan.v[i].entry;
	tap_int(entry, row->entry, "%s: its entry", row->name);
}

int
main(void)
{
	struct place p = { .a = arena_new() };

	furnish(&p);
	for (size_t i = 0; i < COUNT(rows); i++)
		check(&p, &rows[i]);
	arena_free(p.a);
	return tap_done();
}
