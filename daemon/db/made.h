/*
 * made: a statement with a condition that was made while the program runs (where.h).
 */
#ifndef DAEMON_DB_MADE_H
#define DAEMON_DB_MADE_H

#include "daemon/db/where.h"

/*
 * The statement with the condition in its text and the condition's values behind its
 * parameters, and *in with these; NULL: it has no condition.  Both live in `a`.
 */
const struct sql_statement	*made_of(struct arena *, const struct sql_statement *,
				    const void **in);

#endif
