/*
 * Lines: a type, known values (commas between), least, most, another value;
 * the rest is what somebody typed.  What is taken is within the definition and
 * its own normal form; what is not has a message.
 */
#include "parsers/base/limits.h"
#include "parsers/field/field.h"
#include "tests/fuzz/fuzz.h"

static enum field_type
type_of(struct str name)
{
	for (int type = 0; type < FIELD_TYPES; type++)
		if (str_eq(name, str_c(field_type_name((enum field_type)type))))
			return (enum field_type)type;
	return FIELD_TEXT;
}

/* A bound as a checked configuration has it: a value of the type, or none. */
static struct str
bound(struct arena *a, const struct field_def *d, struct str in)
{
	struct field_def plain = { .name = d->name, .type = d->type };
	struct field_value v;

	return field_type_is_ordered(d->type) && field_parse(a, &plain, in, &v, NULL) == 0 ?
	    v.value : STR_NONE;
}

/* Not empty, text: what the configuration lets through. */
static void
read_values(struct arena *a, struct field_def *d, struct str in)
{
	struct strs *to = d->type == FIELD_VERSION ? &d->catalogue : &d->values;
	struct str value;

	while (to->n < 20 && str_split(&in, ',', &value))
		if (str_is_text(value = str_trim(str_sub(value, 0, LIMIT_FIELD))))
			strs_add(a, to, value);
}

static void
check_taken(struct arena *a, const struct field_def *d, const struct field_value *v)
{
	struct field_value again;

	assert(str_is_text(v->value) && str_is_utf8(v->raw));
	assert(v->value.n <= LIMIT_FIELD + 16 && v->raw.n <= LIMIT_FIELD);
	assert(d->type != FIELD_ENUM || strs_has(&d->values, v->value));
	if (!v->verified)
		return;
	assert(field_parse(a, d, v->value, &again, NULL) == 0 && again.verified);
	assert(field_cmp(d, v->value, again.value) == 0);
	/* A catalogue spells as it likes. */
	if (d->values.n + d->catalogue.n == 0 || d->type == FIELD_ENUM)
		assert(d->min.n == 0 || field_cmp(d, v->value, d->min) >= 0);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct field_def d = { .name = STR("x"), .type = type_of(fuzz_line(&in)) };
	struct err e = { ERR_NONE, "" };
	struct field_value v, other;
	struct str line;

	read_values(a, &d, fuzz_line(&in));
	d.min = bound(a, &d, fuzz_line(&in));
	d.max = bound(a, &d, fuzz_line(&in));
	line = fuzz_line(&in);
	if (field_parse(a, &d, in, &v, &e) == -1) {
		assert(e.kind == ERR_MESSAGE && e.text[0] != '\0' && str_is_utf8(str_c(e.text)));
		return;
	}
	check_taken(a, &d, &v);
	if (field_parse(a, &d, line, &other, NULL) == 0)
		assert((field_cmp(&d, v.value, other.value) > 0) ==
		    (field_cmp(&d, other.value, v.value) < 0));
}
