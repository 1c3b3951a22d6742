/* marked: a signature that the HTML of the same mail marks, found in its text. */
#ifndef PARSERS_QUOTE_MARKED_H
#define PARSERS_QUOTE_MARKED_H

#include "parsers/base/str.h"

struct lines;			/* parsers/quote/quotelines.h */

/* `signature` as text; its lines are marked where they end the writer's text. */
void	lines_cut_marked(struct lines *, struct str signature);

#endif
