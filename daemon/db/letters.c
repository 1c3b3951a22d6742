/* letters: see letters.h. */
#include "daemon/db/letters.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "daemon/db/connection.h"

static int64_t
number_of(const struct sql_column *c, char letter, va_list *ap)
{
	struct str s;
	int64_t i = 0;

	if (letter == 't')
		return va_arg(*ap, int);
	if (letter != 's' && letter != 'S')
		return va_arg(*ap, int64_t);
	s = va_arg(*ap, struct str);
	if (s.n == 0)
		return c->none;
	if (!str_i64(s, &i))
		abort();
	return i;
}

static void
member_set(const struct sql_column *c, char letter, va_list *ap, char *in)
{
	void *p = in + c->at;
	struct db_int8s list;

	switch (c->type) {
	case SQL_INT8:
	case SQL_AT:
		*(int64_t *)p = number_of(c, letter, ap);
		break;
	case SQL_BOOL:
		*(bool *)p = number_of(c, letter, ap) != 0;
		break;
	case SQL_TEXTS:
		assert(letter == 'a');
		*(struct strs *)p = *va_arg(*ap, const struct strs *);
		break;
	case SQL_INT8S:
		assert(letter == 'j');
		list.v = va_arg(*ap, const int64_t *);
		list.n = va_arg(*ap, size_t);
		*(struct db_int8s *)p = list;
		break;
	case SQL_TEXT:
	case SQL_JSON:
	case SQL_BYTEA:
		assert(strchr("sSbB", letter) != NULL);
		*(struct str *)p = va_arg(*ap, struct str);
		break;
	case SQL_INT4:
	case SQL_VOID:
		abort();
	}
}

static int
ask(struct db *db, enum sql_id id, const char *letters, va_list *ap)
{
	const struct sql_statement *s = &sql_statements[id];
	char *in = arena_alloc(db->a, s->size_in);

	assert(strlen(letters) == s->n_in);
	for (size_t i = 0; i < s->n_in; i++)
		member_set(&s->in[i], letters[i], ap, in);
	return (int)db_ask(db, s, in).at;
}

int
db_queue(struct db *db, enum sql_id id, const char *types, ...)
{
	va_list ap;
	int handle;

	va_start(ap, types);
	handle = ask(db, id, types, &ap);
	va_end(ap);
	return handle;
}

int
db_exec(struct db *db, struct err *e, enum sql_id id, const char *types, ...)
{
	va_list ap;

	va_start(ap, types);
	ask(db, id, types, &ap);
	va_end(ap);
	return db_run(db, e);
}

static const struct answer *
answer_of(const struct db *db, int handle)
{
	assert(handle >= 0 && (size_t)handle < db->n_results);
	return &db->results[handle];
}

static struct str
cell(const struct db *db, int handle, size_t row, int col)
{
	const PGresult *r = answer_of(db, handle)->r;

	assert(row < (size_t)PQntuples(r) && col >= 0 && col < PQnfields(r));
	return (struct str){ PQgetvalue(r, (int)row, col),
	    (size_t)PQgetlength(r, (int)row, col) };
}

size_t
db_count(const struct db *db, int handle)
{
	return db_count_of(db, (struct db_handle){ db->answered, (size_t)handle });
}

bool
db_null(const struct db *db, int handle, size_t row, int col)
{
	return PQgetisnull(answer_of(db, handle)->r, (int)row, col) == 1;
}

static struct str
joined(struct arena *a, const struct strs *list)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t i = 0; i < list->n; i++) {
		buf_adds(&b, i > 0 ? "\n" : "");
		buf_add(&b, list->v[i]);
	}
	return buf_str(&b);
}

static struct sql_column
column_of(const struct db *db, int handle, int col)
{
	struct sql_column c = answer_of(db, handle)->s->out[col];

	c.at = 0;
	return c;
}

struct str
db_str(const struct db *db, int handle, size_t row, int col)
{
	struct str s = cell(db, handle, row, col);
	struct sql_column c = column_of(db, handle, col);
	struct strs list = { 0 };

	if (db_null(db, handle, row, col))
		return s;
	if (c.type == SQL_TEXTS) {
		dbvalue_read(db->rows, &c, s, &list);
		return joined(db->rows, &list);
	}
	if (c.type == SQL_INT8 || c.type == SQL_INT4)
		return str_printf(db->rows, "%" PRId64, db_i64(db, handle, row, col));
	return s;
}

int64_t
db_i64(const struct db *db, int handle, size_t row, int col)
{
	struct str s = cell(db, handle, row, col);
	struct sql_column c = column_of(db, handle, col);
	int64_t i = 0;

	if (!db_null(db, handle, row, col))
		dbvalue_read(db->rows, &c, s, &i);
	return i;
}

bool
db_bool(const struct db *db, int handle, size_t row, int col)
{
	struct str s = cell(db, handle, row, col);

	return s.n == 1 && s.p[0] == 1;
}

struct str
db_bytea(struct db *db, struct arena *a, int handle, size_t row, int col)
{
	return str_dup(a, cell(db, handle, row, col));
}
