/*
 * trace: what servers add to a mail on its way (RFC 5322 sections 3.6.6 and 3.6.7, and
 * what came after it).  Two copies of one mail differ in nothing else.
 */
#ifndef PARSERS_HEAD_TRACE_H
#define PARSERS_HEAD_TRACE_H

#include "parsers/head/address.h"

/* Whether a field of this name is trace. */
bool		trace_is(struct str name);
/*
 * The addresses that the last server wrote above its Received field, where no sender
 * can write: for whom it delivered the mail.
 */
void		trace_reached(struct arena *a, struct str block, size_t max,
		    struct addresses *out);
/*
 * SHA-256, in hexadecimal, of a raw mail without its trace: of its other fields, in
 * whatever order and however folded, and of its body, whatever ends its lines.
 */
struct str	trace_digest(struct arena *a, struct str raw);

#endif
