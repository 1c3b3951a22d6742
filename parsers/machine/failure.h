/*
 * failure: whether a mail tells that another could not be delivered: by a report
 * (RFC 3464), by a server's own words, by a receipt that rejects it (RFC 5429).
 * What it then says is bounce's and notice's.
 */
#ifndef PARSERS_MACHINE_FAILURE_H
#define PARSERS_MACHINE_FAILURE_H

#include "parsers/machine/signs.h"

/* Each decides, or leaves what is found so far as it is and says false. */
bool	failure_by_reject(struct signs *);
bool	failure_by_report(struct signs *);
bool	failure_by_notice(struct signs *);
/* A server passes a mail on and says nothing itself of whom it could not reach. */
bool	failure_is_elsewhere(struct signs *);

#endif
