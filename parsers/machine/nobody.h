/* nobody: addresses behind which nobody reads: an answer would only come back. */
#ifndef PARSERS_MACHINE_NOBODY_H
#define PARSERS_MACHINE_NOBODY_H

#include "parsers/base/str.h"

/* Of a mail server, of a list's program, or one that says that it takes no reply. */
bool	nobody_reads(struct str addr);
/* It says that it takes no reply: "noreply-orders@shop.example". */
bool	nobody_replies(struct str addr);

#endif
