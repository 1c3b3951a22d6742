/*
 * Trusts the definition; of the value nothing but that it is short (LIMIT_FIELD).
 */
#include "parsers/field/key.h"

#include "parsers/field/amount.h"
#include "parsers/field/version.h"

typedef void	key_fn(struct buf *, struct arena *, const struct field_def *, struct str);

static void
put_number(struct buf *b, uint64_t n, int bytes)
{
	while (bytes-- > 0)
		buf_addc(b, (char)(n >> 8 * bytes & 0xff));
}

/* Its place; after them all what is none of them. */
static void
put_enum(struct buf *b, struct arena *a, const struct field_def *d, struct str value)
{
	size_t i = 0;

	(void)a;
	while (i < d->values.n && !str_eq(d->values.v[i], value))
		i++;
	put_number(b, i, 2);
}

static void
put_version(struct buf *b, struct arena *a, const struct field_def *d, struct str value)
{
	(void)a;
	(void)d;
	version_key(b, value);
}

static void
put_text(struct buf *b, struct arena *a, const struct field_def *d, struct str value)
{
	(void)a;
	(void)d;
	buf_add(b, value);
}

/*
 * 1, how many digits stand before the point, the digits of both sides.  Of a
 * negative number all octets turned round, with an end that is above any digit.
 */
static void
put_decimal(struct buf *b, struct arena *a, const struct field_def *d, struct str value)
{
	bool negative = str_starts(value, STR("-"));
	unsigned char turn = negative ? 0xff : 0;
	size_t point;

	(void)a;
	(void)d;
	value = str_sub(value, negative, value.n);
	point = str_chr(value, '.', 0);
	buf_addc(b, negative ? 0 : 1);
	put_number(b, (point == SIZE_MAX ? value.n : point) ^ turn, 1);
	for (size_t i = 0; i < value.n; i++)
		if (i != point)
			buf_addc(b, (char)((unsigned char)value.p[i] ^ turn));
	if (negative)
		put_number(b, turn, 1);
}

/* Seconds; what is no duration is none. */
static void
put_duration(struct buf *b, struct arena *a, const struct field_def *d, struct str value)
{
	int64_t seconds = 0;

	(void)d;
	if (!amount_duration(a, value, &seconds))
		seconds = 0;
	put_number(b, (uint64_t)seconds, 8);
}

static key_fn *const types[FIELD_TYPES] = {
	[FIELD_ENUM] = put_enum,
	[FIELD_VERSION] = put_version,
	[FIELD_TEXT] = put_text,
	[FIELD_NUMBER] = put_decimal,
	[FIELD_DATE] = put_text,
	[FIELD_DURATION] = put_duration,
	[FIELD_BOOL] = put_text,
	[FIELD_EMAIL] = put_text,
};

struct str
field_key(struct arena *a, const struct field_def *d, struct str value)
{
	struct buf b;

	buf_init(&b, a);
	types[d->type](&b, a, d, value);
	return buf_str(&b);
}

struct str
field_key_in(struct arena *a, const struct field_defs *defs, struct str name, struct str value)
{
	const struct field_def *d = field_find(defs, name);

	return d == NULL ? value : field_key(a, d, value);
}
