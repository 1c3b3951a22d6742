/*
 * The door to PostgreSQL, by libpq in pipeline mode; connection.c opens and closes
 * it.  A statement is prepared in the pipeline that first uses it.  Trusts the
 * server's protocol, not its patience: nothing waits longer than PATIENCE_MS
 * without a byte coming.  Makes SQL text of conditions alone (made.h), never of a value,
 * and never logs.
 */
#include "daemon/db/db.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/db/connection.h"
#include "daemon/db/made.h"
#include "parsers/base/array.h"

enum {
	PATIENCE_MS = 40 * 1000	/* above DB_STATEMENT_TIMEOUT */
};

/* ---- errors ---- */

/* By the SQLSTATE's start, the first row that fits: what the caller should do. */
static const struct {
	const char	*start;
	enum err_kind	 kind;
} state_rows[] = {
	{ "08", ERR_RETRY },		/* connection */
	{ "22", ERR_MESSAGE },		/* data */
	{ "23", ERR_MESSAGE },		/* integrity */
	{ "25006", ERR_RETRY },		/* read-only: a failover */
	{ "25P03", ERR_RETRY },		/* idle in transaction */
	{ "28", ERR_CONF },		/* login */
	{ "3D", ERR_CONF },		/* no such database */
	{ "3F", ERR_CONF },		/* no such schema */
	{ "40", ERR_RETRY },		/* serialisation, deadlock */
	{ "42501", ERR_CONF },		/* privilege */
	{ "42P01", ERR_CONF },		/* no such table: migrate */
	{ "42P04", ERR_CONF },		/* database exists */
	{ "53", ERR_RETRY },		/* resources: disk, memory, connections */
	{ "55", ERR_RETRY },		/* locks */
	{ "57", ERR_RETRY },		/* shutdown, cancel */
	{ "58", ERR_RETRY },		/* I/O */
	{ "DKW01", ERR_WAIT },		/* docket.month_keep() */
	{ "", ERR_BUG },
};

static enum err_kind
state_kind(const char *state)
{
	size_t i = 0;

	while (strncmp(state, state_rows[i].start, strlen(state_rows[i].start)) != 0)
		i++;
	return state_rows[i].kind;
}

/* libpq's messages are lines; an err is one. */
static int
fault_set(struct err *e, enum err_kind kind, const char *what, const char *message)
{
	struct err one;
	size_t n;

	err_set(&one, kind, "%s: %s", what, message);
	n = strlen(one.text);
	while (n > 0 && one.text[n - 1] == '\n')
		one.text[--n] = '\0';
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)one.text[i] < ' ')
			one.text[i] = ' ';
	return err_set(e, kind, "%s", one.text);
}

int
db_lost(struct db *db, struct err *e, const char *what)
{
	const char *message = PQerrorMessage(db->conn);

	db->lost = true;
	db->sqlstate[0] = '\0';
	return fault_set(e, ERR_RETRY, what,
	    message[0] == '\0' ? "the connection is gone" : message);
}

static int
fault_result(struct db *db, struct err *e, const char *what, const PGresult *r)
{
	const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
	const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
	char head[128];

	if (state == NULL)
		return db_lost(db, e, what);
	strncpy(db->sqlstate, state, sizeof(db->sqlstate) - 1);
	snprintf(head, sizeof(head), "%s [%s]", what, db->sqlstate);
	return fault_set(e, state_kind(state), head, message);
}

/* ---- waiting ---- */

/* Sends what waits and takes in what comes.  -1: the connection is gone. */
static int
wait_step(PGconn *conn)
{
	struct pollfd p = { .fd = PQsocket(conn), .events = POLLIN };
	int unsent = PQflush(conn);

	if (unsent == -1 || p.fd == -1)
		return -1;
	if (unsent == 1)
		p.events |= POLLOUT;
	switch (poll(&p, 1, PATIENCE_MS)) {
	case 0:
		return -1;
	case -1:
		return errno == EINTR ? 0 : -1;
	default:
		break;
	}
	if ((p.revents & ~POLLOUT) != 0 && PQconsumeInput(conn) == 0)
		return -1;
	return 0;
}

/* The next result, or NULL at the end of one statement's.  -1: gone. */
static int
result_next(struct db *db, PGresult **out)
{
	*out = NULL;
	if (db->at_ahead < db->n_ahead) {
		*out = db->ahead[db->at_ahead++];
		return 0;
	}
	if (PQflush(db->conn) == -1)
		return -1;
	while (PQisBusy(db->conn))
		if (wait_step(db->conn) == -1)
			return -1;
	*out = PQgetResult(db->conn);
	return 0;
}

/* The one result of the step that is next in the pipeline.  -1: gone. */
static int
result_take(struct db *db, PGresult **out)
{
	PGresult *end;

	if (result_next(db, out) == -1 || *out == NULL)
		return -1;
	if (PQresultStatus(*out) == PGRES_PIPELINE_SYNC)
		return 0;
	if (result_next(db, &end) == -1 || end != NULL) {
		PQclear(end);
		return -1;
	}
	return 0;
}

static bool
result_good(const PGresult *r)
{
	ExecStatusType status = PQresultStatus(r);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* ---- one run ---- */

void
db_queue_clear(struct db *db)
{
	db->queue = NULL;
	db->n_queue = 0;
	db->sent = false;
	db->fault = NULL;
	db->asking++;
	arena_reset(db->a);
}

void
db_results_clear(struct db *db)
{
	while (db->at_ahead < db->n_ahead)
		PQclear(db->ahead[db->at_ahead++]);
	db->at_ahead = db->n_ahead = 0;
	for (size_t i = 0; i < db->n_results; i++)
		PQclear(db->results[i].r);
	free(db->results);
	db->results = NULL;
	db->n_results = 0;
	arena_reset(db->rows);
}

static bool *
prepared_of(struct db *db, const struct sql_statement *s)
{
	return &db->prepared[s->number];
}

/* The parameters have the types that are declared, whatever the server infers. */
static bool
send_prepare(struct db *db, const struct sql_statement *s)
{
	Oid *types = ARENA_ARRAY(db->a, s->n_in, Oid);

	for (size_t i = 0; i < s->n_in; i++)
		types[i] = dbvalue_oid(s->in[i].type);
	return PQsendPrepare(db->conn, s->name, s->text, (int)s->n_in, types) == 1;
}

/* One with a condition of its own: made for this once, and not prepared. */
static bool
send_made(struct db *db, const struct query *q)
{
	const struct sql_statement *s = q->with;
	Oid *types = ARENA_ARRAY(db->a, s->n_in, Oid);

	for (size_t i = 0; i < s->n_in; i++)
		types[i] = dbvalue_oid(s->in[i].type);
	return PQsendQueryParams(db->conn, s->text, (int)s->n_in, types, q->params.values,
	    q->params.lengths, q->params.formats, 1) == 1;
}

static bool
send_query(struct db *db, struct query *q)
{
	const struct sql_statement *s = q->s;
	bool *prepared = prepared_of(db, s);

	if (q->with != NULL)
		return send_made(db, q);
	q->prepares = !*prepared;
	if (q->prepares && !send_prepare(db, s))
		return false;
	*prepared = true;
	return PQsendQueryPrepared(db->conn, s->name, (int)s->n_in, q->params.values,
	    q->params.lengths, q->params.formats, 1) == 1;
}

static int
send_all(struct db *db, struct err *e)
{
	for (size_t i = 0; i < db->n_queue; i++)
		if (!send_query(db, &db->queue[i]))
			return db_lost(db, e, db->queue[i].s->name);
	if (PQpipelineSync(db->conn) != 1)
		return db_lost(db, e, "sync");
	return 0;
}

/*
 * Takes the results of one statement.  The first that fails fills *e; what
 * comes after it up to the sync was skipped by the server.
 */
static int
receive_query(struct db *db, size_t i, bool *failed, struct err *e)
{
	struct query *q = &db->queue[i];
	PGresult *r;

	for (int step = q->prepares ? 0 : 1; step < 2; step++) {
		if (result_take(db, &r) == -1) {
			PQclear(r);
			return db_lost(db, e, q->s->name);
		}
		if (step == 0 && !result_good(r))
			*prepared_of(db, q->s) = false;
		if (!result_good(r) && !*failed) {
			*failed = true;
			fault_result(db, e, q->s->name, r);
		}
		if (step == 1)
			db->results[i] = (struct answer){ q->s, r };
		else
			PQclear(r);
	}
	return 0;
}

static int
receive_all(struct db *db, struct err *e)
{
	bool failed = false;
	PGresult *sync;

	db->results = calloc(db->n_queue, sizeof(*db->results));
	if (db->results == NULL)
		abort();
	db->n_results = db->n_queue;
	for (size_t i = 0; i < db->n_queue; i++)
		if (receive_query(db, i, &failed, e) == -1)
			return -1;
	if (result_take(db, &sync) == -1 ||
	    PQresultStatus(sync) != PGRES_PIPELINE_SYNC) {
		PQclear(sync);
		return db_lost(db, failed ? NULL : e, "sync");
	}
	PQclear(sync);
	return failed ? -1 : 0;
}

int
db_start(struct db *db, struct err *e)
{
	db_results_clear(db);
	db->answered = db->asking;
	db->sqlstate[0] = '\0';
	if (db->n_queue == 0)
		return 0;
	if (db->lost)
		return db_lost(db, e, "database");
	if (db->fault != NULL)
		return err_set(e, ERR_MESSAGE, "%s", db->fault);
	db->sent = true;
	return send_all(db, e);
}

bool
db_ready(struct db *db)
{
	if (db->lost || PQflush(db->conn) == -1 || PQconsumeInput(db->conn) == 0)
		return true;
	while (db->n_ahead < DB_AHEAD_MAX && !PQisBusy(db->conn)) {
		PGresult *r = PQgetResult(db->conn);

		db->ahead[db->n_ahead++] = r;
		if (r != NULL && PQresultStatus(r) == PGRES_PIPELINE_SYNC)
			return true;
	}
	return db->n_ahead == DB_AHEAD_MAX;
}

/* What was queued has its answers already: they live until the next run. */
static int
stand_in(struct db *db)
{
	struct arena *made = db->a;

	db_results_clear(db);
	db->answered = db->asking;
	db->results = calloc(db->n_queue + 1, sizeof(*db->results));
	if (db->results == NULL)
		abort();
	for (; db->n_results < db->n_queue; db->n_results++) {
		const struct query *q = &db->queue[db->n_results];

		db->results[db->n_results] = (struct answer){ .s = q->s, .made = q->made };
	}
	db->a = db->rows;
	db->rows = made;
	db_queue_clear(db);
	return 0;
}

int
db_run(struct db *db, struct err *e)
{
	int rc = 0;

	if (db->standin != NULL)
		return stand_in(db);
	if (!db->sent)
		rc = db_start(db, e);
	if (rc == 0 && db->n_queue > 0)
		rc = receive_all(db, e);
	db_queue_clear(db);
	return rc;
}

struct db_handle
db_ask(struct db *db, const struct sql_statement *s, const void *in)
{
	const char *fault;
	struct query *q;

	assert(!db->sent);
	db->queue = array_grow(db->a, db->queue, db->n_queue, sizeof(*db->queue));
	q = &db->queue[db->n_queue];
	q->s = s;
	q->made = (struct db_rows){ 0 };
	q->with = NULL;
	if (db->standin != NULL) {
		db->standin->answer(db->standin->of, s, in, db->a, &q->made);
		return (struct db_handle){ db->asking, db->n_queue++ };
	}
	q->with = made_of(db->a, s, &in);
	fault = dbvalue_write(db->a, q->with != NULL ? q->with : s, in, &q->params);
	if (db->fault == NULL)
		db->fault = fault;
	return (struct db_handle){ db->asking, db->n_queue++ };
}

const char *
db_sqlstate(const struct db *db)
{
	return db->sqlstate;
}

int
db_script(struct db *db, const char *name, const char *text, struct err *e)
{
	PGresult *r;
	int rc = 0;

	assert(db->n_queue == 0);
	if (PQexitPipelineMode(db->conn) != 1)
		return db_lost(db, e, name);
	r = PQexec(db->conn, text);
	if (!result_good(r))
		rc = fault_result(db, e, name, r);
	PQclear(r);
	if (PQenterPipelineMode(db->conn) != 1)
		return db_lost(db, rc == 0 ? e : NULL, name);
	return rc;
}

/* ---- results ---- */

/* NULL: nothing was asked, or not answered. */
static const struct answer *
answer_of(const struct db *db, struct db_handle h)
{
	if (h.run == 0)
		return NULL;
	assert(h.run == db->answered);		/* or the handle is of an older run */
	return h.at < db->n_results ? &db->results[h.at] : NULL;
}

size_t
db_count(const struct db *db, struct db_handle h)
{
	const struct answer *found = answer_of(db, h);
	uint64_t n;

	if (found != NULL && db->standin != NULL)
		return found->made.n;
	if (found == NULL || found->r == NULL)
		return 0;
	if (PQresultStatus(found->r) == PGRES_TUPLES_OK)
		return (size_t)PQntuples(found->r);
	return str_u64(str_c(PQcmdTuples(found->r)), &n) ? (size_t)n : 0;
}

static void
column_read(const struct db *db, const PGresult *r, const struct sql_column *c, int row,
    int col, void *out)
{
	if (c->type == SQL_VOID)
		return;
	if (PQgetisnull(r, row, col))
		dbvalue_read_null(c, out);
	else
		dbvalue_read(db->rows, c, (struct str){ PQgetvalue(r, row, col),
		    (size_t)PQgetlength(r, row, col) }, out);
}

bool
db_row(const struct db *db, struct db_handle h, const struct sql_statement *s, size_t i,
    void *row)
{
	const struct answer *found = answer_of(db, h);

	memset(row, 0, s->size_out);
	if (i >= db_count(db, h))
		return false;
	if (db->standin != NULL) {
		assert(found->s == s);
		memcpy(row, (const char *)found->made.v + i * s->size_out, s->size_out);
		return true;
	}
	assert(found->s->out == s->out && (size_t)PQnfields(found->r) == s->n_out);
	for (size_t col = 0; col < s->n_out; col++)
		column_read(db, found->r, &s->out[col], (int)i, (int)col, row);
	return true;
}

/* ---- the connection ---- */

int
db_fd(const struct db *db)
{
	return PQsocket(db->conn);
}

int
db_notified(struct db *db, struct err *e)
{
	PGnotify *n;
	int got = 0;

	if (PQconsumeInput(db->conn) == 0 || PQstatus(db->conn) != CONNECTION_OK)
		return db_lost(db, e, "listen");
	while ((n = PQnotifies(db->conn)) != NULL) {
		got = 1;
		PQfreemem(n);
	}
	return got;
}
