/* domain: what stands behind the '@', in the one form that mail servers take. */
#ifndef PARSERS_HEAD_DOMAIN_H
#define PARSERS_HEAD_DOMAIN_H

#include "parsers/base/str.h"

/*
 * Lower case, without the root's dot, letters beyond ASCII as A-labels (RFC 5891); what is
 * no such name is only lower-cased.
 */
struct str	domain_ascii(struct arena *, struct str);
/* An address in lower case, with its domain so: one that names a person, and can be sent to. */
struct str	domain_key(struct arena *, struct str address);

#endif
