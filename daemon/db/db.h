/*
 * db: the one door to PostgreSQL.  Statements are named in sql/ and prepared
 * where first used; only parameters travel.  db.c and dbopen.c alone see libpq.
 *
 * Statements are queued and then run together in one pipeline (one network
 * round trip):
 *
 *	int h = db_queue(db, SQL_TICKET_FIND, "i", ticket);
 *	if (db_run(db, e) == -1)
 *		return -1;
 *	if (db_count(db, h) == 1)
 *		subject = db_str(db, h, 0, 1);
 *
 * An error inside an open transaction leaves it aborted: the caller's next
 * call is db_rollback().  ERR_RETRY means that the connection is gone or
 * the server in trouble (shutdown, deadlock, disk): db_close, db_open anew, which
 * listens, and rescan the queues.
 */
#ifndef DAEMON_DB_DB_H
#define DAEMON_DB_DB_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"
#include "sql.h"		/* enum sql_id, made of the files in sql/ */

struct db;

/*
 * `listen`: LISTEN on channel "docket", and plan each statement once for all its
 * values, as what stays for long does.  Caller frees with db_close().
 */
int	db_open(const char *conninfo, bool listen, struct db **out, struct err *);
void	db_close(struct db *);			/* NULL is fine */
int	db_fd(const struct db *);		/* for poll(); POLLIN: db_notified */
/*
 * Takes in what the server sent; 1 when a NOTIFY came, 0, or -1: gone.  Call it
 * before poll() too: db_run() may have read the NOTIFY already.
 */
int	db_notified(struct db *, struct err *);

/*
 * Queues a statement; the result is a handle for the readers below.  One
 * letter a parameter:
 *	i int64_t	I int64_t, 0 is NULL	s struct str
 *	S struct str, empty is NULL		b struct str as bytea
 *	B bytea, empty is NULL			t bool (as int)
 *	T int64_t, microseconds since 1970 as timestamptz, 0 is NULL
 *	a const struct strs * as text[]
 *	j const int64_t *, size_t: int8[]
 */
int	db_queue(struct db *, enum sql_id, const char *types, ...);
/* Runs all that is queued; earlier results are dropped.  -1 at the first error. */
int	db_run(struct db *, struct err *);
/*
 * For what takes long: db_start() sends what is queued and waits for nothing;
 * once db_ready() says so, db_run() has all the answers, or the error.
 */
int	db_start(struct db *, struct err *);
bool	db_ready(struct db *);
/* Queue one and run: its handle is 0, or what the queued before it leave. */
int	db_exec(struct db *, struct err *, enum sql_id, const char *types, ...);
/* Drops what is queued and rolls back. */
int	db_rollback(struct db *, struct err *);
/*
 * Several commands at once, without parameters: a migration's text, or one that
 * the server made (SQL_DATABASE_CREATE).  `name` is for the error.
 */
int	db_script(struct db *, const char *name, const char *text, struct err *);
/* SQLSTATE of the last error, "" when the connection was lost. */
const char	*db_sqlstate(const struct db *);

/* Results of the last db_run(); borrowed until the next one. */
size_t		db_count(const struct db *, int handle);	/* rows, or rows affected */
bool		db_null(const struct db *, int handle, size_t row, int col);
struct str	db_str(const struct db *, int handle, size_t row, int col);
int64_t		db_i64(const struct db *, int handle, size_t row, int col);
bool		db_bool(const struct db *, int handle, size_t row, int col);
/* timestamptz columns are selected as int8 microseconds: docket.us(column). */
struct str	db_bytea(struct db *, struct arena *, int handle, size_t row, int col);

/* Makes the database that conninfo names, when it is missing; *made says so. */
int	db_create(const char *conninfo, bool *made, struct err *);
/* Migrations (sql/NNN_name.sql), each in a transaction under an advisory lock. */
int	db_migrate(const char *conninfo, int *applied, struct err *);
/* 0 when the schema is the one this program was built with. */
int	db_check_schema(struct db *, struct err *);

#endif
