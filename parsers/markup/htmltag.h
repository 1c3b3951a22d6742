/* htmltag: the bytes of a start tag, cut up as HTML's tokenizer does (HTML5 12.2.4). */
#ifndef PARSERS_MARKUP_HTMLTAG_H
#define PARSERS_MARKUP_HTMLTAG_H

#include "parsers/markup/htmlmark.h"

/* HTML's spaces. */
static inline bool
htmltag_is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/* The name that begins at `from`. */
struct str	htmltag_name(struct str in, size_t from);
/* Cuts the attribute at *i, with its name and value, off the tag.  False at its end. */
bool		htmltag_attribute(struct str in, size_t *i, struct str *whole, struct str *name);
/* Its value, without quotes. */
struct str	htmltag_value(struct str whole);
/* Keeps what the attribute says, when it is one that shows how an element looks. */
void		htmltag_heed(struct htmlattrs *, struct str name, struct str value);
/*
 * What the attributes from *i on say, to the end of the tag, behind which *i then
 * stands; false when it does not end.
 */
bool		htmltag_attributes(struct str in, size_t *i, struct htmlattrs *out);

#endif
