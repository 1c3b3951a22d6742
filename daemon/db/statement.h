/*
 * statement: what sql/embed.py makes of a statement in sql/: its text, and its
 * parameters and columns as members of C structs.  Only sql.c has such tables and
 * only it calls db_ask() and db_row(): everybody else calls what sql.h declares.
 */
#ifndef DAEMON_DB_STATEMENT_H
#define DAEMON_DB_STATEMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_handle;			/* daemon/db/db.h */

enum sql_type {
	SQL_INT8,			/* int64_t */
	SQL_INT4,			/* int64_t; only read */
	SQL_BOOL,			/* bool */
	SQL_TEXT,			/* struct str */
	SQL_JSON,			/* struct str */
	SQL_BYTEA,			/* struct str */
	SQL_AT,				/* int64_t: microseconds since 1970 */
	SQL_TEXTS,			/* struct strs */
	SQL_INT8S,			/* struct db_int8s; only written */
	SQL_WHERE,			/* const struct db_where *, NULL: true; only written */
	SQL_KEYS,			/* the same of an array of texts, NULL: null; only written */
	SQL_ORDER,			/* … of what order by takes, NULL: no order; only written */
	SQL_VOID,			/* a column that nobody reads */
};

struct sql_column {
	const char	*name;
	enum sql_type	 type;
	bool		 has_null;	/* SQL's null is `none`, or the empty text */
	int64_t		 none;
	size_t		 at;		/* offset of the member */
};

struct sql_statement {
	size_t			 number;	/* its place in sql_statements[] */
	const char		*name;		/* "ticket_lock" */
	const char		*where;		/* "ticket.sql:3" */
	const char		*text;
	const struct sql_column	*in;
	size_t			 n_in;
	size_t			 size_in;
	const struct sql_column	*out;
	size_t			 n_out;
	size_t			 size_out;
};

/* Queues a statement; copies what `in` says. */
struct db_handle	db_ask(struct db *, const struct sql_statement *, const void *in);
/* False, and the row all zeros, when there are no more than `i`. */
bool	db_row(const struct db *, struct db_handle, const struct sql_statement *, size_t i,
	    void *row);

#endif
