/*
 * db: the one door to PostgreSQL.  Statements are named and declared in sql/ and
 * prepared where first used; only parameters travel.  db.c and connection.c alone see
 * libpq.
 *
 * Statements are queued by the calls of sql.h and then run together in one pipeline
 * (one network round trip):
 *
 *	struct sql_ticket_lock h = sql_ticket_lock(db, ticket);
 *	struct sql_ticket_lock_row row;
 *
 *	if (db_run(db, e) == -1)
 *		return -1;
 *	if (sql_ticket_lock_row(db, h, 0, &row))
 *		subject = str_dup(a, row.subject);
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

struct db;

/*
 * A statement of one run, to ask for its result.  It dies when the next run starts,
 * or at db_rollback(): asking by it then is a bug that asserts.  Zeros: nothing was
 * asked, and there are no rows.
 */
struct db_handle {
	uint64_t	run;
	size_t		at;
};

struct db_int8s {			/* an array of numbers, as a parameter */
	const int64_t	*v;
	size_t		 n;
};

/*
 * `listen`: LISTEN on channel "docket", and plan each statement once for all its
 * values, as what stays for long does.  Caller frees with db_close().
 */
int	db_open(const char *conninfo, bool listen, struct db **out, struct err *);
void	db_close(struct db *);			/* NULL is fine */
/* Files that it reads when it connects: a password, a client certificate. */
void	db_files(struct arena *, struct strs *out);
int	db_fd(const struct db *);		/* for poll(); POLLIN: db_notified */
/*
 * Takes in what the server sent; 1 when a NOTIFY came, 0, or -1: gone.  Call it
 * before poll() too: db_run() may have read the NOTIFY already.
 */
int	db_notified(struct db *, struct err *);

/* Runs all that is queued; earlier results are dropped.  -1 at the first error. */
int	db_run(struct db *, struct err *);
/*
 * For what takes long: db_start() sends what is queued and waits for nothing;
 * once db_ready() says so, db_run() has all the answers, or the error.
 */
int	db_start(struct db *, struct err *);
bool	db_ready(struct db *);
/* Drops what is queued and rolls back. */
int	db_rollback(struct db *, struct err *);
/*
 * Several commands at once, without parameters: a migration's text, or one that
 * the server made (sql_database_create).  `name` is for the error.
 */
int	db_script(struct db *, const char *name, const char *text, struct err *);
/* SQLSTATE of the last error, "" when the connection was lost. */
const char	*db_sqlstate(const struct db *);

/*
 * Rows, or rows affected.  All that is read of a run is borrowed from it, until the
 * next one.
 */
size_t	db_count(const struct db *, struct db_handle);

/* Makes the database that conninfo names, when it is missing; *made says so. */
int	db_create(const char *conninfo, bool *made, struct err *);

#endif
