/*
 * daemon/db/db.c against a real PostgreSQL: door CONNINFO TEST.  test_door.py
 * runs each test, and stops the server in between when one says "ready".
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/db/db.h"
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
	db_queue(db, SQL_TICKET_INSERT, "isssssISSaSTT", id, subject, STR("incident"),
	    STR("new"), STR("ACME"), STR("support"), (int64_t)0, STR("ana"), STR_NONE,
	    tags, STR_NONE, INSTANT, INSTANT);
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

/* Every letter of db_queue(), there … */
static void
write_values(struct arena *a, struct db *db, struct str bytes)
{
	struct strs tags = { 0 }, points = { 0 }, data = { 0 };
	int64_t dues[] = { INSTANT, INSTANT + 1 };
	char hash[32] = { 1 };
	struct str sum = { hash, sizeof(hash) };

	strs_add(a, &tags, STR("a,\"b\" {c}\\"));
	strs_add(a, &tags, STR(""));
	strs_add(a, &tags, STR("NULL"));
	strs_add(a, &points, STR("75%"));
	strs_add(a, &points, STR("breach"));
	queue_ticket(db, 7, STR("it's \xc3\xa9"), &tags);
	queue_ticket(db, 8, STR(""), &(struct strs){ NULL, 0 });
	db_queue(db, SQL_RAW_INSERT, "isiibiTIB", (int64_t)901, STR("support"), (int64_t)5,
	    INT64_C(4294967295), sum, (int64_t)9, INSTANT, (int64_t)0, bytes);
	db_queue(db, SQL_RAW_INSERT, "isiibiTIB", (int64_t)902, STR("support"), (int64_t)5,
	    INT64_C(4294967296), sum, (int64_t)9, INSTANT, (int64_t)901, STR_NONE);
	db_queue(db, SQL_ENTRY_INSERT, "iITssttISsssSa", (int64_t)1, (int64_t)0, INSTANT,
	    STR("quarantine"), STR("docket"), 2, 0, (int64_t)901, STR_NONE, STR(""), STR(""),
	    STR(""), STR_NONE, &data);
	db_queue(db, SQL_FIELD_PUT, "issssstT", (int64_t)7, STR("severity"), STR("high"),
	    STR("'; drop table x --"), STR("header"), STR("X-Severity"), 1, INSTANT);
	db_queue(db, SQL_CYCLE_INSERT, "iisisssiTTiTsTTSaaTii", (int64_t)1, (int64_t)7,
	    STR("response"), (int64_t)1, STR("gold"), STR("high"), STR("week"),
	    (int64_t)3600, INSTANT, (int64_t)0, (int64_t)-1, (int64_t)0, STR("paused"),
	    (int64_t)0, (int64_t)0, STR_NONE, &points, &points, (int64_t)0, (int64_t)0,
	    (int64_t)0);
	db_queue(db, SQL_ALARM_PUT, "iiiaj", (int64_t)7, (int64_t)1, (int64_t)3600, &points,
	    dues, (size_t)2);
	db_queue(db, SQL_QUARANTINE_RETRY, "i", (int64_t)901);
}

/* … and back. */
static void
test_values(struct arena *a)
{
	static const char octets[] = "\0\\x41'\xff\r\n\x80";
	static const int64_t tickets[] = { 7, 8 };
	struct str bytes = { octets, sizeof(octets) };
	int raw, one, two, field, cycle, alarm;
	struct db *db = door(false);
	struct err e;

	write_values(a, db, bytes);
	good(db_run(db, &e), &e, "written");
	raw = db_queue(db, SQL_RAW_PENDING, "i", (int64_t)0);
	one = db_queue(db, SQL_TICKET_LOCK, "i", (int64_t)7);
	two = db_queue(db, SQL_TICKET_LOCK, "i", (int64_t)8);
	field = db_queue(db, SQL_TICKET_FIELDS, "i", (int64_t)7);
	cycle = db_queue(db, SQL_CYCLE_LOAD, "i", (int64_t)7);
	alarm = db_queue(db, SQL_ALARM_DUE, "jT", tickets, COUNT(tickets), INSTANT + 1);
	good(db_run(db, &e), &e, "read");
	tap_int((long long)db_count(db, raw), 1, "one mail is pending");
	tap_str(db_str(db, raw, 0, 1), STR("support"), "s: text");
	tap_int(db_i64(db, raw, 0, 2), INSTANT, "T: the microsecond");
	tap_int(db_i64(db, raw, 0, 3), 9, "i: a number");
	tap_str(db_bytea(db, a, raw, 0, 4), bytes, "b: every octet");
	tap_str(db_str(db, one, 0, 1), STR("it's \xc3\xa9"), "a quote and UTF-8");
	tap_ok(db_null(db, one, 0, 6) && db_i64(db, one, 0, 6) == 0, "I: 0 is null");
	tap_str(db_str(db, one, 0, 9), STR("ana"), "S: text");
	tap_ok(db_null(db, one, 0, 10), "S: empty is null");
	tap_str(db_str(db, one, 0, 11), STR("a,\"b\" {c}\\\n\nNULL"), "a: nothing is quoted");
	tap_ok(!db_null(db, two, 0, 1) && db_str(db, two, 0, 1).n == 0, "s: empty is empty");
	tap_str(db_str(db, two, 0, 11), STR(""), "a: the empty array");
	tap_str(db_str(db, field, 0, 2), STR("'; drop table x --"), "no SQL is made of it");
	tap_ok(db_bool(db, field, 0, 5), "t: true");
	tap_ok(db_null(db, cycle, 0, 8), "T: 0 is null");
	tap_int(db_i64(db, cycle, 0, 9), -1, "i: negative");
	tap_int((long long)db_count(db, alarm), 2, "j and a: unnested together");
	tap_int(db_i64(db, alarm, 1, 4), INSTANT + 1, "j: the second");
	db_close(db);
}

static void
test_errors(struct arena *a)
{
	static const char cut[] = "a\0b";
	struct strs none = { 0 };
	struct db *db = door(false);
	struct err e = { 0 };
	int after;

	(void)a;
	db_queue(db, SQL_BEGIN, "");
	queue_ticket(db, 21, STR("first"), &none);
	queue_ticket(db, 21, STR("again"), &none);
	db_queue(db, SQL_SHOW_RANGE, "");
	tap_int(db_run(db, &e), -1, "a key that is taken");
	tap_int(e.kind, ERR_MESSAGE, "… gives up on the message");
	tap_str(str_c(db_sqlstate(db)), STR("23505"), "… with its SQLSTATE");
	tap_ok(str_starts(str_c(e.text), STR("ticket_insert [23505]: ")), "… says: %s", e.text);
	tap_int(db_exec(db, &e, SQL_SHOW_RANGE, ""), -1, "the transaction is aborted");
	tap_str(str_c(db_sqlstate(db)), STR("25P02"), "… and says so");
	queue_ticket(db, 22, STR("never to be sent"), &none);
	good(db_rollback(db, &e), &e, "rolled back");
	after = db_queue(db, SQL_SHOW_TICKET, "i", (int64_t)21);
	db_queue(db, SQL_SHOW_RANGE, "");
	good(db_run(db, &e), &e, "what was skipped is prepared now");
	tap_int((long long)db_count(db, after), 0, "the first is not there either");
	tap_int(db_exec(db, &e, SQL_SHOW_TICKET, "i", (int64_t)22), 0, "asked");
	tap_int((long long)db_count(db, 0), 0, "what was queued at the rollback is gone");
	tap_int(db_exec(db, &e, SQL_TICKET_FIELDS, "s", STR("no number")), -1, "bad data");
	tap_str(str_c(db_sqlstate(db)), STR("22P02"), "… is told");
	queue_ticket(db, 23, (struct str){ cut, 3 }, &none);
	tap_int(db_run(db, &e), -1, "a NUL is refused, not cut at");
	tap_int(e.kind, ERR_MESSAGE, "… %s", e.text);
	good(db_exec(db, &e, SQL_SHOW_TICKET, "i", (int64_t)23), &e, "and the door still opens");
	tap_int((long long)db_count(db, 0), 0, "… to nothing half written");
	db_close(db);
}

/* Far more than any socket buffer holds, both ways at once. */
static void
test_big(struct arena *a)
{
	enum { MAILS = 5000, BIG = 20 << 20 };
	char *p = arena_alloc(a, BIG), hash[32] = { 0 };
	struct db *db = door(false);
	int first = 0;
	struct err e;

	for (size_t i = 0; i < BIG; i++)
		p[i] = (char)(i * 7 + i / 251);
	db_queue(db, SQL_BEGIN, "");
	for (int i = 0; i < MAILS; i++) {
		memcpy(hash, &i, sizeof(i));
		hash[31] = 2;
		db_queue(db, SQL_RAW_INSERT, "isiibiTIB", (int64_t)(1000 + i), STR("big"),
		    (int64_t)1, (int64_t)i, (struct str){ hash, 32 }, (int64_t)4096, INSTANT,
		    (int64_t)0, (struct str){ p + i, 4096 });
	}
	db_queue(db, SQL_COMMIT, "");
	good(db_run(db, &e), &e, "5,000 mails in one pipeline");
	hash[31] = 3;
	good(db_exec(db, &e, SQL_DELIVER, "sbiTb", STR("big"), (struct str){ hash, 32 },
	    (int64_t)BIG, INSTANT, (struct str){ p, BIG }), &e, "a mail of 20 MB");
	for (int i = 0; i < 5; i++)
		first = db_queue(db, SQL_RAW_PENDING, "i", db_i64(db, 0, 0, 0) - 1);
	good(db_run(db, &e), &e, "… read five times");
	tap_str(db_bytea(db, a, first, 0, 4), (struct str){ p, BIG }, "… octet for octet");
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
	good(db_exec(mouth, &e, SQL_NOTIFY, ""), &e, "notified");
	tap_ok(readable(ear), "it comes by itself");
	tap_int(db_notified(ear, &e), 1, "… and is heard");
	tap_int(db_notified(ear, &e), 0, "… once");
	db_exec(mouth, &e, SQL_NOTIFY, "");
	good(db_exec(ear, &e, SQL_SHOW_RANGE, ""), &e, "one that comes with a result");
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
	good(db_exec(busy, &e, SQL_BEGIN, ""), &e, "in a transaction");
	puts("# ready");
	fflush(stdout);
	if (getchar() == EOF)
		exit(1);
	while ((rc = db_notified(idle, &e)) == 0)
		readable(idle);
	tap_int(rc, -1, "the listener learns of it");
	tap_int(e.kind, ERR_RETRY, "… to try again: %s", e.text);
	tap_int(db_exec(idle, &e, SQL_SHOW_RANGE, ""), -1, "… and can ask nothing more");
	tap_int(e.kind, ERR_RETRY, "… to try again");
	tap_int(db_exec(busy, &e, SQL_COMMIT, ""), -1, "the other one too");
	tap_int(e.kind, ERR_RETRY, "… to try again: %s", e.text);
	tap_str(str_c(db_sqlstate(busy)), STR(""), "… without an SQLSTATE");
	tap_int(db_rollback(busy, &e), -1, "not even back");
	db_close(idle);
	db_close(busy);
	while (db_open(conninfo, true, &db, &e) == -1)
		if (e.kind != ERR_RETRY)
			break;
	good(db_exec(db, &e, SQL_SHOW_RANGE, ""), &e, "opened anew");
	db_close(db);
}

static const struct {
	const char	*name;
	void		(*run)(struct arena *);
} tests[] = {
	{ "migrate", test_migrate },
	{ "race", test_race },
	{ "values", test_values },
	{ "errors", test_errors },
	{ "big", test_big },
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
