/*
 * The schema's version: bringing it up to the program's, and checking that it
 * is.  Trusts the migrations that the build embedded.  Never goes back.
 */
#include "daemon/db/db.h"

#include <stdio.h>

/* Of the schema in the database; 0 before the first migration. */
static int
version_read(struct db *db, int *version, struct err *e)
{
	*version = 0;
	if (db_exec(db, e, SQL_SCHEMA_EXISTS, "") == -1)
		return -1;
	if (!db_bool(db, 0, 0, 0))
		return 0;
	if (db_exec(db, e, SQL_SCHEMA_VERSION, "") == -1)
		return -1;
	*version = (int)db_i64(db, 0, 0, 0);
	return 0;
}

static int
version_newer(int version, struct err *e)
{
	return err_set(e, ERR_CONF, "the database's schema is version %d, this program's %d:"
	    " install the newer docket", version, (int)sql_n_migrations);
}

static int
migration_run(struct db *db, const struct sql_migration *m, struct err *e)
{
	char name[64];

	snprintf(name, sizeof(name), "migration %d (%s)", m->version, m->name);
	if (db_script(db, name, m->text, e) == -1)
		return -1;
	db_queue(db, SQL_MIGRATION_INSERT, "is", (int64_t)m->version, str_c(m->name));
	db_queue(db, SQL_COMMIT, "");
	return db_run(db, e);
}

/*
 * One transaction: when 1 is returned, the next migration and its row are
 * committed; 0: there was none to do.
 */
static int
migrate_step(struct db *db, struct err *e)
{
	int version, rc = -1;

	db_queue(db, SQL_BEGIN, "");
	db_queue(db, SQL_SESSION_PATIENT, "");
	db_queue(db, SQL_MIGRATION_LOCK, "");
	if (db_run(db, e) == 0 && version_read(db, &version, e) == 0) {
		if ((size_t)version > sql_n_migrations)
			rc = version_newer(version, e);
		else if ((size_t)version == sql_n_migrations)
			rc = 0;
		else if (migration_run(db, &sql_migrations[version], e) == 0)
			return 1;
	}
	db_rollback(db, NULL);
	return rc;
}

int
db_migrate(const char *conninfo, int *applied, struct err *e)
{
	struct db *db;
	int rc;

	*applied = 0;
	if (db_open(conninfo, false, &db, e) == -1)
		return -1;
	while ((rc = migrate_step(db, e)) == 1)
		++*applied;
	db_close(db);
	return rc;
}

int
db_check_schema(struct db *db, struct err *e)
{
	int version;

	if (version_read(db, &version, e) == -1)
		return -1;
	if ((size_t)version > sql_n_migrations)
		return version_newer(version, e);
	if (version == 0)
		return err_set(e, ERR_CONF, "the database holds no docket schema:"
		    " run docketctl migrate");
	if ((size_t)version < sql_n_migrations)
		return err_set(e, ERR_CONF, "the database's schema is version %d, this"
		    " program's %d: run docketctl migrate", version, (int)sql_n_migrations);
	return 0;
}
