/*
 * letters: statements asked by letters, and their results by number.  Goes when all
 * callers have the typed calls of sql.h.
 */
#ifndef DAEMON_DB_LETTERS_H
#define DAEMON_DB_LETTERS_H

#include "daemon/db/db.h"
#include "sql.h"

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
/* Queue one and run: its handle is 0, or what the queued before it leave. */
int	db_exec(struct db *, struct err *, enum sql_id, const char *types, ...);

/* Results of the last db_run(); borrowed until the next one. */
size_t		db_count(const struct db *, int handle);	/* rows, or rows affected */
bool		db_null(const struct db *, int handle, size_t row, int col);
struct str	db_str(const struct db *, int handle, size_t row, int col);
int64_t		db_i64(const struct db *, int handle, size_t row, int col);
bool		db_bool(const struct db *, int handle, size_t row, int col);
/* timestamptz columns are selected as int8 microseconds: docket.us(column). */
struct str	db_bytea(struct db *, struct arena *, int handle, size_t row, int col);

#endif
