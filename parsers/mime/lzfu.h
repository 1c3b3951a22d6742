/* lzfu: RTF as Outlook packs it ([MS-OXRTFCP]): LZFu, and MELA, which is not packed. */
#ifndef PARSERS_MIME_LZFU_H
#define PARSERS_MIME_LZFU_H

#include "parsers/base/str.h"

/*
 * What comes out of `in`, at most `max` bytes of it; lives in `a`, or is
 * borrowed.  Of a broken one, what could be read; empty when it is none.
 */
struct str	lzfu_unpack(struct arena *a, struct str in, size_t max);

#endif
