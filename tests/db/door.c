/*
 * daemon/db/db.c against a real PostgreSQL: door CONNINFO TEST.  test_door.py
 * runs each test, and stops the server in between when one says "ready".
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon/db/migrate.h"
#include "sql.h"
#include "tests/tap.h"

#define INSTANT	INT64_C(1780308000123456)	/* 2026-06-01T10:00:00.123456Z */

static const char *conninfo;

static struct db *
door(bool listen)
{
	struct db *db;
	struct err e;

	if (db_open(conninfo, listen, &db, &e) == -1) {
		fprintf(stderr, "%s\n", e.text);
		exit(1);
	}
	return db;
}

static void
good(int rc, const struct err *e, const char *what)
{
	tap_ok(rc == 0, "%s%s%s", what, rc == 0 ? "" : ": ", rc == 0 ? "" : e->text);
}

static void
queue_ticket(struct db *db, int64_t id, struct str subject, const struct strs *tags)
{
	struct str project = STR("ACME"), agent = STR("ana");

	sql_project_register(db, (struct strs){ .v = &project, .n = 1 },
	    (struct strs){ .v = &project, .n = 1 }, INSTANT);
	sql_agent_register(db, (struct strs){ .v = &agent, .n = 1 },
	    (struct strs){ .v = &agent, .n = 1 }, INSTANT);
	sql_ticket_insert(db, &(struct sql_ticket_insert_in){ .id = id, .subject = subject,
	    .type = STR("incident"), .status = STR("new"), .category = STR("new"),
	    .project = STR("ACME"), .mailbox = STR("support"), .assignee = STR("ana"), .tags = *tags,
	    .created_at = INSTANT, .updated_at = INSTANT });
}

static void
test_migrate(struct arena *a)
{
	int applied = -1;
	struct db *db;
	struct err e;
	bool made;

	(void)a;
	good(db_create(conninfo, &made, &e), &e, "the database is made");
	tap_ok(made, "… and told so");
	good(db_create(conninfo, &made, &e), &e, "made again");
	tap_ok(!made, "… it was there");
	db = door(false);
	tap_int(db_check_schema(db, &e), -1, "no schema is found out");
	tap_int(e.kind, ERR_CONF, "… for an admin");
	db_close(db);
	good(db_migrate(conninfo, &applied, &e), &e, "migrated");
	tap_int(applied, (int)sql_n_migrations, "… all of them");
	good(db_migrate(conninfo, &applied, &e), &e, "migrated again");
	tap_int(applied, 0, "… nothing to do");
	db = door(false);
	good(db_check_schema(db, &e), &e, "the schema is this program's");
	db_close(db);
}

/* The program's own, with one more that runs outside a transaction. */
static struct db_migrations
with_index(struct arena *a, const char *const *commands, const char *checksum)
{
	struct sql_migration *v = arena_array(a, sql_n_migrations + 1, sizeof(*v));

	memcpy(v, sql_migrations, sql_n_migrations * sizeof(*v));
	v[sql_n_migrations] = (struct sql_migration){ (int)sql_n_migrations + 1, "index",
	    checksum, commands, true };
	return (struct db_migrations){ v, sql_n_migrations + 1 };
}

#define SUM(digit)	digit digit digit digit digit digit digit digit
#define CHECKSUM(digit)	SUM(SUM(digit))

/* A command that fails leaves the ones before it; all are run again. */
static void
test_outside(struct arena *a)
{
	static const char drop[] = "drop index concurrently if exists docket.ticket_team;",
	    make[] = "create index concurrently ticket_team on docket.ticket (team);";
	static const char *const broken[] = { drop, make, "select 1/0;", NULL };
	static const char *const good_ones[] = { drop, make, NULL };
	struct db_migrations bad = with_index(a, broken, CHECKSUM("0"));
	struct db_migrations all = with_index(a, good_ones, CHECKSUM("0"));
	struct db_migrations changed = with_index(a, good_ones, CHECKSUM("1"));
	struct err e = { 0 };
	int applied = -1;
	struct db *db;

	tap_int(db_migrate_these(conninfo, &bad, &applied, &e), -1, "the third command fails");
	tap_ok(strstr(e.text, "(index)") != NULL, "… and is named: %s", e.text);
	good(db_migrate_these(conninfo, &all, &applied, &e), &e, "again, mended");
	tap_int(applied, 1, "… it is applied");
	good(db_migrate_these(conninfo, &all, &applied, &e), &e, "once more");
	tap_int(applied, 0, "… nothing to do");
	tap_int(db_migrate_these(conninfo, &changed, &applied, &e), -1, "a changed migration");
	tap_int(e.kind, ERR_CONF, "… is refused");
	tap_ok(strstr(e.text, "_index.sql") != NULL, "… by name: %s", e.text);
	db = door(false);
	tap_int(db_check_schema(db, &e), -1, "a schema that is newer than the program");
	tap_ok(strstr(e.text, "newer docket") != NULL, "… is told: %s", e.text);
	db_close(db);
}

/* Beside others that do the same. */
static void
test_race(struct arena *a)
{
	int applied = -1;
	struct db *db;
	struct err e;

	(void)a;
	good(db_migrate(conninfo, &applied, &e), &e, "migrated");
	tap_ok(applied >= 0 && applied <= (int)sql_n_migrations, "some, or none");
	db = door(false);
	good(db_check_schema(db, &e), &e, "the schema is this program's");
	db_close(db);
}

/* Every type of a parameter, there … */
static void
write_values(struct arena *a, struct db *db, struct str bytes)
{
	struct strs tags = { 0 }, points = { 0 };
	static const int64_t dues[] = { INSTANT, 0, INSTANT + 1 };
	char hash[32] = { 1 };
	struct str sum = { hash, sizeof(hash) };

	strs_add(a, &tags, STR("a,\"b\" {c}\\"));
	strs_add(a, &tags, STR(""));
	strs_add(a, &tags, STR("NULL"));
	strs_add(a, &points, STR("75%"));
	strs_add(a, &points, STR("breach"));
	sql_partitions_make(db, INSTANT);
	queue_ticket(db, 7, STR("it's \xc3\xa9"), &tags);
	queue_ticket(db, 8, STR(""), &(struct strs){ NULL, 0 });
	sql_raw_insert(db, &(struct sql_raw_insert_in){ .id = 901, .mailbox = STR("support"),
	    .uidvalidity = 5, .uid = INT64_C(4294967295), .sha256 = sum, .size = 9,
	    .arrived_at = INSTANT, .stored_at = INSTANT, .bytes = bytes });
	sql_raw_insert(db, &(struct sql_raw_insert_in){ .id = 902, .mailbox = STR("support"),
	    .uidvalidity = 5, .uid = INT64_C(4294967296), .sha256 = sum, .size = 9,
	    .arrived_at = INSTANT, .stored_at = INSTANT, .duplicate_of = 901 });
	sql_entry_insert(db, &(struct sql_entry_insert_in){ .id = 1, .at = INSTANT,
	    .kind = STR("quarantine"), .author = STR("docket"), .by_agent = true,
	    .raw = 901 });
	sql_raw_quarantine(db, 901);
	sql_field_put(db, &(struct sql_field_put_in){ .ticket = 7, .name = STR("severity"),
	    .value = STR("high"), .raw = STR("'; drop table x --"), .source = STR("header"),
	    .found_in = STR("X-Severity"), .verified = true, .set_at = INSTANT });
	sql_cycle_insert(db, &(struct sql_cycle_insert_in){ .id = 1, .ticket = 7,
	    .clock = STR("response"), .n = 1, .policy = STR("gold"), .severity = STR("high"),
	    .calendar = STR("week"), .target = 3600, .started_at = INSTANT, .worked = -1,
	    .state = STR("paused"), .warn = points, .pause = points,
	    .points = { dues, COUNT(dues) }, .next_at = INSTANT });
	sql_quarantine_retry(db, 901);
}

static void
read_tickets(struct db *db, struct sql_ticket_lock one, struct sql_ticket_lock two)
{
	struct sql_ticket_lock_row t;

	tap_ok(sql_ticket_lock_row(db, one, 0, &t), "a ticket");
	tap_str(t.subject, STR("it's \xc3\xa9"), "a quote and UTF-8");
	tap_int(t.requester, 0, "int8?: null is 0");
	tap_str(t.assignee, STR("ana"), "text?: a text");
	tap_ok(t.team.n == 0, "text?: null is empty");
	tap_ok(t.tags.n == 3 && str_eq(t.tags.v[0], STR("a,\"b\" {c}\\")) &&
	    t.tags.v[1].n == 0 && str_eq(t.tags.v[2], STR("NULL")), "text[]: nothing is quoted");
	tap_int(t.created_at, INSTANT, "at: the microsecond");
	tap_int(t.resolved_at, 0, "at?: null is 0");
	tap_ok(!sql_ticket_lock_row(db, one, 1, &t) && t.id == 0 && t.subject.n == 0,
	    "there is no second row: zeros");
	tap_ok(sql_ticket_lock_row(db, two, 0, &t), "another");
	tap_str(t.subject, STR(""), "text: empty is empty");
	tap_int((long long)t.tags.n, 0, "text[]: the empty array");
}

static void
read_clocks(struct db *db, struct sql_cycle_load cycles, struct sql_alarm_due alarms)
{
	struct sql_cycle_load_row c;
	struct sql_alarm_due_row due;

	tap_ok(sql_cycle_load_row(db, cycles, 0, &c), "a cycle");
	tap_int(c.n, 1, "int4: a number");
	tap_int(c.resumed_at, 0, "at?: 0 is null");
	tap_int(c.worked, -1, "int8: negative");
	tap_int((long long)sql_alarm_due_count(db, alarms), 2, "int8[]: all but the 0");
	tap_ok(sql_alarm_due_row(db, alarms, 1, &due), "the second");
	tap_int(due.due_at, INSTANT + 1, "int8[]: the last");
}

/* … and back. */
static void
test_values(struct arena *a)
{
	static const char octets[] = "\0\\x41'\xff\r\n\x80";
	static const int64_t tickets[] = { 7, 8 };
	struct str bytes = { octets, sizeof(octets) };
	struct sql_raw_pending raw;
	struct sql_raw_pending_row mail;
	struct sql_ticket_lock one, two;
	struct sql_ticket_fields fields;
	struct sql_ticket_fields_row field;
	struct sql_cycle_load cycles;
	struct sql_alarm_due alarms;
	struct db *db = door(false);
	struct err e;

	write_values(a, db, bytes);
	good(db_run(db, &e), &e, "written");
	raw = sql_raw_pending(db, 0, 8, 64 << 20);
	one = sql_ticket_lock(db, 7);
	two = sql_ticket_lock(db, 8);
	fields = sql_ticket_fields(db, 7);
	cycles = sql_cycle_load(db, 7);
	alarms = sql_alarm_due(db, (struct db_int8s){ tickets, COUNT(tickets) }, INSTANT + 1);
	good(db_run(db, &e), &e, "read");
	tap_int((long long)sql_raw_pending_count(db, raw), 1, "one mail is pending");
	tap_ok(sql_raw_pending_row(db, raw, 0, &mail), "a mail");
	tap_str(mail.mailbox, STR("support"), "text: text");
	tap_int(mail.size, 9, "int8: a number");
	tap_str(mail.bytes, bytes, "bytea: every octet");
	read_tickets(db, one, two);
	tap_ok(sql_ticket_fields_row(db, fields, 0, &field), "a field");
	tap_str(field.raw, STR("'; drop table x --"), "no SQL is made of it");
	tap_ok(field.verified, "bool: true");
	read_clocks(db, cycles, alarms);
	db_close(db);
}

static void
test_errors(struct arena *a)
{
	static const char cut[] = "a\0b";
	static const int64_t since = 0;
	struct strs none = { 0 }, one = { &STR("x"), 1 };
	struct db *db = door(false);
	struct sql_show_ticket after;
	struct sql_show_ticket_row row;
	struct err e = { 0 };

	(void)a;
	sql_begin(db);
	queue_ticket(db, 21, STR("first"), &none);
	queue_ticket(db, 21, STR("again"), &none);
	sql_show_range(db);
	tap_int(db_run(db, &e), -1, "a key that is taken");
	tap_int(e.kind, ERR_MESSAGE, "… gives up on the message");
	tap_str(str_c(db_sqlstate(db)), STR("23505"), "… with its SQLSTATE");
	tap_ok(str_starts(str_c(e.text), STR("ticket_insert [23505]: ")), "… says: %s", e.text);
	sql_show_range(db);
	tap_int(db_run(db, &e), -1, "the transaction is aborted");
	tap_str(str_c(db_sqlstate(db)), STR("25P02"), "… and says so");
	queue_ticket(db, 22, STR("never to be sent"), &none);
	good(db_rollback(db, &e), &e, "rolled back");
	after = sql_show_ticket(db, 21);
	sql_show_range(db);
	good(db_run(db, &e), &e, "what was skipped is prepared now");
	tap_ok(!sql_show_ticket_row(db, after, 0, &row), "the first is not there either");
	after = sql_show_ticket(db, 22);
	good(db_run(db, &e), &e, "asked");
	tap_ok(!sql_show_ticket_row(db, after, 0, &row), "what was queued at the rollback is gone");
	sql_month_close(db, &(struct sql_month_close_in){ .month = STR("no month"),
	    .projects = one, .zones = one, .since = { &since, 1 }, .until = { &since, 1 } });
	tap_int(db_run(db, &e), -1, "bad data");
	tap_str(str_c(db_sqlstate(db)), STR("22007"), "… is told");
	queue_ticket(db, 23, (struct str){ cut, 3 }, &none);
	tap_int(db_run(db, &e), -1, "a NUL is refused, not cut at");
	tap_int(e.kind, ERR_MESSAGE, "… gives up on the message");
	tap_str(str_c(e.text), STR("ticket_insert: subject: a text holds a NUL"), "… says where");
	queue_ticket(db, 23, STR("tagged"), &(struct strs){ &(struct str){ cut, 3 }, 1 });
	tap_int(db_run(db, &e), -1, "in a list too");
	tap_str(str_c(e.text), STR("ticket_insert: tags: a text in a list holds a NUL"),
	    "… says where");
	after = sql_show_ticket(db, 23);
	good(db_run(db, &e), &e, "and the door still opens");
	tap_ok(!sql_show_ticket_row(db, after, 0, &row), "… to nothing half written");
	db_close(db);
}

/* Far more than any socket buffer holds, both ways at once. */
static void
test_big(struct arena *a)
{
	enum { MAILS = 5000, BIG = 20 << 20 };
	char *p = arena_alloc(a, BIG), hash[32] = { 0 };
	struct db *db = door(false);
	struct sql_deliver h;
	struct sql_deliver_row put;
	struct sql_raw_pending first = { 0 };
	struct sql_raw_pending_row mail;
	struct err e;

	for (size_t i = 0; i < BIG; i++)
		p[i] = (char)(i * 7 + i / 251);
	sql_partitions_make(db, INSTANT);
	good(db_run(db, &e), &e, "partitions of their month");
	sql_begin(db);
	for (int i = 0; i < MAILS; i++) {
		memcpy(hash, &i, sizeof(i));
		hash[31] = 2;
		sql_raw_insert(db, &(struct sql_raw_insert_in){ .id = 1000 + i,
		    .mailbox = STR("big"), .uidvalidity = 1, .uid = i + 1,
		    .sha256 = { hash, 32 }, .size = 4096, .arrived_at = INSTANT,
		    .stored_at = INSTANT, .bytes = { p + i, 4096 } });
	}
	sql_commit(db);
	good(db_run(db, &e), &e, "5,000 mails in one pipeline");
	hash[31] = 3;
	h = sql_deliver(db, &(struct sql_deliver_in){ .mailbox = STR("big"),
	    .sha256 = { hash, 32 }, .size = BIG, .now = INSTANT, .bytes = { p, BIG } });
	good(db_run(db, &e), &e, "a mail of 20 MB");
	tap_ok(sql_deliver_row(db, h, 0, &put), "… has its number");
	for (int i = 0; i < 5; i++)
		first = sql_raw_pending(db, put.id - 1, 8, 1);
	good(db_run(db, &e), &e, "… read five times");
	sql_raw_pending_row(db, first, 0, &mail);
	tap_str(mail.bytes, (struct str){ p, BIG }, "… octet for octet");
	db_close(db);
}

/* Whether reading by the handle ends the process, as a bug does. */
static bool
asserts(const struct db *db, struct sql_show_range h)
{
	struct sql_show_range_row row;
	pid_t child;
	int status;

	fflush(stdout);
	if ((child = fork()) == 0) {
		close(STDERR_FILENO);
		sql_show_range_row(db, h, 0, &row);
		_exit(0);
	}
	return child != -1 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
	    WTERMSIG(status) == SIGABRT;
}

/* A handle is of one run, and not of what took its place. */
static void
test_stale(struct arena *a)
{
	struct db *db = door(false);
	struct sql_show_range none = { 0 }, old, again, dropped;
	struct sql_show_range_row row;
	struct err e;

	(void)a;
	old = sql_show_range(db);
	good(db_run(db, &e), &e, "asked");
	tap_ok(sql_show_range_row(db, old, 0, &row), "its row is there");
	tap_ok(!asserts(db, old), "… and read as often as one likes");
	again = sql_show_range(db);
	tap_ok(sql_show_range_row(db, old, 0, &row), "… until the next run");
	tap_ok(asserts(db, again), "which is not read before it has run");
	good(db_run(db, &e), &e, "asked again");
	tap_ok(asserts(db, old), "the old handle asserts");
	tap_ok(!asserts(db, again), "the new one does not");
	dropped = sql_show_range(db);
	good(db_rollback(db, &e), &e, "rolled back");
	tap_ok(asserts(db, dropped), "what was dropped is no handle of the rollback");
	tap_ok(asserts(db, again), "nor is the one before");
	tap_ok(!sql_show_range_row(db, none, 0, &row) && sql_show_range_count(db, none) == 0,
	    "what was never asked has no rows");
	db_close(db);
}

static bool
readable(const struct db *db)
{
	struct pollfd p = { .fd = db_fd(db), .events = POLLIN };

	return poll(&p, 1, 5000) == 1;
}

static void
test_notify(struct arena *a)
{
	struct db *ear = door(true), *mouth = door(false);
	struct err e;

	(void)a;
	tap_int(db_notified(ear, &e), 0, "silence at first");
	sql_notify(mouth);
	good(db_run(mouth, &e), &e, "notified");
	tap_ok(readable(ear), "it comes by itself");
	tap_int(db_notified(ear, &e), 1, "… and is heard");
	tap_int(db_notified(ear, &e), 0, "… once");
	sql_notify(mouth);
	db_run(mouth, &e);
	sql_show_range(ear);
	good(db_run(ear, &e), &e, "one that comes with a result");
	tap_ok(db_notified(ear, &e) == 1 || (readable(ear) && db_notified(ear, &e) == 1),
	    "… is heard too");
	tap_int(db_notified(mouth, &e), 0, "who does not listen does not hear");
	db_close(ear);
	db_close(mouth);
}

static void
test_lost(struct arena *a)
{
	struct db *idle = door(true), *busy = door(false), *db;
	struct err e = { 0 };
	int rc;

	(void)a;
	sql_begin(busy);
	good(db_run(busy, &e), &e, "in a transaction");
	puts("# ready");
	fflush(stdout);
	if (getchar() == EOF)
		exit(1);
	while ((rc = db_notified(idle, &e)) == 0)
		readable(idle);
	tap_int(rc, -1, "the listener learns of it");
	tap_int(e.kind, ERR_RETRY, "… to try again: %s", e.text);
	sql_show_range(idle);
	tap_int(db_run(idle, &e), -1, "… and can ask nothing more");
	tap_int(e.kind, ERR_RETRY, "… to try again");
	sql_commit(busy);
	tap_int(db_run(busy, &e), -1, "the other one too");
	tap_int(e.kind, ERR_RETRY, "… to try again: %s", e.text);
	tap_str(str_c(db_sqlstate(busy)), STR(""), "… without an SQLSTATE");
	tap_int(db_rollback(busy, &e), -1, "not even back");
	db_close(idle);
	db_close(busy);
	while (db_open(conninfo, true, &db, &e) == -1)
		if (e.kind != ERR_RETRY)
			break;
	sql_show_range(db);
	good(db_run(db, &e), &e, "opened anew");
	db_close(db);
}

static const struct {
	const char	*name;
	void		(*run)(struct arena *);
} tests[] = {
	{ "migrate", test_migrate },
	{ "outside", test_outside },
	{ "race", test_race },
	{ "values", test_values },
	{ "errors", test_errors },
	{ "big", test_big },
	{ "stale", test_stale },
	{ "notify", test_notify },
	{ "lost", test_lost },
};

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();

	conninfo = argc == 3 ? argv[1] : "";
	for (size_t i = 0; i < COUNT(tests); i++)
		if (argc == 3 && strcmp(argv[2], tests[i].name) == 0)
			tests[i].run(a);
	arena_free(a);
	return tap_done();
}
