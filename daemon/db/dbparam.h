/*
 * dbparam: the parameters of one statement as PostgreSQL's protocol wants
 * them.  Numbers and texts travel as text, so that the statement decides their
 * type; bytea, instants and arrays as binary, so that nothing is quoted.
 */
#ifndef DAEMON_DB_DBPARAM_H
#define DAEMON_DB_DBPARAM_H

#include <stdarg.h>

#include "parsers/base/str.h"

struct db_params {			/* parallel arrays, as libpq takes them */
	int		  n;
	const char	**values;	/* NULL is SQL's null */
	int		 *lengths;
	int		 *formats;	/* 1: binary */
	unsigned int	 *types;	/* OIDs; 0: the server infers it */
};

/*
 * One letter a parameter, as db.h lists them.  Copies everything into `a`.
 * Returns NULL, or what is wrong: a text with a NUL in it would be cut.
 */
const char	*db_params_read(struct arena *a, const char *letters, va_list,
		    struct db_params *out);

#endif
