/*
 * connection: a session with the server, as db.c and connection.c share it.  Nothing
 * else sees libpq.
 */
#ifndef DAEMON_DB_CONNECTION_H
#define DAEMON_DB_CONNECTION_H

#include <libpq-fe.h>

#include "daemon/db/db.h"
#include "daemon/db/dbvalue.h"
#include "daemon/db/standin.h"
#include "sql.h"

#define DB_STATEMENT_TIMEOUT	"30s"

enum { DB_AHEAD_MAX = 64 };

struct query {
	const struct sql_statement *s;
	const struct sql_statement *with;	/* s with a condition in it; NULL: it has none */
	bool			prepares;	/* is prepared in this run */
	struct db_params	params;
	struct db_rows		made;		/* by a stand-in */
};

struct answer {
	const struct sql_statement *s;
	PGresult		*r;		/* NULL: it was not got */
	struct db_rows		made;
};

struct db {
	PGconn		*conn;			/* NULL: a stand-in's */
	const struct db_standin	*standin;	/* answers in place of a server; NULL */
	struct arena	*a;			/* of the queue */
	struct query	*queue;
	size_t		 n_queue;
	const char	*fault;			/* of a queued parameter */
	bool		 sent;			/* by db_start() */
	PGresult	*ahead[DB_AHEAD_MAX];	/* came before db_run() took them, NULLs too */
	size_t		 n_ahead, at_ahead;
	uint64_t	 asking, answered;	/* runs: what is queued, what was run last */
	struct arena	*rows;			/* of arrays that were read */
	struct answer	*results;		/* of the last run */
	size_t		 n_results;
	bool		 lost;			/* nothing more can be asked */
	bool		 prepared[SQL_COUNT];
	char		 sqlstate[6];
};

/* The connection is gone: ERR_RETRY with libpq's reason.  -1. */
int	db_lost(struct db *, struct err *, const char *what);
void	db_queue_clear(struct db *);
void	db_results_clear(struct db *);

#endif
