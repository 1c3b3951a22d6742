/*
 * Parameters of statements.  Trusts the letters that our own code writes, not
 * the texts.  Never makes SQL text of a value.
 */
#include "daemon/db/dbparam.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>

/* pg_type.oid: fixed for ever for built-in types. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_TEXT = 25, OID_TEXTS = 1009,
    OID_INT8S = 1016, OID_TIMESTAMPTZ = 1184 };

/* timestamptz counts from 2000-01-01. */
#define PG_EPOCH_US	INT64_C(946684800000000)

struct args {
	va_list	ap;
};

struct value {
	const char	*p;		/* NULL is SQL's null */
	size_t		 n;
	const char	*fault;
};

static void
put_u32(struct buf *b, uint32_t v)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_addc(b, (char)(v >> shift & 0xff));
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
value_text(struct arena *a, struct str s)
{
	struct value v = value_str(str_dup(a, s));

	if (s.n > 0 && memchr(s.p, '\0', s.n) != NULL)
		v.fault = "a text holds a NUL";
	return v;
}

static struct value
value_i64(struct arena *a, int64_t i)
{
	return value_str(str_printf(a, "%" PRId64, i));
}

static struct value
read_number(struct arena *a, struct args *args)
{
	return value_i64(a, va_arg(args->ap, int64_t));
}

static struct value
read_number_or_null(struct arena *a, struct args *args)
{
	int64_t i = va_arg(args->ap, int64_t);

	return i == 0 ? (struct value){ 0 } : value_i64(a, i);
}

static struct value
read_bool(struct arena *a, struct args *args)
{
	return value_i64(a, va_arg(args->ap, int) != 0);
}

static struct value
read_text(struct arena *a, struct args *args)
{
	return value_text(a, va_arg(args->ap, struct str));
}

static struct value
read_text_or_null(struct arena *a, struct args *args)
{
	struct str s = va_arg(args->ap, struct str);

	return s.n == 0 ? (struct value){ 0 } : value_text(a, s);
}

static struct value
read_bytes(struct arena *a, struct args *args)
{
	return value_str(str_dup(a, va_arg(args->ap, struct str)));
}

static struct value
read_bytes_or_null(struct arena *a, struct args *args)
{
	struct str s = va_arg(args->ap, struct str);

	return s.n == 0 ? (struct value){ 0 } : value_str(str_dup(a, s));
}

static struct value
read_instant(struct arena *a, struct args *args)
{
	int64_t us = va_arg(args->ap, int64_t);
	struct buf b;

	if (us == 0)
		return (struct value){ 0 };
	buf_init(&b, a);
	put_u64(&b, (uint64_t)us - (uint64_t)PG_EPOCH_US);
	return value_str(buf_str(&b));
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
read_texts(struct arena *a, struct args *args)
{
	const struct strs *list = va_arg(args->ap, const struct strs *);
	struct buf b;

	buf_init(&b, a);
	put_array_head(&b, OID_TEXT, list->n);
	for (size_t i = 0; i < list->n; i++) {
		put_u32(&b, (uint32_t)list->v[i].n);
		buf_add(&b, list->v[i]);
	}
	return value_str(buf_str(&b));
}

static struct value
read_numbers(struct arena *a, struct args *args)
{
	const int64_t *list = va_arg(args->ap, const int64_t *);
	size_t n = va_arg(args->ap, size_t);
	struct buf b;

	buf_init(&b, a);
	put_array_head(&b, OID_INT8, n);
	for (size_t i = 0; i < n; i++) {
		put_u32(&b, sizeof(list[i]));
		put_u64(&b, (uint64_t)list[i]);
	}
	return value_str(buf_str(&b));
}

static const struct letter_row {
	char		  letter;
	bool		  binary;
	unsigned int	  type;
	struct value	(*read)(struct arena *, struct args *);
} letter_rows[] = {
	{ 'i', false, 0, read_number },
	{ 'I', false, 0, read_number_or_null },
	{ 't', false, 0, read_bool },
	{ 's', false, 0, read_text },
	{ 'S', false, 0, read_text_or_null },
	{ 'b', true, OID_BYTEA, read_bytes },
	{ 'B', true, OID_BYTEA, read_bytes_or_null },
	{ 'T', true, OID_TIMESTAMPTZ, read_instant },
	{ 'a', true, OID_TEXTS, read_texts },
	{ 'j', true, OID_INT8S, read_numbers },
};

static const struct letter_row *
letter_find(char letter)
{
	const struct letter_row *row = letter_rows;

	while (row->letter != letter) {
		row++;
		assert(row < letter_rows + sizeof(letter_rows) / sizeof(*row));
	}
	return row;
}

const char *
db_params_read(struct arena *a, const char *letters, va_list ap,
    struct db_params *out)
{
	size_t n = strlen(letters);
	const char *fault = NULL;
	struct args args;

	*out = (struct db_params){
		.n = (int)n,
		.values = ARENA_ARRAY(a, n, const char *),
		.lengths = ARENA_ARRAY(a, n, int),
		.formats = ARENA_ARRAY(a, n, int),
		.types = ARENA_ARRAY(a, n, unsigned int),
	};
	va_copy(args.ap, ap);
	for (size_t i = 0; i < n; i++) {
		const struct letter_row *row = letter_find(letters[i]);
		struct value v = row->read(a, &args);

		if (v.n > INT_MAX)
			v.fault = "a value is over 2 GB";
		if (fault == NULL)
			fault = v.fault;
		out->values[i] = v.p;
		out->lengths[i] = (int)v.n;
		out->formats[i] = row->binary;
		out->types[i] = row->type;
	}
	va_end(args.ap);
	return fault;
}
