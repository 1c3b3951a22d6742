/*
 * The door to PostgreSQL opened and closed: what a connection and its session
 * are told, whatever conninfo, environment and server say; the database made.
 * Calls db.c, through sql.c too, and is never called by either.
 */
#include <errno.h>
#include <stdlib.h>

#include "daemon/db/connection.h"

/* Our own mistakes come back as errors; notices are the server's small talk. */
static void
notice_drop(void *unused, const char *message)
{
	(void)unused;
	(void)message;
}

/*
 * What stands before dbname the conninfo may override; what stands after it,
 * not.  A dead peer is noticed within 15 s.  `database`: instead of conninfo's.
 */
static PGconn *
connect_to(const char *conninfo, const char *database)
{
	const char *keys[] = { "connect_timeout", "keepalives_idle",
	    "keepalives_interval", "keepalives_count", "tcp_user_timeout",
	    "target_session_attrs", "dbname", "application_name",
	    "client_encoding", "dbname", NULL };
	char name[64];
	const char *values[] = { "10", "5", "5", "2", "15000", "read-write", conninfo,
	    name, "UTF8", database, NULL };

	/* What doctor compares with its own. */
	snprintf(name, sizeof(name), "%s/%s", program_invocation_short_name, DOCKET_VERSION);

	return PQconnectdbParams(keys, values, 1);
}

static struct db *
db_new(PGconn *conn)
{
	struct db *db = calloc(1, sizeof(*db));

	if (db == NULL)
		abort();
	db->a = arena_new();
	db->rows = arena_new();
	db->asking = 1;
	db->conn = conn;
	return db;
}

struct db *
db_stand_in(const struct db_standin *standin)
{
	struct db *db = db_new(NULL);

	db->standin = standin;
	return db;
}

static int
session_start(struct db *db, bool listen, struct err *e)
{
	if (PQstatus(db->conn) != CONNECTION_OK)
		return db_lost(db, e, "database");
	PQsetNoticeProcessor(db->conn, notice_drop, NULL);
	if (PQsetnonblocking(db->conn, 1) != 0 || PQenterPipelineMode(db->conn) != 1)
		abort();
	sql_session(db, STR(DB_STATEMENT_TIMEOUT),
	    listen ? STR("force_generic_plan") : STR("auto"));
	if (listen)
		sql_listen(db);
	return db_run(db, e);
}

int
db_open(const char *conninfo, bool listen, struct db **out, struct err *e)
{
	struct db *db = db_new(connect_to(conninfo, NULL));

	*out = NULL;
	if (session_start(db, listen, e) == -1) {
		db_close(db);
		return -1;
	}
	*out = db;
	return 0;
}

/* In the database "postgres"; *e stays when `name` is there or can't be made. */
static int
database_make(struct db *db, struct str name, struct err *e)
{
	struct sql_database_exists_row exists;
	struct sql_database_create_row create;
	struct sql_database_exists h;
	struct sql_database_create made;
	struct err fault;
	int rc;

	if (session_start(db, false, NULL) == -1)
		return -1;
	h = sql_database_exists(db, name);
	if (db_run(db, NULL) == -1 || !sql_database_exists_row(db, h, 0, &exists) ||
	    exists.n != 0)
		return -1;
	made = sql_database_create(db, name);
	if (db_run(db, NULL) == -1 || !sql_database_create_row(db, made, 0, &create))
		return -1;
	rc = db_script(db, "database_create", str_dup(db->a, create.command).p, &fault);
	if (rc == -1)
		*e = fault;
	return rc;
}

int
db_create(const char *conninfo, bool *made, struct err *e)
{
	struct db *db = db_new(connect_to(conninfo, NULL));
	struct err fault;
	int rc = 0;

	*made = false;
	if (PQstatus(db->conn) != CONNECTION_OK) {
		struct db *first = db;

		db_lost(first, &fault, "database");
		db = db_new(connect_to(conninfo, "postgres"));
		rc = database_make(db, str_c(PQdb(first->conn)), &fault);
		*made = rc == 0;
		db_close(first);
	}
	db_close(db);
	return rc == 0 ? 0 : err_set(e, fault.kind, "%s", fault.text);
}

int
db_rollback(struct db *db, struct err *e)
{
	db_queue_clear(db);
	sql_rollback(db);
	return db_run(db, e);
}

void
db_files(struct arena *a, struct strs *out)
{
	const char *passfile = getenv("PGPASSFILE"), *home = getenv("HOME");

	if (passfile != NULL)
		strs_add(a, out, str_c(passfile));
	if (home == NULL)
		return;
	strs_add(a, out, str_printf(a, "%s/.pgpass", home));
	strs_add(a, out, str_printf(a, "%s/.postgresql", home));
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	db_results_clear(db);
	PQfinish(db->conn);
	arena_free(db->rows);
	arena_free(db->a);
	free(db);
}
