/* mailbox: addresses in running text, where no grammar holds. */
#ifndef PARSERS_HEAD_MAILBOX_H
#define PARSERS_HEAD_MAILBOX_H

#include "parsers/base/str.h"

/* The next address at or after *from, which then stands behind it; borrowed. */
struct str	mailbox_next(struct str text, size_t *from);
/* "rfc822; jo@x.example" or "<jo@x.example>" as jo@x.example. */
struct str	mailbox_bare(struct str);
/* What stands before the '@'; all of it without one. */
struct str	mailbox_local(struct str addr);

#endif
