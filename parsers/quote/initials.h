/* initials: quoted lines that begin with whose words they are, "AS> …" (The Bat!, Gnus). */
#ifndef PARSERS_QUOTE_INITIALS_H
#define PARSERS_QUOTE_INITIALS_H

#include "parsers/quote/quotelines.h"

/* Such lines of a mail that answers one are quoted. */
void	lines_mark_initials(struct lines *t);

#endif
