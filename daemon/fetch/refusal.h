/*
 * refusal: what an IMAP server means that says no, and what mends it: by the words that
 * providers use, and by its response code (RFC 5530) where that is seen.
 */
#ifndef DAEMON_FETCH_REFUSAL_H
#define DAEMON_FETCH_REFUSAL_H

#include "parsers/base/arena.h"
#include "parsers/base/str.h"

/* One sentence for an admin. */
const char	*refusal_mend(struct arena *, struct str said);

#endif
