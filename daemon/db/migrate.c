/*
 * The schema's version: bringing it up to the program's, and checking that it
 * is.  Trusts the migrations that the build embedded.  Never goes back.
 */
#include "daemon/db/db.h"

#include <stdio.h>

#include "sql.h"

/* Of the schema in the database; 0 before the first migration. */
static int
version_read(struct db *db, int *version, struct err *e)
{
	struct sql_schema_exists asked = sql_schema_exists(db);
	struct sql_schema_exists_row exists;
	struct sql_schema_version h;
	struct sql_schema_version_row found;

	*version = 0;
	if (db_run(db, e) == -1)
		return -1;
	if (!sql_schema_exists_row(db, asked, 0, &exists) || !exists.is_there)
		return 0;
	h = sql_schema_version(db);
	if (db_run(db, e) == -1)
		return -1;
	sql_schema_version_row(db, h, 0, &found);
	*version = (int)found.version;
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
	sql_migration_insert(db, m->version, str_c(m->name));
	sql_commit(db);
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

	sql_begin(db);
	sql_session_patient(db);
	sql_migration_lock(db);
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
