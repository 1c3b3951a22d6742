/*
 * floor: what PostgreSQL alone takes for the rows that docket's first release
 * wrote for a mail with its three mails out: prepared statements in a pipeline on
 * one connection, so many mails a commit, nothing read or decided in between.
 *
 *	floor CONNINFO MAILS BATCH
 *
 * The database holds floor.sql, empty.  Prints the seconds it took.  Trusts its
 * caller, stops at the first error.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "parsers/base/array.h"

enum { MAIL_BYTES = 4096, MAX_PARAMS = 2, ID_BYTES = 24 };

/* $1 is the row's number, $2 its bytes where `bytes` says so. */
struct table {
	const char	*name;
	const char	*insert;
	int		 bytes;
	int		 rows;		/* a mail */
	long		 done;
};

static struct table tables[] = {
	{ .name = "contact", .rows = 1,
	    .insert = "insert into floor.contact (id, address, name, project) "
	    "overriding system value values ($1::int8, 'u' || $1::int8 || '@acme.example', "
	    "'Somebody', 'ACME')" },
	{ .name = "raw", .rows = 1, .bytes = 1,
	    .insert = "insert into floor.raw (id, mailbox, uidvalidity, "
	    "uid, sha256, size, arrived_at, bytes) overriding system value values ($1::int8, "
	    "'support', 1, $1::int8, sha256($1::int8::text::bytea), 4096, now(), $2::bytea)" },
	{ .name = "ticket", .rows = 1,
	    .insert = "insert into floor.ticket (id, subject, project, mailbox, "
	    "sla, created_at) overriding system value values ($1::int8, 'A subject of a usual "
	    "length', 'ACME', 'support', 'standard', now())" },
	{ .name = "participant", .rows = 1,
	    .insert = "insert into floor.participant (ticket, address) "
	    "values (1, 'p' || $1::int8 || '@acme.example')" },
	{ .name = "field", .rows = 1,
	    .insert = "insert into floor.field (ticket, name, value, raw, source, "
	    "found_in, verified) values (1, 'field' || $1::int8, 'medium', 'medium', 'default', "
	    "'', true)" },
	{ .name = "entry", .rows = 5, .bytes = 1,
	    .insert = "insert into floor.entry (id, ticket, at, kind, "
	    "author, public, subject, body, message_id) overriding system value values "
	    "($1::int8, 1, now(), 'mail-out', 'docket', true, 'A subject of a usual length', "
	    "encode($2::bytea, 'escape'), 'm' || $1::int8 || '@example.com')" },
	{ .name = "message", .rows = 4,
	    .insert = "insert into floor.message (message_id, ticket, entry) "
	    "values ('m' || $1::int8 || '@example.com', 1, 1)" },
	{ .name = "outbox", .rows = 3, .bytes = 1,
	    .insert = "insert into floor.outbox (id, ticket, entry, "
	    "mailbox, message_id, envelope_from, automatic, bytes) overriding system value values "
	    "($1::int8, 1, 1, 'support', 'm' || $1::int8 || '@example.com', '', true, $2::bytea)" },
	{ .name = "delivery", .rows = 3,
	    .insert = "insert into floor.delivery (outbox, recipient, automatic) "
	    "values (1, 'u' || $1::int8 || '@acme.example', true)" },
	{ .name = "cycle", .rows = 2,
	    .insert = "insert into floor.cycle (id, ticket, clock, n, policy, "
	    "severity, calendar, target, started_at, resumed_at, due_at, state, stopped_at) "
	    "overriding system value values ($1::int8, 1, 'response', $1::int4, 'standard', "
	    "'medium', 'always', 14400, now(), now(), now(), 'met', now())" },
	{ .name = "alarm", .rows = 4,
	    .insert = "insert into floor.alarm (kind, ticket, cycle, point, epoch, "
	    "due_at) values ('sla-warning', 1, 1, $1::int8::text, 0, now())" },
};

enum { N_TABLES = COUNT(tables) };

static void __attribute__((noreturn))
die(const char *what, const char *why)
{
	fprintf(stderr, "floor: %s: %s\n", what, why);
	exit(1);
}

static void
want(PGconn *db, int ok, const char *what)
{
	if (!ok)
		die(what, PQerrorMessage(db));
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
prepare(PGconn *db)
{
	for (int t = 0; t < N_TABLES; t++) {
		PGresult *r = PQprepare(db, tables[t].name, tables[t].insert, 0, NULL);

		want(db, PQresultStatus(r) == PGRES_COMMAND_OK, tables[t].name);
		PQclear(r);
	}
}

static void
put(PGconn *db, struct table *t, const char *bytes)
{
	char id[ID_BYTES];
	const char *values[MAX_PARAMS] = { id, bytes };
	const int lengths[MAX_PARAMS] = { 0, MAIL_BYTES };
	const int formats[MAX_PARAMS] = { 0, 1 };

	snprintf(id, sizeof(id), "%ld", ++t->done);
	want(db, PQsendQueryPrepared(db, t->name, 1 + t->bytes, values, lengths, formats, 0),
	    t->name);
}

static void
say(PGconn *db, const char *sql)
{
	want(db, PQsendQueryParams(db, sql, 0, NULL, NULL, NULL, NULL, 0), sql);
}

/* Everything up to the sync must have worked. */
static void
drain(PGconn *db)
{
	want(db, PQpipelineSync(db), "sync");
	for (;;) {
		PGresult *r = PQgetResult(db);
		ExecStatusType status = r == NULL ? PGRES_COMMAND_OK : PQresultStatus(r);

		if (status == PGRES_FATAL_ERROR || status == PGRES_PIPELINE_ABORTED)
			die("insert", PQresultErrorMessage(r));
		PQclear(r);
		if (status == PGRES_PIPELINE_SYNC)
			return;
	}
}

static void
put_mail(PGconn *db, const char *bytes)
{
	for (int t = 0; t < N_TABLES; t++)
		for (int i = 0; i < tables[t].rows; i++)
			put(db, &tables[t], bytes);
}

int
main(int argc, char **argv)
{
	if (argc != 4)
		die("usage", "floor CONNINFO MAILS BATCH");
	long mails = strtol(argv[2], NULL, 10), batch = strtol(argv[3], NULL, 10);
	char bytes[MAIL_BYTES];
	PGconn *db = PQconnectdb(argv[1]);

	want(db, PQstatus(db) == CONNECTION_OK, "connect");
	memset(bytes, 'x', sizeof(bytes));
	prepare(db);
	want(db, PQenterPipelineMode(db), "pipeline");
	double start = now();
	for (long n = 0; n < mails; n += batch) {
		say(db, "begin");
		for (long i = n; i < n + batch && i < mails; i++)
			put_mail(db, bytes);
		say(db, "commit");
		drain(db);
	}
	printf("%.3f\n", now() - start);
	PQfinish(db);
	return 0;
}
