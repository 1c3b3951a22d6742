/*
 * record: a row in memory: values by the names and types that statements declare for their
 * parameters (daemon/db/statement.h), given out again as the columns of another.
 */
#ifndef DAEMON_TRIAL_RECORD_H
#define DAEMON_TRIAL_RECORD_H

#include "daemon/db/standin.h"

struct cell;

struct record {
	struct cell	*v;
	size_t		 n;
};

struct rows {
	struct record	*v;
	size_t		 n;
};

/* Takes in what a statement is given, over what it had of those names.  Copies. */
void		record_take(struct arena *, struct record *, const struct sql_statement *,
		    const void *in);
/* The same of a row that a statement gave. */
void		record_take_row(struct arena *, struct record *, const struct sql_statement *,
		    const void *row);
/* Writes those columns of a row that the record has; the others stay. */
void		record_give(const struct record *, const struct sql_statement *, void *row);
/* What it has by that name; 0 and the empty text: nothing.  Borrowed. */
int64_t		record_int(const struct record *, const char *name);
struct str	record_text(const struct record *, const char *name);
struct strs	record_texts(const struct record *, const char *name);
struct db_int8s	record_ints(const struct record *, const char *name);
void		record_set_int(struct arena *, struct record *, const char *name, int64_t);
void		record_set_text(struct arena *, struct record *, const char *name, struct str);

/* A new row, empty. */
struct record	*rows_add(struct arena *, struct rows *);
void		 rows_drop(struct rows *, struct record *);
/* The rows, so that changes of these leave those of the other alone. */
struct rows	 rows_copy(struct arena *, const struct rows *);
/* The first whose `name` is that number; NULL. */
struct record	*rows_find(const struct rows *, const char *name, int64_t);

#endif
