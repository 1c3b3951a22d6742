/*
 * key: a field's value as bytes that sort as the values do.  Evaluators compare
 * them, and the database does (bytea): both by octet, a beginning before the
 * whole.  Equal keys are equal values.
 */
#ifndef PARSERS_FIELD_KEY_H
#define PARSERS_FIELD_KEY_H

#include "parsers/field/field.h"

/*
 * Of a value in its type's normal form, as field_parse() gives it; field_cmp() has
 * the same order.  An enum's key is its place in the definition: a definition that
 * gets values in another order makes other keys.
 */
struct str	field_key(struct arena *a, const struct field_def *, struct str value);
/* The same of the field of that name; of one that is defined no longer, as a text's. */
struct str	field_key_in(struct arena *a, const struct field_defs *, struct str name,
		    struct str value);

#endif
