/*
 * mx: who takes a domain's mail, as the DNS says (RFC 5321, 5.1).  Asks a resolver, believes
 * its answer in nothing but names, and blocks for ten seconds at most.
 */
#ifndef DAEMON_NET_MX_H
#define DAEMON_NET_MX_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

/*
 * The hosts, lower case, the preferred ones first; the domain itself, where it has an address
 * and no MX; "." where it says that it takes none (RFC 7505).  None: nobody does.  `resolver`
 * is "127.0.0.1:5353", empty: the machine's.  -1: no answer came.
 */
int	mx_find(struct arena *, struct str domain, struct str resolver, struct strs *hosts,
	    struct err *);
/* Whether what comes to that host lies on that IMAP server, as far as names tell. */
bool	mx_leads_to(struct str host, struct str imap);

#endif
