/* squeeze: an address without what may stand within it and is none of it. */
#ifndef PARSERS_HEAD_SQUEEZE_H
#define PARSERS_HEAD_SQUEEZE_H

#include "parsers/base/str.h"

/* Without spaces, but in quotes, and without characters that nobody sees. */
struct str	squeeze_addr(struct arena *, struct str);

#endif
