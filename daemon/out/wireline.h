/* wireline: the lines of a mail as they may go to a server (RFC 5322 section 2.1.1). */
#ifndef DAEMON_OUT_WIRELINE_H
#define DAEMON_OUT_WIRELINE_H

#include "parsers/base/str.h"

/*
 * Lines of printable ASCII and tabs, each ended by CRLF and not too long; at least one.
 * `utf8`: and of UTF-8 without C1 controls (RFC 6532).
 */
bool	wirelines_ok(struct str bytes, bool utf8);

#endif
