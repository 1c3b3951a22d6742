/*
 * rawmail: a mail's bytes as the parsers know them: ASCII with more, lines
 * ended by CRLF or LF.  What came otherwise (CR alone, CR CR LF, UTF-16, a
 * byte order mark) is made so; nearly every mail is taken as it is.
 */
#ifndef PARSERS_MIME_RAWMAIL_H
#define PARSERS_MIME_RAWMAIL_H

#include "parsers/base/str.h"

/*
 * Borrowed from `raw`, or in `a`.  *ambiguous says why a server on the way may
 * have read another mail, or stays as it is.
 */
struct str	rawmail_read(struct arena *a, struct str raw, struct str *ambiguous);

#endif
