/*
 * rtf: Rich Text Format as text that a person can read.  Where it is the HTML
 * that Exchange wrapped in RTF ([MS-OXRTFEX]), that is read.
 */
#ifndef PARSERS_MARKUP_RTF_H
#define PARSERS_MARKUP_RTF_H

#include "parsers/base/str.h"

/* UTF-8 with LF line ends, a little more than `max` bytes when there are more. */
struct str	rtf_text(struct arena *a, struct str in, size_t max);

#endif
