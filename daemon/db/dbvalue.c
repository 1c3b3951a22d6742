/*
 * Values of statements.  Trusts the tables that sql/embed.py makes, which a test
 * compares with the server, and the server's encoding; not the texts it is given.
 * Never makes SQL text of a value.
 */
#include "daemon/db/dbvalue.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

/* pg_type.oid: fixed for ever for built-in types. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT4 = 23, OID_TEXT = 25,
    OID_JSON = 114, OID_TEXTS = 1009, OID_INT8S = 1016, OID_TIMESTAMPTZ = 1184 };

/* timestamptz counts from 2000-01-01. */
#define PG_EPOCH_US	INT64_C(946684800000000)

/* What a parameter's type does with its member: the bytes for the server. */
struct value {
	const char	*p;		/* NULL is SQL's null */
	size_t		 n;
	const char	*fault;
};

/* ---- to the server ---- */

static void
put_u32(struct buf *b, uint32_t v)
{
	char p[] = { (char)(v >> 24 & 0xff), (char)(v >> 16 & 0xff), (char)(v >> 8 & 0xff),
	    (char)(v & 0xff) };

	buf_add(b, (struct str){ p, sizeof(p) });
}

static void
put_u64(struct buf *b, uint64_t v)
{
	put_u32(b, (uint32_t)(v >> 32));
	put_u32(b, (uint32_t)v);
}

static struct value
value_str(struct str s)
{
	return (struct value){ .p = s.p, .n = s.n };
}

static struct value
value_u64(struct arena *a, uint64_t v)
{
	char *p = arena_bytes(a, sizeof(v));

	for (size_t i = 0; i < sizeof(v); i++)
		p[i] = (char)(v >> (56 - 8 * i) & 0xff);
	return (struct value){ .p = p, .n = sizeof(v) };
}

static struct value
write_number(struct arena *a, const struct sql_column *c, const void *member)
{
	int64_t i = *(const int64_t *)member;

	return c->has_null && i == c->none ? (struct value){ 0 } : value_u64(a, (uint64_t)i);
}

static struct value
write_instant(struct arena *a, const struct sql_column *c, const void *member)
{
	int64_t us = *(const int64_t *)member;

	return c->has_null && us == c->none ? (struct value){ 0 } :
	    value_u64(a, (uint64_t)us - (uint64_t)PG_EPOCH_US);
}

static struct value
write_bool(struct arena *a, const struct sql_column *c, const void *member)
{
	(void)a;
	(void)c;
	return value_str(*(const bool *)member ? (struct str){ "\1", 1 } :
	    (struct str){ "\0", 1 });
}

/* Where a condition was made, its own text stands in the statement instead. */
static struct value
write_true(struct arena *a, const struct sql_column *c, const void *member)
{
	(void)a;
	(void)c;
	(void)member;
	return value_str((struct str){ "\1", 1 });
}

/* The same of what is no condition. */
static struct value
write_null(struct arena *a, const struct sql_column *c, const void *member)
{
	(void)a;
	(void)c;
	(void)member;
	return (struct value){ 0 };
}

static struct value
write_bytes(struct arena *a, const struct sql_column *c, const void *member)
{
	const struct str *s = member;

	return c->has_null && s->n == 0 ? (struct value){ 0 } : value_str(str_dup(a, *s));
}

static struct value
write_text(struct arena *a, const struct sql_column *c, const void *member)
{
	const struct str *s = member;
	struct value v = write_bytes(a, c, member);

	if (s->n > 0 && memchr(s->p, '\0', s->n) != NULL)
		v.fault = "a text holds a NUL";
	return v;
}

/* array_recv: dimensions, has nulls, element type, then length and lower bound. */
static void
put_array_head(struct buf *b, uint32_t type, size_t n)
{
	put_u32(b, n == 0 ? 0 : 1);
	put_u32(b, 0);
	put_u32(b, type);
	if (n == 0)
		return;
	put_u32(b, (uint32_t)n);
	put_u32(b, 1);
}

static struct value
write_texts(struct arena *a, const struct sql_column *c, const void *member)
{
	const struct strs *list = member;
	const char *fault = NULL;
	struct value v;
	struct buf b;

	(void)c;
	buf_init(&b, a);
	put_array_head(&b, OID_TEXT, list->n);
	for (size_t i = 0; i < list->n; i++) {
		struct str s = list->v[i];

		if (s.n > 0 && memchr(s.p, '\0', s.n) != NULL)
			fault = "a text in a list holds a NUL";
		put_u32(&b, (uint32_t)s.n);
		buf_add(&b, s);
	}
	v = value_str(buf_str(&b));
	v.fault = fault;
	return v;
}

static struct value
write_numbers(struct arena *a, const struct sql_column *c, const void *member)
{
	const struct db_int8s *list = member;
	struct buf b;

	(void)c;
	buf_init(&b, a);
	put_array_head(&b, OID_INT8, list->n);
	for (size_t i = 0; i < list->n; i++) {
		put_u32(&b, sizeof(list->v[i]));
		put_u64(&b, (uint64_t)list->v[i]);
	}
	return value_str(buf_str(&b));
}

/* ---- from the server ---- */

static uint64_t
get_uint(struct str *in, size_t n)
{
	uint64_t v = 0;

	assert(in->n >= n);
	for (size_t i = 0; i < n; i++)
		v = v << 8 | (unsigned char)in->p[i];
	*in = str_sub(*in, n, in->n - n);
	return v;
}

static void
read_int8(struct arena *a, struct str bytes, void *member)
{
	(void)a;
	assert(bytes.n == sizeof(int64_t));
	*(int64_t *)member = (int64_t)get_uint(&bytes, sizeof(int64_t));
}

static void
read_int4(struct arena *a, struct str bytes, void *member)
{
	(void)a;
	assert(bytes.n == sizeof(int32_t));
	*(int64_t *)member = (int32_t)get_uint(&bytes, sizeof(int32_t));
}

/* The infinities stay what they are: the ends of int64_t. */
static void
read_instant(struct arena *a, struct str bytes, void *member)
{
	int64_t *us = member;

	read_int8(a, bytes, us);
	if (*us != INT64_MIN && *us != INT64_MAX)
		*us = (int64_t)((uint64_t)*us + (uint64_t)PG_EPOCH_US);
}

static void
read_bool(struct arena *a, struct str bytes, void *member)
{
	(void)a;
	assert(bytes.n == 1);
	*(bool *)member = bytes.p[0] != 0;
}

static void
read_bytes(struct arena *a, struct str bytes, void *member)
{
	(void)a;
	*(struct str *)member = bytes;
}

/* One dimension; a null in it is the empty text. */
static void
read_texts(struct arena *a, struct str bytes, void *member)
{
	struct strs *list = member;
	uint64_t dimensions = get_uint(&bytes, 4);

	get_uint(&bytes, 8);
	assert(dimensions <= 1);
	list->n = 0;
	if (dimensions == 0)
		return;
	list->n = (size_t)get_uint(&bytes, 4);
	get_uint(&bytes, 4);
	list->v = ARENA_ARRAY(a, list->n, struct str);
	for (size_t i = 0; i < list->n; i++) {
		int32_t n = (int32_t)get_uint(&bytes, 4);

		if (n <= 0)
			continue;
		assert((size_t)n <= bytes.n);
		list->v[i] = str_sub(bytes, 0, (size_t)n);
		bytes = str_sub(bytes, (size_t)n, bytes.n - (size_t)n);
	}
}

/* ---- of all types ---- */

static const struct type_row {
	unsigned int	oid;
	struct value	(*write)(struct arena *, const struct sql_column *, const void *);
	void		(*read)(struct arena *, struct str, void *);
} type_rows[] = {
	[SQL_INT8] = { OID_INT8, write_number, read_int8 },
	[SQL_INT4] = { OID_INT4, NULL, read_int4 },
	[SQL_BOOL] = { OID_BOOL, write_bool, read_bool },
	[SQL_TEXT] = { OID_TEXT, write_text, read_bytes },
	[SQL_JSON] = { OID_JSON, write_text, read_bytes },
	[SQL_BYTEA] = { OID_BYTEA, write_bytes, read_bytes },
	[SQL_AT] = { OID_TIMESTAMPTZ, write_instant, read_instant },
	[SQL_TEXTS] = { OID_TEXTS, write_texts, read_texts },
	[SQL_INT8S] = { OID_INT8S, write_numbers, NULL },
	[SQL_WHERE] = { OID_BOOL, write_true, NULL },
	[SQL_KEYS] = { OID_TEXTS, write_null, NULL },
	[SQL_ORDER] = { OID_TEXT, write_null, NULL },
	[SQL_VOID] = { 0, NULL, NULL },
};

unsigned int
dbvalue_oid(enum sql_type type)
{
	return type_rows[type].oid;
}

const char *
dbvalue_write(struct arena *a, const struct sql_statement *s, const void *in,
    struct db_params *out)
{
	const char *fault = NULL;

	*out = (struct db_params){
		.values = ARENA_ARRAY(a, s->n_in, const char *),
		.lengths = ARENA_ARRAY(a, s->n_in, int),
		.formats = ARENA_ARRAY(a, s->n_in, int),
	};
	for (size_t i = 0; i < s->n_in; i++) {
		const struct sql_column *c = &s->in[i];
		struct value v = type_rows[c->type].write(a, c, (const char *)in + c->at);

		if (v.n > INT_MAX)
			v.fault = "a value is over 2 GB";
		if (fault == NULL && v.fault != NULL)
			fault = str_printf(a, "%s: %s: %s", s->name, c->name, v.fault).p;
		out->values[i] = v.p;
		out->lengths[i] = (int)v.n;
		out->formats[i] = 1;
	}
	return fault;
}

void
dbvalue_read(struct arena *a, const struct sql_column *c, struct str bytes, void *row)
{
	type_rows[c->type].read(a, bytes, (char *)row + c->at);
}

void
dbvalue_read_null(const struct sql_column *c, void *row)
{
	assert(c->has_null);
	if (c->type == SQL_INT8 || c->type == SQL_INT4 || c->type == SQL_AT)
		*(int64_t *)(void *)((char *)row + c->at) = c->none;
}
