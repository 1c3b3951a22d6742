/*
 * field: typed values read from a letter (product.md 3).  The engine is
 * general; which fields there are, their labels, words, headers and patterns,
 * is data: built-in tables for `severity` and `version`, and conf/fields.conf.
 */
#ifndef PARSERS_FIELD_H
#define PARSERS_FIELD_H

#include "parsers/letter.h"

enum field_type {
	FIELD_ENUM,			/* one of `values`, in rising order */
	FIELD_VERSION,
	FIELD_TEXT,
	FIELD_TYPES
};

/* "alta" means "high": matched on folded letters (case, accents). */
struct field_word {
	struct str	word;
	struct str	value;
};

struct pattern;				/* parsers/pattern.h: compiled PCRE2 */

struct field_def {
	struct str		 name;
	enum field_type		 type;
	struct strs		 values;	/* enum: allowed, lowest first */
	struct strs		 labels;	/* "severity", "gravedad", … */
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
};

struct field_defs {
	struct field_def	*v;
	size_t			 n;
};

/* Adds the built-in severity and version (labels and words in six languages). */
void	field_builtins(struct arena *a, struct field_defs *out);
const struct field_def	*field_find(const struct field_defs *, struct str name);

/*
 * Reads each field from the letter's pseudo-header lines, header fields and
 * patterns, the strongest source winning, into letter->fields.  Defaults are
 * the caller's (they depend on the project).
 */
void	field_read(struct arena *a, const struct field_defs *, struct letter *);

/*
 * One value as somebody typed it: normalised into *out (verified false when it
 * is kept as written).  Returns -1 with the allowed values in *e when the type
 * cannot hold it.
 */
int	field_parse(struct arena *a, const struct field_def *, struct str in,
	    struct field_value *out, struct err *e);

#endif
