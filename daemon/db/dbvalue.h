/*
 * dbvalue: members of structs as PostgreSQL's binary formats, and back.  Nothing is
 * quoted, nothing is parsed, and the type of each parameter is the declared one.
 */
#ifndef DAEMON_DB_DBVALUE_H
#define DAEMON_DB_DBVALUE_H

#include "daemon/db/db.h"
#include "daemon/db/statement.h"

struct db_params {			/* parallel arrays, as libpq takes them */
	const char	**values;	/* NULL is SQL's null */
	int		 *lengths;
	int		 *formats;	/* all binary */
};

/* pg_type.oid of a declared type; 0: SQL_VOID. */
unsigned int	dbvalue_oid(enum sql_type);
/*
 * Copies all parameters into `a`.  Returns NULL, or what is wrong with one: a text
 * with a NUL in it would be cut.
 */
const char	*dbvalue_write(struct arena *a, const struct sql_statement *, const void *in,
		    struct db_params *out);
/*
 * One value that is not null into its member of `row`.  Texts are borrowed from
 * `bytes`; arrays live in `a`.
 */
void	dbvalue_read(struct arena *a, const struct sql_column *, struct str bytes, void *row);
/* The value that stands for null, into its member. */
void	dbvalue_read_null(const struct sql_column *, void *row);

#endif
