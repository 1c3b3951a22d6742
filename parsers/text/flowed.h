/* flowed: text/plain with format=flowed (RFC 3676) as ordinary lines. */
#ifndef PARSERS_TEXT_FLOWED_H
#define PARSERS_TEXT_FLOWED_H

#include "parsers/base/str.h"

/* LF lines in and out; quotes come out as "> ". */
struct str	flowed_text(struct arena *a, struct str text, bool delsp);

#endif
