/*
 * Header lines, a blank line, then the text.  What is read is valid text that
 * the field allows.
 */
#include <stdlib.h>

#include "parsers/base/limits.h"
#include "parsers/field/field.h"
#include "parsers/text/pattern.h"
#include "tests/fuzz/fuzz.h"
#include "tests/letters.h"

/* Compiled once; is found where no label stands. */
static struct pattern **
text_pattern(void)
{
	static struct pattern *p;

	if (p == NULL && pattern_compile(STR("order"), STR("order (?<text>[A-Z]+-\\d+)"), &p,
	    NULL) == -1)
		abort();
	return &p;
}

/* A field of each type, called as the type is; "text" has a pattern too. */
static void
add_types(struct arena *a, struct field_defs *defs)
{
	struct field_def *v = ARENA_ARRAY(a, defs->n + FIELD_TYPES, struct field_def);

	for (size_t i = 0; i < defs->n; i++)
		v[i] = defs->v[i];
	for (int type = FIELD_TEXT; type < FIELD_TYPES; type++)
		v[defs->n++] = (struct field_def){ .type = (enum field_type)type,
		    .name = str_c(field_type_name((enum field_type)type)),
		    .patterns = type == FIELD_TEXT ? text_pattern() : NULL,
		    .n_patterns = type == FIELD_TEXT };
	defs->v = v;
}

/* A verified value is its own normal form. */
static void
check_form(struct arena *a, const struct field_def *d, const struct field_value *v)
{
	struct field_value again;

	if (!v->verified)
		return;
	assert(field_parse(a, d, v->value, &again, NULL) == 0);
	assert(d->type == FIELD_TEXT || str_eq(v->value, again.value));
	assert(field_cmp(d, v->value, again.value) == 0);
}

static void
check(struct arena *a, const struct field_defs *defs, const struct field_value *v)
{
	const struct field_def *d = field_find(defs, v->name);

	assert(d != NULL && v->source < FIELD_SOURCES && v->where.n > 0);
	assert(str_is_utf8(v->value) && str_chr(v->value, '\0', 0) == SIZE_MAX);
	assert(v->value.n > 0 && v->value.n <= LIMIT_FIELD + 16);
	assert(d->type != FIELD_ENUM || strs_has(&d->values, v->value));
	check_form(a, d, v);
}

void
fuzz_one(struct arena *a, struct str in)
{
	struct field_defs defs = { NULL, 0 };
	struct letter l = { .message_id = STR_NONE };
	struct header headers[16];
	struct str line, name;

	l.headers.v = headers;
	while (l.headers.n < 16 && str_line(&in, &line) && line.n > 0)
		if (str_split(&line, ':', &name))
			headers[l.headers.n++] = (struct header){ name, line };
	l.subject = str_sub(in, 0, 40);
	l.reply_text = l.text = in;
	field_builtins(a, &defs);
	add_types(a, &defs);
	letter_fields(a, &defs, &l);
	assert(l.fields.n <= defs.n);
	for (size_t i = 0; i < l.fields.n; i++)
		check(a, &defs, &l.fields.v[i]);
}
