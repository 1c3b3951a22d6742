/*
 * fieldwords: what the built-in fields are called, and how their values are
 * said, in en, es, de, fr, pt and it.  Data only; words are written folded
 * (parsers/text/fold.h).
 */
#ifndef PARSERS_FIELD_FIELDWORDS_H
#define PARSERS_FIELD_FIELDWORDS_H

#include "parsers/field/fieldtype.h"

struct field_words {
	const char		*name;
	enum field_type		 type;
	const char *const	*values;	/* lists end in NULL */
	const char *const	*labels;
	const char *const	*headers;
	const char *const	*leads;
	const char *const	(*words)[2];	/* word, value; ends in NULL, NULL */
	const char *const	(*titles)[2];	/* language, title; the same */
};

extern const struct field_words	field_words[];
extern const size_t		field_words_n;

#endif
