/*
 * Every statement of sql/ against the migrated schema: typed CONNINFO.  It is
 * prepared, and what the server says of its parameters and columns is compared with
 * what its declaration says; a fault is told with the statement's file and line.
 */
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daemon/db/dbvalue.h"
#include "sql.h"
#include "tests/tap.h"

/*
 * What the server may infer for a parameter of a declared type (the first row of a
 * type is itself): conversions that lose nothing, or fail loudly.  Numbers from
 * pg_type.oid.
 */
static const struct {
	enum sql_type	declared;
	Oid		inferred;
} may_be[] = {
	{ SQL_INT8, 20 },	/* int8 */
	{ SQL_INT8, 23 },	/* int4 */
	{ SQL_INT8, 701 },	/* float8: make_interval(secs) */
	{ SQL_BOOL, 16 },
	{ SQL_TEXT, 25 },
	{ SQL_TEXT, 19 },	/* name */
	{ SQL_JSON, 114 },
	{ SQL_BYTEA, 17 },
	{ SQL_AT, 1184 },
	{ SQL_TEXTS, 1009 },
	{ SQL_INT8S, 1016 },
	{ SQL_WHERE, 16 },
	{ SQL_KEYS, 1009 },
	{ SQL_ORDER, 25 },
};

static bool
inferred_fits(enum sql_type declared, Oid inferred)
{
	for (size_t i = 0; i < COUNT(may_be); i++)
		if (may_be[i].declared == declared && may_be[i].inferred == inferred)
			return true;
	return false;
}

static PGconn *
connect_to(const char *conninfo)
{
	PGconn *conn = PQconnectdb(conninfo);

	if (PQstatus(conn) != CONNECTION_OK) {
		fprintf(stderr, "%s\n", PQerrorMessage(conn));
		exit(1);
	}
	PQclear(PQexec(conn, "set search_path = pg_catalog"));
	return conn;
}

/* "text not null" of a table's column; false for what no column is behind. */
static bool
may_be_null(PGconn *conn, Oid table, int column)
{
	char text[200];
	PGresult *r;
	bool null;

	if (table == InvalidOid)
		return false;
	snprintf(text, sizeof(text), "select from pg_attribute where attrelid = %u and"
	    " attnum = %d and not attnotnull", table, column);
	r = PQexec(conn, text);
	null = PQntuples(r) > 0;
	PQclear(r);
	return null;
}

/* The server's reason, on one line. */
static void
fault_server(struct buf *b, const PGresult *r)
{
	struct str line = str_c(PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY));

	buf_printf(b, "; the server says: %.*s", STR_ARG(line));
}

static bool
describe(PGconn *conn, const struct sql_statement *s, const Oid *types, PGresult **out)
{
	*out = PQprepare(conn, "", s->text, types == NULL ? 0 : (int)s->n_in, types);
	if (PQresultStatus(*out) != PGRES_COMMAND_OK)
		return false;
	PQclear(*out);
	*out = PQdescribePrepared(conn, "");
	return PQresultStatus(*out) == PGRES_COMMAND_OK;
}

/* Without declared types: what the server takes each parameter for, when it can. */
static void
check_inferred(PGconn *conn, const struct sql_statement *s, struct buf *faults)
{
	PGresult *r;

	if (describe(conn, s, NULL, &r))
		for (size_t i = 0; i < s->n_in; i++)
			if (!inferred_fits(s->in[i].type, PQparamtype(r, (int)i)))
				buf_printf(faults, "; parameter %s is of type %u for the"
				    " server", s->in[i].name, PQparamtype(r, (int)i));
	PQclear(r);
}

static void
check_column(PGconn *conn, const PGresult *r, int col, const struct sql_column *c,
    struct buf *faults)
{
	if (c->type == SQL_VOID)
		return;
	if (PQftype(r, col) != dbvalue_oid(c->type))
		buf_printf(faults, "; column %s is of type %u, not %u", c->name,
		    PQftype(r, col), dbvalue_oid(c->type));
	if (!c->has_null && may_be_null(conn, PQftable(r, col), PQftablecol(r, col)))
		buf_printf(faults, "; column %s may be null: write a ?", c->name);
}

static void
check_columns(PGconn *conn, const PGresult *r, const struct sql_statement *s,
    struct buf *faults)
{
	if ((size_t)PQnparams(r) != s->n_in)
		buf_printf(faults, "; %d parameters, not %zu", PQnparams(r), s->n_in);
	if ((size_t)PQnfields(r) != s->n_out) {
		buf_printf(faults, "; %d columns, not %zu", PQnfields(r), s->n_out);
		return;
	}
	for (size_t i = 0; i < s->n_out; i++)
		check_column(conn, r, (int)i, &s->out[i], faults);
}

static void
check_statement(struct arena *a, PGconn *conn, const struct sql_statement *s)
{
	Oid *types = ARENA_ARRAY(a, s->n_in, Oid);
	struct buf faults;
	PGresult *r;

	buf_init(&faults, a);
	for (size_t i = 0; i < s->n_in; i++)
		types[i] = dbvalue_oid(s->in[i].type);
	if (!describe(conn, s, types, &r))
		fault_server(&faults, r);
	else
		check_columns(conn, r, s, &faults);
	PQclear(r);
	check_inferred(conn, s, &faults);
	tap_ok(buf_str(&faults).n == 0, "%s: %s%.*s", s->where, s->name,
	    STR_ARG(buf_str(&faults)));
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	PGconn *conn = connect_to(argc == 2 ? argv[1] : "");

	for (size_t i = 0; i < SQL_COUNT; i++)
		check_statement(a, conn, &sql_statements[i]);
	PQfinish(conn);
	arena_free(a);
	return tap_done();
}
