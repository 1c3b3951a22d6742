/*
 * received: by which hops, and from which network, a mail reached our own servers (RFC 5321 section 4.4).
 * Believes the Received field that our border server wrote, and nothing below it: that is
 * the sender's to write.  Reads raw fields only, and combines no two of them.
 */
#ifndef PARSERS_HEAD_RECEIVED_H
#define PARSERS_HEAD_RECEIVED_H

#include "parsers/base/str.h"

struct ip {
	unsigned char	v[16];		/* IPv4 as ::ffff:192.0.2.1 */
};

struct hop {				/* what one field says */
	bool		bad;		/* two things can be read in it */
	bool		is_client;
	bool		is_local;	/* a delivery within the house, LMTP */
	struct ip	client;
	struct str	from, by;
};

/* Of a raw field's value. */
struct hop	received_hop(struct str value);
/* Nobody is reached there from outside (RFC 6890). */
bool	ip_is_inside(const struct ip *);
bool	ip_is_within(const struct ip *, const struct ip *net, int bits);

/*
 * "192.0.2.0/24" or "2001:db8:1:2::/64": what one customer of a provider has at least.
 * Empty where it is not known: the topmost field with a client outside our house was
 * written by none of `own` (names of hosts), or two addresses can be read in it.
 */
struct str	received_network(struct arena *a, struct str block, const struct strs *own);

#endif
