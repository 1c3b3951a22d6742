/*
 * charset: bytes of any charset as clean UTF-8.  There is always a reading:
 * bytes that the charset cannot explain are read as windows-1252, so that
 * U+FFFD is never written.
 *
 * The converters are opened once, before the cage closes; one thread only.
 */
#ifndef PARSERS_TEXT_CHARSET_H
#define PARSERS_TEXT_CHARSET_H

#include "parsers/base/str.h"

/* Opens every converter of the table.  Can be called again. */
void	charset_init(void);
bool	charset_known(struct str label);
/*
 * `label` as the mail says ("ISO-8859-1", "x-sjis"; case and quotes don't
 * matter); when it is empty or unknown, UTF-8 is tried, then `fallback`; a guess by the
 * shape of the bytes where that is empty or western.
 */
struct str	charset_text(struct arena *a, struct str label, struct str fallback,
		    struct str bytes);
/* UTF-8 in; LF line ends, no control characters but TAB and LF. */
struct str	charset_clean(struct arena *a, struct str utf8);
/* UTF-8 in; one trimmed line without control characters or bidi overrides. */
struct str	charset_line(struct arena *a, struct str utf8);

#endif
