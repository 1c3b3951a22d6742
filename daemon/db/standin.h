/*
 * standin: what answers in place of a server, for who tries out what would be stored: rows
 * in memory, and nothing outlives the program.
 */
#ifndef DAEMON_DB_STANDIN_H
#define DAEMON_DB_STANDIN_H

#include "daemon/db/db.h"
#include "daemon/db/statement.h"

struct db_rows {
	void	*v;			/* structs of the statement's columns; NULL: it has none */
	size_t	 n;			/* … or rows affected */
};

struct db_standin {
	/*
	 * A statement when it is asked: nothing waits for db_run() but its caller.  `rows` is
	 * empty before; they live in `a`, and what they borrow as long.  `in` is gone afterwards.
	 */
	void	(*answer)(void *of, const struct sql_statement *, const void *in, struct arena *a,
		    struct db_rows *rows);
	void	*of;
};

/* Borrows it.  Caller frees with db_close(). */
struct db	*db_stand_in(const struct db_standin *);

#endif
