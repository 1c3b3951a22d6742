/* reader: see reader.h. */
#include "daemon/read/reader.h"

#include "daemon/sys/clock.h"
#include "daemon/sys/log.h"

enum { AGAIN_MS = 2000 };

/*
 * Whatever the login may do: nothing is written, a page that takes long is broken off, and
 * who is idle in a transaction holds nothing back.
 */
static const char session[] =
    "set default_transaction_read_only = on; "
    "set statement_timeout = '2s'; "
    "set lock_timeout = '1s'; "
    "set idle_in_transaction_session_timeout = '10s'";

static int
open_session(struct reader *r, struct err *e)
{
	struct arena *a = arena_new();
	struct str conninfo = r->conf->portal.database.n > 0 ? r->conf->portal.database :
	    r->conf->database;
	int rc = db_open(str_dup(a, conninfo).p, false, &r->db, e);

	arena_free(a);
	if (rc == 0 && (rc = db_script(r->db, "portal_session", session, e)) == -1) {
		db_close(r->db);
		r->db = NULL;
	}
	return rc;
}

struct db *
reader_db(struct reader *r)
{
	struct err e;

	if (r->db != NULL || clock_mono() < r->again)
		return r->db;
	if (open_session(r, &e) == -1) {
		log_warning("pages: the database is away", { "error", LOG_C(e.text) });
		r->again = clock_mono() + AGAIN_MS;
	} else
		log_info("pages: the database is there");
	return r->db;
}

void
reader_failed(struct reader *r, const struct err *e)
{
	struct err fault;

	log_warning("page not made", { "error", LOG_C(e->text) });
	if (r->db == NULL || (e->kind != ERR_RETRY && db_rollback(r->db, &fault) == 0))
		return;
	db_close(r->db);
	r->db = NULL;
}
