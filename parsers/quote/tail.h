/* tail: the ends of quoted lines that a relay or a client wrapped off, without a '>'. */
#ifndef PARSERS_QUOTE_TAIL_H
#define PARSERS_QUOTE_TAIL_H

#include "parsers/quote/quotelines.h"

/* Such lines are quoted too. */
void	lines_join_wrapped(struct lines *t);

#endif
