/* msgid: Message-IDs out of In-Reply-To, References and Message-ID. */
#ifndef PARSERS_HEAD_MSGID_H
#define PARSERS_HEAD_MSGID_H

#include "parsers/base/str.h"

/*
 * Adds what stands in <>, without it and without folded spaces; junk between
 * is passed over.  One over LIMIT_MSGID is dropped.  Where nothing is closed by '>',
 * words with an '@', when there are no others.
 */
void	msgid_list(struct arena *a, struct str raw, struct strs *out);
/* The first in <>; else the whole value when it is one word. */
struct str	msgid_one(struct arena *a, struct str raw);

#endif
