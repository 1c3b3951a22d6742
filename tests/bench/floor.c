/*
 * floor: what PostgreSQL alone takes for the rows of an intake: prepared
 * statements in a pipeline on one connection, so many mails a commit, nothing
 * read or decided in between.
 *
 *	floor CONNINFO MAILS BATCH TABLE=ROWS ...
 *
 * ROWS is what docket wrote into that table, all mails together.  The database
 * is migrated and empty.  Prints the seconds it took.  Trusts its caller, stops
 * at the first error.
 */
#include <errno.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { MAIL_BYTES = 4096, MAX_PARAMS = 2, ID_BYTES = 24 };

/* $1 is the row's number, $2 its bytes where `bytes` says so. */
struct table {
	const char	*name;
	const char	*insert;
	int		 bytes;
	long		 rows;		/* to write in all */
	long		 done;
};

static struct table tables[] = {
	{ .name = "contact", .insert = "insert into docket.contact (id, address, name, project) "
	    "overriding system value values ($1::int8, 'u' || $1::int8 || '@acme.example', "
	    "'Somebody', 'ACME')" },
	{ .name = "raw", .bytes = 1, .insert = "insert into docket.raw (id, mailbox, uidvalidity, "
	    "uid, sha256, size, arrived_at, bytes) overriding system value values ($1::int8, "
	    "'support', 1, $1::int8, sha256($1::int8::text::bytea), 4096, now(), $2::bytea)" },
	{ .name = "ticket", .insert = "insert into docket.ticket (id, subject, project, mailbox, "
	    "sla, created_at) overriding system value values ($1::int8, 'A subject of a usual "
	    "length', 'ACME', 'support', 'standard', now())" },
	{ .name = "participant", .insert = "insert into docket.participant (ticket, address) "
	    "values (1, 'p' || $1::int8 || '@acme.example')" },
	{ .name = "field", .insert = "insert into docket.field (ticket, name, value, raw, source, "
	    "found_in, verified) values (1, 'field' || $1::int8, 'medium', 'medium', 'default', "
	    "'', true)" },
	{ .name = "entry", .bytes = 1, .insert = "insert into docket.entry (id, ticket, at, kind, "
	    "author, public, subject, body, message_id) overriding system value values "
	    "($1::int8, 1, now(), 'mail-out', 'docket', true, 'A subject of a usual length', "
	    "encode($2::bytea, 'escape'), 'm' || $1::int8 || '@example.com')" },
	{ .name = "attachment", .insert = "insert into docket.attachment (entry, n, name, type, "
	    "size, sha256) values (1, $1::int4, 'a.txt', 'text/plain', 1, '')" },
	{ .name = "message", .insert = "insert into docket.message (message_id, ticket, entry) "
	    "values ('m' || $1::int8 || '@example.com', 1, 1)" },
	{ .name = "outbox", .bytes = 1, .insert = "insert into docket.outbox (id, ticket, entry, "
	    "mailbox, message_id, envelope_from, automatic, bytes) overriding system value values "
	    "($1::int8, 1, 1, 'support', 'm' || $1::int8 || '@example.com', '', true, $2::bytea)" },
	{ .name = "delivery", .insert = "insert into docket.delivery (outbox, recipient, automatic) "
	    "values (1, 'u' || $1::int8 || '@acme.example', true)" },
	{ .name = "cycle", .insert = "insert into docket.cycle (id, ticket, clock, n, policy, "
	    "severity, calendar, target, started_at, resumed_at, due_at, state, stopped_at) "
	    "overriding system value values ($1::int8, 1, 'response', $1::int4, 'standard', "
	    "'medium', 'always', 14400, now(), now(), now(), 'met', now())" },
	{ .name = "alarm", .insert = "insert into docket.alarm (kind, ticket, cycle, point, epoch, "
	    "due_at) values ('sla-warning', 1, 1, $1::int8::text, 0, now())" },
};

enum { N_TABLES = sizeof(tables) / sizeof(tables[0]) };

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
read_rows(int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		char *eq = strchr(argv[i], '=');
		int found = 0;

		if (eq == NULL)
			die(argv[i], "TABLE=ROWS");
		*eq = '\0';
		for (int t = 0; t < N_TABLES; t++) {
			if (strcmp(tables[t].name, argv[i]) != 0)
				continue;
			tables[t].rows = strtol(eq + 1, NULL, 10);
			found = 1;
		}
		if (!found)
			die(argv[i], "no such table here");
	}
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

/* The rows of mail `n` of `mails`: each table's share, so that the sums come out. */
static void
put_mail(PGconn *db, long n, long mails, const char *bytes)
{
	for (int t = 0; t < N_TABLES; t++)
		while (tables[t].done < tables[t].rows * (n + 1) / mails)
			put(db, &tables[t], bytes);
}

int
main(int argc, char **argv)
{
	if (argc < 4)
		die("usage", "floor CONNINFO MAILS BATCH TABLE=ROWS ...");
	long mails = strtol(argv[2], NULL, 10), batch = strtol(argv[3], NULL, 10);
	char bytes[MAIL_BYTES];
	PGconn *db = PQconnectdb(argv[1]);

	want(db, PQstatus(db) == CONNECTION_OK, "connect");
	read_rows(argc - 4, argv + 4);
	memset(bytes, 'x', sizeof(bytes));
	prepare(db);
	want(db, PQenterPipelineMode(db), "pipeline");
	double start = now();
	for (long n = 0; n < mails; n += batch) {
		say(db, "begin");
		for (long i = n; i < n + batch && i < mails; i++)
			put_mail(db, i, mails, bytes);
		say(db, "commit");
		drain(db);
	}
	printf("%.3f\n", now() - start);
	PQfinish(db);
	return 0;
}
