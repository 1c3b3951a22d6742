/*
 * letterwire: the letter as bytes between the caged parser and the process
 * that holds the database.
 */
#ifndef PARSERS_LETTER_LETTERWIRE_H
#define PARSERS_LETTER_LETTERWIRE_H

#include "parsers/base/str.h"

struct letter;
struct wire;			/* parsers/base/wire.h */

/* Unpacking trusts nothing: -1 on any fault. */
void		 letter_pack(struct buf *, const struct letter *);
int		 letter_unpack(struct arena *a, struct wire *, struct letter *out);

#endif
