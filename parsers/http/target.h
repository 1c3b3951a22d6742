/* target: where a request goes, and what is coded as a URL's parts are. */
#ifndef PARSERS_HTTP_TARGET_H
#define PARSERS_HTTP_TARGET_H

#include "parsers/http/head.h"

/*
 * "/a%20b" as "/a b": an absolute path of segments that are neither empty (but the last),
 * nor "." nor "..", nor hide a slash, a backslash or a control; UTF-8.  False: it is none.
 */
bool	http_path(struct arena *, struct str in, struct str *out);
/*
 * "a=1&b=x+y" as names and values.  0; 400: an escape that is none, or no text; 413: more
 * than `max` of them.  Line ends become LF.
 */
int	http_pairs(struct arena *, struct str in, size_t max, struct strs *out);
/* A value as text: UTF-8 without NUL, its line ends LF.  False: it is none. */
bool	http_text(struct arena *, struct str in, struct str *out);

#endif
