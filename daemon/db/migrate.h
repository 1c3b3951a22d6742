/* migrate: brings the schema up to the program's, and checks that it is. */
#ifndef DAEMON_DB_MIGRATE_H
#define DAEMON_DB_MIGRATE_H

#include "daemon/db/db.h"

struct sql_migration;			/* sql.h */

struct db_migrations {
	const struct sql_migration	*v;
	size_t				 n;
};

/*
 * Applies the migrations (sql/NNN_name.sql) that are missing, one program at a time,
 * and says who may do what.  Refuses when one that was applied has been changed.
 */
int	db_migrate(const char *conninfo, int *applied, struct err *);
int	db_migrate_these(const char *conninfo, const struct db_migrations *, int *applied,
	    struct err *);
/* 0 when the schema is the one this program was built with. */
int	db_check_schema(struct db *, struct err *);

#endif
