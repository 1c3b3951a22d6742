/*
 * detail: what stands behind a sign in the local part of an address of ours,
 * "support+DETAIL@example.com".  Whose server keeps no such addresses apart has "-" for
 * the sign, and a catch-all; or none, and then the address stays as it is.
 */
#ifndef DAEMON_TICKET_DETAIL_H
#define DAEMON_TICKET_DETAIL_H

#include "daemon/policy/mailbox.h"

/* The address as it is: no details are used, or its local part would be over 64 octets. */
struct str	detail_join(struct arena *, enum addressing, struct str address,
		    struct str detail);
/* What stands behind the last '+' of the local part, else its last '-'; or empty. */
struct str	detail_of(struct str address);
/* Without both. */
struct str	detail_without(struct arena *, struct str address);
bool		detail_is_sign(char);
/* The local part stays within what servers take. */
bool		detail_fits(struct str address, struct str detail);

#endif
