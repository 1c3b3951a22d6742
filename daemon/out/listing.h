/*
 * listing: a mail that tells of many things names as many as a mail program shows whole, and
 * counts the others.  Its template has {{#items}}, and {{more}} for those that are not named;
 * or a list of answers, each with these.
 */
#ifndef DAEMON_OUT_LISTING_H
#define DAEMON_OUT_LISTING_H

#include "parsers/text/view.h"

enum { LISTING_OCTETS = 90 * 1000 };	/* Gmail clips a mail of 102 KB */

/*
 * `size`: octets of what was made of the view.  True: it was too large, and the view has
 * fewer items now, so that it is to be made again.
 */
bool	listing_shorten(struct arena *, struct view *, size_t size);

#endif
