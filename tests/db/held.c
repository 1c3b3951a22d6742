/*
 * Mail that is kept for people: on a ticket or in quarantine, what the history and the
 * list of those that wait say, and who is told.  held CONNINFO; test_desk.py runs it.
 */
#include "daemon/intake/reading.h"

#include "tests/db/desk.h"
#include "tests/tap.h"

/* The entry, its mail's state, whether it waits for a decision, and the mails. */
#define QUERY	"select e.kind, e.data->>'reason', r.state," \
	"    case when exists (select from docket.held h where h.entry = e.id and" \
	"	h.ticket = e.ticket and h.raw = r.id and h.decision is null)" \
	"	then 'waits' else '-' end," \
	"    coalesce((select string_agg(d.recipient || ' ' || m.subject, ', ' order by d.id)" \
	"	from docket.delivery d join docket.entry m on m.id = d.entry), 'nobody')" \
	"  from docket.entry e join docket.raw r on r.id = e.raw order by e.id"
#define RAW	"insert into docket.raw (id, mailbox, sha256, size, arrived_at, stored_at)" \
	" overriding system value values (9, 'support', decode(repeat('00', 32), 'hex'), 5," \
	" '2026-06-01 06:00Z', '2026-06-01 06:00Z'); insert into docket.ticket (id, subject," \
	" project, mailbox, created_at, assignee) overriding system value values (1, 'one'," \
	" 'ACME', 'support', '2026-06-01 04:00Z', 'bo')"

static const struct row {
	const char		*name;
	bool			 on_ticket;
	enum letter_kind	 kind;
	bool			 unread;	/* nobody could read it */
	const char		*on, *to;	/* a rule mails of this; NULL: none */
	const char		*want;
} rows[] = {
	{ "on a ticket: the assignee is told", true, LETTER_HUMAN, false, NULL, NULL,
	    "held why read waits bo@desk.example held to decide" },
	{ "… of a machine's too", true, LETTER_AUTO, false, NULL, NULL,
	    "held why read waits bo@desk.example held to decide" },
	{ "a rule that tells somebody is enough", true, LETTER_HUMAN, false, "held",
	    "agent:ana", "held why read waits ana@desk.example one" },
	{ "a rule on something else is not", true, LETTER_HUMAN, false, "quarantined",
	    "agent:ana", "held why read waits bo@desk.example held to decide" },
	{ "on none: quarantine, and the admins, or the leads, are told", false, LETTER_HUMAN,
	    false, NULL, NULL, "quarantine why quarantine - ana@desk.example unread" },
	{ "a rule on something else is not enough", false, LETTER_HUMAN, false, "held",
	    "agent:bo", "quarantine why quarantine - ana@desk.example unread" },
	{ "on none: whom the rules say", false, LETTER_HUMAN, false, "quarantined",
	    "agent:ana", "quarantine why quarantine - ana@desk.example " },
	{ "an invitation as well", false, LETTER_CALENDAR, false, "quarantined", "agent:ana",
	    "quarantine why quarantine - ana@desk.example " },
	{ "a machine's: nobody is called", false, LETTER_AUTO, false, "quarantined",
	    "agent:ana", "quarantine why quarantine - nobody" },
	{ "nor for a bounce", false, LETTER_BOUNCE, false, "quarantined", "agent:ana",
	    "quarantine why quarantine - nobody" },
	{ "but when nobody could read it", false, LETTER_AUTO, true, "quarantined",
	    "agent:ana", "quarantine why quarantine - ana@desk.example " },
};

static void
make_rule(struct desk *d, const struct row *row)
{
	struct rule *rule = ARENA_NEW(d->a, struct rule);
	struct rule_action *act = ARENA_NEW(d->a, struct rule_action);

	d->conf->rules = (struct rules){ .v = rule, .n = row->on != NULL };
	rules_index(d->a, &d->conf->rules);
	if (row->on == NULL)
		return;
	*act = (struct rule_action){ .verb = verb_row(VERB_NOTIFY), .template = STR("note") };
	strs_add(d->a, &act->values, str_c(row->to));
	*rule = (struct rule){ .name = STR("tell"), .actions = act, .n_actions = 1 };
	strs_add(d->a, &rule->on, str_c(row->on));
	rules_index(d->a, &d->conf->rules);
}

static void
hold(struct desk *d, const struct row *row)
{
	struct letter letter = { .kind = row->kind,
	    .quarantine = row->unread ? STR("no body") : STR_NONE };
	struct reading r = { .in = ARENA_NEW(d->a, struct intake), .letter = &letter, .raw = 9,
	    .arrived = DESK_DAWN, .from = { .addr = STR("jo@a.example") } };
	struct ticket *t = NULL;
	struct work w;

	r.in->a = d->a;
	r.in->item.mailbox = STR("support");
	desk_begin(d, &w);
	if (row->on_ticket) {
		t = ticket_get(&w, 1);
		desk_must(&w, t == NULL ? -1 : 0, "read");
	}
	desk_must(&w, reading_hold(&w, &r, t, STR("why")), "hold");
	desk_commit(&w);
}

int
main(int argc, char **argv)
{
	struct desk d;

	desk_open(&d, argc == 2 ? argv[1] : "");
	for (size_t i = 0; i < COUNT(rows); i++) {
		desk_clear(&d);
		desk_ask(&d, RAW);
		make_rule(&d, &rows[i]);
		hold(&d, &rows[i]);
		tap_str(desk_ask(&d, QUERY), str_c(rows[i].want), "%s", rows[i].name);
	}
	desk_close(&d);
	return tap_done();
}
