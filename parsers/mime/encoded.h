/*
 * encoded: a multipart that was encoded as a whole, which RFC 2045 section 6.4 forbids and
 * gateways do.
 */
#ifndef PARSERS_MIME_ENCODED_H
#define PARSERS_MIME_ENCODED_H

#include "parsers/mime/scan.h"

/* It as a MIME entity of its own, with a header. */
struct str	encoded_entity(struct arena *a, const struct part *);

#endif
