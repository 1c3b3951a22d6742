/* record: see record.h. */
#include "daemon/trial/record.h"

#include <string.h>

#include "parsers/base/array.h"

struct cell {
	const char	*name;
	enum sql_type	 type;		/* of those that are alike, one */
	int64_t		 number;
	struct str	 text;
	struct strs	 texts;
	struct db_int8s	 numbers;
};

/* Those that are one in C. */
static enum sql_type
kind_of(enum sql_type type)
{
	switch (type) {
	case SQL_INT8:
	case SQL_INT4:
	case SQL_AT:
		return SQL_INT8;
	case SQL_TEXT:
	case SQL_JSON:
	case SQL_BYTEA:
		return SQL_TEXT;
	case SQL_BOOL:
	case SQL_TEXTS:
	case SQL_INT8S:
	case SQL_WHERE:
	case SQL_KEYS:
	case SQL_ORDER:
	case SQL_VOID:
		break;
	}
	return type;
}

static struct cell *
find(const struct record *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->v[i].name, name) == 0)
			return &r->v[i];
	return NULL;
}

static struct cell *
slot(struct arena *a, struct record *r, const char *name, enum sql_type type)
{
	struct cell *c = find(r, name);

	if (c == NULL) {
		r->v = array_grow(a, r->v, r->n, sizeof(*r->v));
		c = &r->v[r->n++];
	}
	*c = (struct cell){ .name = name, .type = kind_of(type) };
	return c;
}

static struct strs
texts_copy(struct arena *a, const struct strs *from)
{
	struct strs out = { 0 };

	for (size_t i = 0; i < from->n; i++)
		strs_add(a, &out, str_dup(a, from->v[i]));
	return out;
}

static struct db_int8s
numbers_copy(struct arena *a, const struct db_int8s *from)
{
	int64_t *v = ARENA_ARRAY(a, from->n, int64_t);

	for (size_t i = 0; i < from->n; i++)
		v[i] = from->v[i];
	return (struct db_int8s){ v, from->n };
}

static void
cell_take(struct arena *a, struct cell *c, const void *at)
{
	if (c->type == SQL_INT8)
		c->number = *(const int64_t *)at;
	else if (c->type == SQL_BOOL)
		c->number = *(const bool *)at;
	else if (c->type == SQL_TEXT)
		c->text = str_dup(a, *(const struct str *)at);
	else if (c->type == SQL_TEXTS)
		c->texts = texts_copy(a, at);
	else if (c->type == SQL_INT8S)
		c->numbers = numbers_copy(a, at);
}

static void
take(struct arena *a, struct record *r, const struct sql_column *v, size_t n, const void *from)
{
	for (size_t i = 0; i < n; i++)
		cell_take(a, slot(a, r, v[i].name, v[i].type), (const char *)from + v[i].at);
}

void
record_take(struct arena *a, struct record *r, const struct sql_statement *s, const void *in)
{
	take(a, r, s->in, s->n_in, in);
}

void
record_take_row(struct arena *a, struct record *r, const struct sql_statement *s,
    const void *row)
{
	take(a, r, s->out, s->n_out, row);
}

static void
cell_give(const struct cell *c, const struct sql_column *col, void *at)
{
	if (c->type != kind_of(col->type))
		return;
	if (c->type == SQL_INT8)
		*(int64_t *)at = c->number;
	else if (c->type == SQL_BOOL)
		*(bool *)at = c->number != 0;
	else if (c->type == SQL_TEXT)
		*(struct str *)at = c->text;
	else if (c->type == SQL_TEXTS)
		*(struct strs *)at = c->texts;
}

void
record_give(const struct record *r, const struct sql_statement *s, void *row)
{
	for (size_t i = 0; i < s->n_out; i++) {
		const struct cell *c = find(r, s->out[i].name);

		if (c != NULL)
			cell_give(c, &s->out[i], (char *)row + s->out[i].at);
	}
}

int64_t
record_int(const struct record *r, const char *name)
{
	const struct cell *c = find(r, name);

	return c == NULL ? 0 : c->number;
}

struct str
record_text(const struct record *r, const char *name)
{
	const struct cell *c = find(r, name);

	return c == NULL ? STR_NONE : c->text;
}

struct strs
record_texts(const struct record *r, const char *name)
{
	const struct cell *c = find(r, name);

	return c == NULL ? (struct strs){ 0 } : c->texts;
}

struct db_int8s
record_ints(const struct record *r, const char *name)
{
	const struct cell *c = find(r, name);

	return c == NULL ? (struct db_int8s){ 0 } : c->numbers;
}

void
record_set_int(struct arena *a, struct record *r, const char *name, int64_t v)
{
	slot(a, r, name, SQL_INT8)->number = v;
}

void
record_set_text(struct arena *a, struct record *r, const char *name, struct str v)
{
	slot(a, r, name, SQL_TEXT)->text = str_dup(a, v);
}

struct record *
rows_add(struct arena *a, struct rows *t)
{
	t->v = array_grow(a, t->v, t->n, sizeof(*t->v));
	t->v[t->n] = (struct record){ 0 };
	return &t->v[t->n++];
}

void
rows_drop(struct rows *t, struct record *r)
{
	size_t at = (size_t)(r - t->v);

	for (t->n--; at < t->n; at++)
		t->v[at] = t->v[at + 1];
}

struct rows
rows_copy(struct arena *a, const struct rows *from)
{
	struct rows out = { 0 };

	for (size_t i = 0; i < from->n; i++) {
		const struct record *r = &from->v[i];
		struct record *copy = rows_add(a, &out);

		for (; copy->n < r->n; copy->n++) {
			copy->v = array_grow(a, copy->v, copy->n, sizeof(*copy->v));
			copy->v[copy->n] = r->v[copy->n];
		}
	}
	return out;
}

struct record *
rows_find(const struct rows *t, const char *name, int64_t number)
{
	for (size_t i = 0; i < t->n; i++)
		if (record_int(&t->v[i], name) == number)
			return &t->v[i];
	return NULL;
}
