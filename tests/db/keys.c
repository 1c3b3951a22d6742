/*
 * Random values of each type in pairs, for test_keys.py: type, both keys in hex,
 * and how C orders the values.  keys PAIRS
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "parsers/base/array.h"
#include "parsers/field/amount.h"
#include "parsers/field/key.h"

static uint64_t state = 20260601;

static size_t
below(size_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % n);
}

#define PICK(list)	str_c((list)[below(COUNT(list))])

static struct str
version(struct arena *a)
{
	static const char *const parts[] = { "0", "1", "2", "9", "10", "00", "01", "11",
	    "123456789012345678901234567890" };
	static const char *const lead[] = { "", "", "", "v", "version ", "no " };
	static const char *const tails[] = { "", "", "", "-rc1", "-rc2", "-rc10", "-rc02", "-RC1",
	    ".RC1", "rc1", "-1", "-2", "-10", "-alpha", "-alpha.1", "-alpha.beta", "-alpha.0",
	    "-a-b", "-a_b", "-a1b2", "-a1b10", "-a1.2", "-0.0", " beta 2", ".Final", "+b7",
	    "-rc1+b7", "-", ".x" };
	struct buf b;

	buf_init(&b, a);
	buf_add(&b, PICK(lead));
	for (size_t n = 1 + below(4), i = 0; i < n; i++)
		buf_printf(&b, "%s%.*s", i > 0 ? "." : "", STR_ARG(PICK(parts)));
	buf_add(&b, PICK(tails));
	return buf_str(&b);
}

static struct str
digits(struct arena *a, size_t most)
{
	struct buf b;

	buf_init(&b, a);
	for (size_t n = 1 + below(most), i = 0; i < n; i++)
		buf_addc(&b, (char)('0' + below(below(2) == 0 ? 2 : 10)));
	return buf_str(&b);
}

static struct str
number(struct arena *a)
{
	struct str s = str_printf(a, "%s%.*s%s%.*s", below(2) == 0 ? "-" : "",
	    STR_ARG(digits(a, below(2) == 0 ? 2 : 9)), below(2) == 0 ? "." : "",
	    STR_ARG(digits(a, 4)));

	if (!amount_number(a, s, &s))
		abort();
	return s;
}

static struct str
text(struct arena *a)
{
	static const char *const letters[] = { "a", "b", "A", " ", "\xc3\xa9", "\xe2\x82\xac",
	    "0" };
	struct buf b;

	buf_init(&b, a);
	for (size_t n = below(6); n > 0; n--)
		buf_add(&b, PICK(letters));
	return buf_str(&b);
}

static struct str
value(struct arena *a, enum field_type type)
{
	static const char *const words[] = { "low", "medium", "high", "critical", "what" };
	static const char *const bools[] = { "yes", "no" };
	static const int64_t most[] = { 100, 4000, 100000, INT64_C(1000000000000) };

	switch (type) {
	case FIELD_ENUM:
		return PICK(words);
	case FIELD_VERSION:
		return version(a);
	case FIELD_NUMBER:
		return number(a);
	case FIELD_DATE:
		return str_printf(a, "%04zu-%02zu-%02zu", 1900 + below(1100), 1 + below(12),
		    1 + below(28));
	case FIELD_DURATION:
		return amount_duration_text(a, (int64_t)below((size_t)most[below(4)]));
	case FIELD_BOOL:
		return PICK(bools);
	case FIELD_TEXT:
	case FIELD_EMAIL:
	case FIELD_TYPES:
		break;
	}
	return text(a);
}

static void
print_key(struct arena *a, const struct field_def *d, struct str v)
{
	struct str key = field_key(a, d, v);

	fputs("\t\\\\x", stdout);
	for (size_t i = 0; i < key.n; i++)
		printf("%02x", (unsigned char)key.p[i]);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct field_def d = { .name = STR("x") };
	struct strs values = { 0 };
	struct arena *forever = arena_new();
	long pairs = argc == 2 ? atol(argv[1]) : 10;

	strs_add(forever, &values, STR("low"));
	strs_add(forever, &values, STR("medium"));
	strs_add(forever, &values, STR("high"));
	strs_add(forever, &values, STR("critical"));
	d.values = values;
	for (int type = 0; type < FIELD_TYPES; type++) {
		d.type = (enum field_type)type;
		for (long i = 0; i < pairs; i++) {
			struct str x = value(a, d.type), y = value(a, d.type);
			int c = field_cmp(&d, x, y);

			printf("%s", field_type_name(d.type));
			print_key(a, &d, x);
			print_key(a, &d, y);
			printf("\t%d\t%.*s\t%.*s\n", (c > 0) - (c < 0), STR_ARG(x), STR_ARG(y));
			arena_reset(a);
		}
	}
	arena_free(forever);
	arena_free(a);
	return 0;
}
