/*
 * fieldtype: the types that a field may have, a field's definition, and one
 * value read by it.
 */
#ifndef PARSERS_FIELD_FIELDTYPE_H
#define PARSERS_FIELD_FIELDTYPE_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"
#include "parsers/field/value.h"

enum field_type {
	FIELD_ENUM,			/* one of `values`, in rising order */
	FIELD_VERSION,
	FIELD_TEXT,
	FIELD_NUMBER,			/* "1234.5" */
	FIELD_DATE,			/* "2026-03-31" */
	FIELD_DURATION,			/* "1h30m" */
	FIELD_BOOL,			/* "yes", "no" */
	FIELD_EMAIL,			/* "jo@example.com" */
	FIELD_TYPES
};

/* "alta" means "high": matched on folded letters (case, accents). */
struct field_word {
	struct str	word;
	struct str	value;
};

/* A label in one language, "de" and "Schweregrad". */
struct field_title {
	struct str	lang;
	struct str	title;
};

struct pattern;				/* parsers/text/pattern.h: compiled PCRE2 */

struct field_def {
	struct str		 name;
	enum field_type		 type;
	/* enum: allowed, lowest first; else the known ones, empty: any. */
	struct strs		 values;
	struct strs		 labels;	/* "severity", "gravedad", … */
	struct field_title	*titles;	/* how people are asked for it */
	size_t			 n_titles;
	struct strs		 headers;	/* header names, strongest first */
	/*
	 * Synonyms.  "X-Priority: 1" counts in that header alone, and before
	 * the others; with an empty value it says that the header says nothing.
	 */
	struct field_word	*words;
	size_t			 n_words;
	/*
	 * version: words that come right before one in running text ("running");
	 * three numbers are wanted after these, two after a label.
	 */
	struct strs		 leads;
	struct pattern		**patterns;	/* each has a group of the field's name */
	size_t			 n_patterns;
	struct str		 default_value;	/* may be empty */
	struct strs		 catalogue;	/* version: known ones; empty: any */
	struct str		 min, max;	/* of an ordered type; empty: none */
	struct pattern		*matches;	/* all of the value must; NULL: any */
	struct str		 example;	/* what to write, for people */
	bool			 required;	/* asked for when it is missing */
};

struct field_defs {
	struct field_def	*v;
	size_t			 n;
};

const char	*field_type_name(enum field_type);	/* "duration" */
const char	*field_type_example(enum field_type);	/* "1h30m"; may be empty */
bool		field_type_is_ordered(enum field_type);	/* min and max have a sense */
/* <0, 0, >0 in the type's order (an enum's is that of its values). */
int		field_cmp(const struct field_def *, struct str, struct str);

/*
 * One value as somebody typed it: normalised into *out (verified false when it
 * is kept as written, for it is not among the known ones).  Returns -1 with
 * what would be right in *e when the type or the definition cannot hold it.
 */
int	field_parse(struct arena *a, const struct field_def *, struct str in,
	    struct field_value *out, struct err *e);

#endif
