/*
 * received: from which network a mail reached our own servers (RFC 5321 section 4.4).
 * Believes the Received field that our border server wrote, and nothing below it: that is
 * the sender's to write.  Reads raw fields only, and combines no two of them.
 */
#ifndef PARSERS_HEAD_RECEIVED_H
#define PARSERS_HEAD_RECEIVED_H

#include "parsers/base/str.h"

/*
 * "192.0.2.0/24" or "2001:db8:1:2::/64": what one customer of a provider has at least.
 * Empty where it is not known: the topmost field with a client outside our house was
 * written by none of `own` (names of hosts), or two addresses can be read in it.
 */
struct str	received_network(struct arena *a, struct str block, const struct strs *own);

#endif
