/*
 * returnpath: where what comes back of one delivery goes, "support+b-TOKEN@example.com"
 * (RFC 5321, 4.4): the envelope sender of mail whose bounces we must know.  It is signed by
 * the keys of reply addresses for a purpose of its own: neither is ever read as the other,
 * and it proves nobody, only which delivery of ours something is about.
 */
#ifndef DAEMON_TICKET_RETURNPATH_H
#define DAEMON_TICKET_RETURNPATH_H

#include "daemon/ticket/tokenkeys.h"

/* Empty: its local part would be longer than servers take. */
struct str	returnpath_make(struct arena *a, const struct token_keys *, int64_t delivery,
		    struct str address);
/* Whether the address has the form of one, whoever made it. */
bool		returnpath_is(struct str address);
/* The delivery; 0: it is none of ours. */
int64_t		returnpath_read(const struct token_keys *, struct str address);

#endif
