/*
 * field: typed values read from a letter (product.md 3).  The engine is
 * general; which fields there are, their labels, words, headers and patterns,
 * is data: built-in tables for `severity` and `version`, and conf/fields.conf.
 */
#ifndef PARSERS_FIELD_FIELD_H
#define PARSERS_FIELD_FIELD_H

#include "parsers/field/fieldtype.h"

struct headers;				/* parsers/head/headers.h */
struct reasons;				/* parsers/base/reason.h */

/* Adds the built-in severity and version (labels and words in six languages). */
void	field_builtins(struct arena *a, struct field_defs *out);
const struct field_def	*field_find(const struct field_defs *, struct str name);
/* What the field is called in that language, else in English, else its name. */
struct str	field_title(const struct field_def *, struct str lang);

/* What of a mail is read for fields. */
struct field_mail {
	const struct headers	*headers;
	struct str		 subject;
	struct str		 text;
	struct str		 reply_text;	/* empty: the text is read */
	bool			 answers;	/* it names a mail that it answers */
};

/*
 * Reads each field from the mail's pseudo-header lines, header fields and
 * patterns, the strongest source winning.  Defaults are the caller's (they
 * depend on the project).
 */
void	field_read(struct arena *a, const struct field_defs *, const struct field_mail *,
	    struct reasons *, struct field_values *out);

#endif
