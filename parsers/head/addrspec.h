/* addrspec: one address (RFC 5322 section 3.4.1): what it may hold, and whose it is. */
#ifndef PARSERS_HEAD_ADDRSPEC_H
#define PARSERS_HEAD_ADDRSPEC_H

#include "parsers/base/str.h"

/*
 * local@domain that is safe in an SMTP envelope: no control, space, <>, quotes.  The domain is
 * ASCII (domain.h); the other part may have letters of any script (RFC 6531).
 */
bool	address_is_safe(struct str);
/* Safe, and every server takes it: else it must offer SMTPUTF8. */
bool	address_is_ascii(struct str);
/* Behind the '@', empty without one. */
struct str	address_domain(struct str);
/*
 * Whose mailbox it is, in lower case: without "+detail", and at Gmail without the dots
 * that it passes over.  For counting, never to send to.
 */
struct str	address_person(struct arena *a, struct str);

#endif
