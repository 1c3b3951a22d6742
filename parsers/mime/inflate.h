/* inflate: a zlib stream (RFC 1950), unpacked.  The one place that uses zlib. */
#ifndef PARSERS_MIME_INFLATE_H
#define PARSERS_MIME_INFLATE_H

#include "parsers/base/str.h"

/*
 * What comes out of `in`, at most `max` bytes of it; lives in `a`.  Of a broken
 * stream, what could be read.
 */
struct str	inflate_read(struct arena *a, struct str in, size_t max);

#endif
