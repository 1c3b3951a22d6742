/* address: address fields (RFC 5322 section 3.4) as real mail has them. */
#ifndef PARSERS_HEAD_ADDRESS_H
#define PARSERS_HEAD_ADDRESS_H

#include "parsers/base/str.h"

struct address {
	struct str	name;		/* decoded display name, may be empty */
	struct str	addr;		/* local@domain as written, domain lower-cased */
};

struct addresses {
	struct address	*v;
	size_t		 n;
};

/*
 * Adds the addresses of one raw header value, until `out` holds `max`.  Group
 * names are dropped.  An entry without an address has only a name.
 */
void	address_parse(struct arena *a, struct str raw, struct str charset, size_t max,
	    struct addresses *out);

#endif
