/*
 * where: a condition for a statement with a parameter of the type `where`, made while the
 * program runs.  Its text is joined of sql_fragments alone; what people wrote travels as
 * its own parameters.
 */
#ifndef DAEMON_DB_WHERE_H
#define DAEMON_DB_WHERE_H

#include "daemon/db/statement.h"
#include "parsers/base/str.h"

struct db_value {
	enum sql_type	type;		/* SQL_TEXT, SQL_TEXTS, SQL_BYTEA or SQL_AT */
	struct str	text;
	struct strs	texts;
	int64_t		at;		/* us */
};

struct db_where {
	struct str	 text;		/* SQL: "$1" is the first of its own values */
	struct db_value	*v;
	size_t		 n;
};

#endif
