/* own: what docket itself wrote at the end of its notices, quoted in an answer. */
#ifndef PARSERS_QUOTE_OWN_H
#define PARSERS_QUOTE_OWN_H

struct lines;			/* parsers/quote/quotelines.h */

/* Facts, command help and signed links in quoted lines that are kept are gone. */
void	lines_cut_own(struct lines *);

#endif
