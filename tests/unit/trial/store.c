/* The statements of docket, answered by a few rows in memory. */
#include "daemon/trial/store.h"

#include <string.h>

#include "daemon/db/db.h"
#include "daemon/trial/duerows.h"
#include "daemon/trial/grouprows.h"
#include "daemon/trial/peoplerows.h"
#include "daemon/trial/ticketrows.h"
#include "tests/tap.h"

static int	n_kept, n_lost;

static void
ended(void *of, bool kept)
{
	(void)of;
	n_kept += kept;
	n_lost += !kept;
}

static void
run(struct db *db)
{
	struct err e;

	tap_ok(db_run(db, &e) == 0, "it runs");
}

static void
ticket(struct db *db, int64_t id, const char *status, struct strs tags)
{
	sql_ticket_insert(db, &(struct sql_ticket_insert_in){ .id = id, .subject = STR("s"),
	    .type = STR("incident"), .status = str_c(status), .category = str_c(status),
	    .project = STR("ACME"), .mailbox = STR("support"), .requester = 1, .tags = tags,
	    .created_at = 5, .updated_at = 6 });
}

static struct str
status_of(struct db *db, int64_t id)
{
	struct sql_ticket_lock h = sql_ticket_lock(db, id);
	struct sql_ticket_lock_row row;

	run(db);
	return sql_ticket_lock_row(db, h, 0, &row) ? row.status : STR("none");
}

static void
numbers(struct db *db)
{
	struct sql_id_reserve a = sql_id_reserve(db, STR("x"), 2), b = sql_id_reserve(db, STR("y"), 1);
	struct sql_id_reserve_row row;

	run(db);
	tap_int((long long)sql_id_reserve_count(db, a), 2, "two numbers");
	tap_ok(sql_id_reserve_row(db, a, 1, &row) && row.id == 2, "the second is 2");
	tap_ok(sql_id_reserve_row(db, b, 0, &row) && row.id == 1, "another sequence begins at 1");
	tap_ok(!sql_id_reserve_row(db, b, 1, &row) && row.id == 0, "no more than was asked");
}

/* What was given may be gone as soon as it was asked. */
static void
rows_are_copied(struct db *db)
{
	char word[] = "open";
	struct str tag[2] = { STR("a"), STR("b") };
	struct sql_ticket_lock_row row;
	struct sql_ticket_lock h;

	sql_begin(db);
	ticket(db, 7, word, (struct strs){ tag, 2 });
	memset(word, 'x', sizeof(word) - 1);
	tag[0] = STR("z");
	h = sql_ticket_lock(db, 7);
	sql_commit(db);
	run(db);
	tap_ok(sql_ticket_lock_row(db, h, 0, &row), "it is there within its transaction");
	tap_str(row.status, STR("open"), "its status");
	tap_ok(row.tags.n == 2 && str_eq(row.tags.v[0], STR("a")), "its tags");
	tap_int(row.created_at, 5, "an instant");
	tap_str(row.address, STR_NONE, "nobody of that number");
}

static void
a_rollback_is_one(struct db *db)
{
	struct err e;

	sql_begin(db);
	sql_ticket_update(db, &(struct sql_ticket_update_in){ .id = 7, .status = STR("closed"),
	    .updated_at = 9 });
	tap_str(status_of(db, 7), STR("closed"), "changed for the while");
	tap_ok(db_rollback(db, &e) == 0, "rolled back");
	tap_str(status_of(db, 7), STR("open"), "as it was");
	sql_begin(db);
	sql_dry_begin(db);
	sql_ticket_update(db, &(struct sql_ticket_update_in){ .id = 7, .status = STR("hold"),
	    .updated_at = 9 });
	sql_dry_end(db);
	sql_commit(db);
	tap_str(status_of(db, 7), STR("open"), "what is tried is not kept");
	tap_ok(n_kept == 2 && n_lost == 1, "who waits for it is told");
}

static void
people(struct db *db)
{
	struct sql_contact_ensure a = sql_contact_ensure(db, STR("jo@acme.example"), STR("Jo"),
	    STR("ACME"), STR("h"));
	struct sql_contact_ensure b = sql_contact_ensure(db, STR("jo@acme.example"), STR("Other"),
	    STR("X"), STR("h"));
	struct sql_contact_ensure_row first, again;
	struct sql_ticket_lock h;
	struct sql_ticket_lock_row row;

	run(db);
	sql_contact_ensure_row(db, a, 0, &first);
	sql_contact_ensure_row(db, b, 0, &again);
	tap_ok(first.id == again.id && str_eq(again.name, STR("Jo")) && !again.known,
	    "one address is one person");
	sql_contact_known(db, first.id);
	h = sql_ticket_lock(db, 7);
	run(db);
	sql_ticket_lock_row(db, h, 0, &row);
	tap_ok(row.known && str_eq(row.address, STR("jo@acme.example")), "the requester is known");
}

static void
threads(struct db *db)
{
	struct str ids[] = { STR("two@x"), STR("three@x") }, data[] = { STR("answers"),
	    STR("internal"), STR("about"), STR("3") };
	struct sql_thread_find h;
	struct sql_thread_find_row row;

	sql_entry_insert(db, &(struct sql_entry_insert_in){ .id = 1, .ticket = 7,
	    .kind = STR("mail-in"), .public = true, .message_id = STR("one@x") });
	sql_entry_insert(db, &(struct sql_entry_insert_in){ .id = 2, .ticket = 7,
	    .kind = STR("mail-out"), .message_id = STR("two@x"), .data = { data, 4 } });
	h = sql_thread_find(db, (struct strs){ ids, 2 }, STR("support"));
	run(db);
	tap_ok(sql_thread_find_row(db, h, 0, &row) && row.ticket == 7 && row.is_internal &&
	    row.about == 3, "the entry that one of them names");
	h = sql_thread_find(db, (struct strs){ ids + 1, 1 }, STR("support"));
	run(db);
	tap_ok(!sql_thread_find_row(db, h, 0, &row), "none of them is known");
}

static void
cycle(struct db *db, int64_t id, const int64_t points[3], int64_t next)
{
	struct str warn[] = { STR("50%"), STR("75%") };

	sql_cycle_insert(db, &(struct sql_cycle_insert_in){ .id = id, .ticket = 7,
	    .clock = STR("response"), .n = id, .state = STR("running"), .warn = { warn, 2 },
	    .points = { points, 3 }, .next_at = next });
}

static void
what_is_due(struct store *st, struct db *db)
{
	static const int64_t points[] = { 0, 200, 300 }, later[] = { 0, 0, 900 };
	const int64_t seven = 7;
	struct sql_alarm_due_row row;
	struct sql_alarm_due h;
	struct sql_wake_due w;
	struct sql_wake_due_row wake;

	cycle(db, 1, points, 200);
	cycle(db, 2, later, 900);
	sql_wake_set(db, STR("due"), 7, STR_NONE, 500);
	sql_wake_set(db, STR("due"), 7, STR_NONE, 150);
	run(db);
	tap_int(store_next(st), 150, "the earliest of all");
	w = sql_wake_due(db, 7, 160);
	h = sql_alarm_due(db, (struct db_int8s){ &seven, 1 }, 300);
	run(db);
	tap_ok(sql_wake_due_count(db, w) == 1 && sql_wake_due_row(db, w, 0, &wake) &&
	    wake.due_at == 150, "said anew, it waits until then alone");
	tap_int((long long)sql_alarm_due_count(db, h), 2, "what is told already, or later, is not");
	sql_alarm_due_row(db, h, 0, &row);
	tap_ok(!row.is_breach && str_eq(row.point, STR("75%")) && row.due_at == 200, "a warning");
	sql_alarm_due_row(db, h, 1, &row);
	tap_ok(row.is_breach && row.due_at == 300, "the breach behind it");
	sql_wake_done(db, wake.id, STR("fired"), 160);
	sql_points_drop(db, 1);
	run(db);
	tap_int(store_next(st), 900, "and then the next");
}

/* A statement that it does not know has no rows: nothing was before. */
static void
unknown(struct db *db)
{
	struct sql_agent_away h = sql_agent_away(db);
	struct sql_agent_away_row row;

	run(db);
	tap_ok(sql_agent_away_count(db, h) == 0 && !sql_agent_away_row(db, h, 0, &row),
	    "nobody is away");
}

/*
 * What each took and gave when its answer was written.  Another number: see whether the
 * answer in daemon/trial knows what the new column needs; then it stands here.
 */
static const struct columns {
	const char	*name;
	size_t		 in, out;
} columns[] = {
	{ "id_reserve", 2, 1 }, { "raw_seen", 4, 3 }, { "raw_insert", 14, 0 },
	{ "raw_take", 1, 1 }, { "contact_ensure", 4, 5 }, { "contact_known", 1, 0 },
	{ "outbox_insert", 21, 0 }, { "hook_insert", 6, 0 }, { "delivery_insert", 10, 0 },
	{ "breaker_state", 1, 4 }, { "held_told", 5, 2 }, { "rotation_turns", 2, 2 },
	{ "rotation_given", 3, 0 }, { "tally_counts", 3, 1 }, { "tally_add", 6, 0 },
	{ "thread_find", 2, 4 }, { "entry_insert", 14, 0 }, { "entry_said", 3, 4 },
	{ "change_insert", 10, 0 }, { "ticket_insert", 23, 0 }, { "ticket_update", 14, 0 },
	{ "ticket_rename", 2, 0 }, { "ticket_move", 2, 0 }, { "ticket_for", 2, 0 },
	{ "ticket_start", 2, 0 }, { "ticket_due", 2, 0 }, { "ticket_last", 1, 1 }, { "ticket_lock", 1, 33 },
	{ "ticket_last_entry", 1, 9 }, { "ticket_fields", 1, 6 },
	{ "ticket_participants", 1, 3 }, { "ticket_messages", 1, 2 },
	{ "ticket_statuses", 1, 2 }, { "field_put", 9, 0 }, { "field_delete", 2, 0 },
	{ "participant_insert", 3, 0 }, { "participant_delete", 2, 0 },
	{ "participant_doubt", 3, 0 }, { "cycle_insert", 23, 0 },
	{ "cycle_update", 21, 0 }, { "cycle_delete", 1, 0 }, { "cycle_load", 1, 22 },
	{ "points_drop", 1, 0 }, { "alarm_tickets", 1, 1 }, { "alarm_ticket_take", 1, 1 },
	{ "alarm_due", 2, 5 }, { "alarm_idle", 3, 0 }, { "wake_set", 4, 0 },
	{ "wake_drop", 4, 1 }, { "wake_done", 3, 1 }, { "wake_tickets", 1, 1 },
	{ "wake_due", 2, 6 }, { "alarm_quiet", 3, 0 }, { "ticket_last_word", 1, 1 },
	{ "schedule_put", 4, 0 }, { "schedule_take", 1, 3 }, { "schedule_tickets", 3, 1 },
	{ "schedule_went", 3, 0 }, { "rule_told", 3, 2 }, { "rule_tell", 5, 0 },
	{ "rule_untell", 3, 0 }, { "grouped_add", 8, 1 }, { "grouped_due", 1, 3 },
	{ "grouped_take", 4, 7 },
};

static const struct columns *
columns_of(const char *name)
{
	for (size_t i = 0; i < COUNT(columns); i++)
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	return NULL;
}

/* What is answered is a statement, with the columns for which the answer was written. */
static void
columns_are_known(void)
{
	static const struct answering *const all[] = { people_rows, ticket_rows, due_rows,
		group_rows };
	size_t n = 0;

	for (size_t i = 0; i < COUNT(all); i++)
		for (const struct answering *row = all[i]; row->name != NULL; row++, n++) {
			const struct sql_statement *s = store_statement(row->name);
			const struct columns *c = columns_of(row->name);

			if (tap_ok(c != NULL, "%s: known", row->name)) {
				tap_int((long long)s->n_in, (long long)c->in, "%s: takes",
				    row->name);
				tap_int((long long)s->n_out, (long long)c->out, "%s: gives",
				    row->name);
			}
		}
	tap_int((long long)n, COUNT(columns), "and no other is answered");
}

int
main(void)
{
	struct arena *a = arena_new();
	struct store *st = store_new(a, ended, NULL);
	struct db *db = store_db(st);

	numbers(db);
	rows_are_copied(db);
	a_rollback_is_one(db);
	people(db);
	threads(db);
	what_is_due(st, db);
	unknown(db);
	columns_are_known();
	db_close(db);
	arena_free(a);
	return tap_done();
}
