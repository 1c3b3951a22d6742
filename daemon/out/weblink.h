/* weblink: addresses of pages in a text, as they may be linked. */
#ifndef DAEMON_OUT_WEBLINK_H
#define DAEMON_OUT_WEBLINK_H

#include "parsers/base/str.h"

/*
 * How many bytes of the text from i on are such an address, without what ends a sentence;
 * 0: none begins there.  Neither blanks nor "<", ">" and '"' are in it.
 */
size_t	weblink_size(struct str text, size_t i);
/* Whether a link may lead there: to a page, a file or a mail; never to a script or data. */
bool	weblink_is_safe(struct str target);
/* As an attribute's value. */
void	weblink_put(struct buf *, struct str target);

#endif
