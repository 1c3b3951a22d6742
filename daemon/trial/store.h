/*
 * store: what stands in for the database while something is tried out: a few tables in
 * memory, and the statements by which docket reads and writes tickets.  What it does not
 * know has no rows, and affects none.
 */
#ifndef DAEMON_TRIAL_STORE_H
#define DAEMON_TRIAL_STORE_H

#include "daemon/trial/asked.h"

struct store;

/* `ended`: a transaction was committed, or rolled back.  Lives in `a`. */
struct store	*store_new(struct arena *a, void (*ended)(void *of, bool kept), void *of);
/* Its door; the caller frees it with db_close(). */
struct db	*store_db(struct store *);
/* As the last transaction left it. */
const struct rows	*store_rows(const struct store *, enum store_table);
const struct sql_statement	*store_statement(const char *name);
/* A new row of what the statement of that name gave elsewhere. */
struct record	*store_take(struct store *, enum store_table, const char *statement,
		    const void *row);
/* Numbers that are taken from now on are higher. */
void		 store_above(struct store *, const char *sequence, int64_t last);
/* When something of it is due next (us); 0: nothing is. */
int64_t		 store_next(const struct store *);

#endif
