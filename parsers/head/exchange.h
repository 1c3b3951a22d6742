/*
 * exchange: whether Exchange Online (Microsoft 365) wrote the topmost
 * Authentication-Results of a mail.  It puts no authserv-id there, so that only the place
 * tells: right above the Received field of the server that took the mail from outside,
 * with nothing but steps within Microsoft's house above it.  What a sender wrote stands
 * below that Received.
 *
 * True only of a mail that was read from a mailbox there: who asks must know that.
 */
#ifndef PARSERS_HEAD_EXCHANGE_H
#define PARSERS_HEAD_EXCHANGE_H

#include "parsers/base/str.h"

bool	exchange_wrote_results(struct str block);

#endif
