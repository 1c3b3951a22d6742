/* banner: what a mail gateway puts above a mail that came from outside. */
#ifndef PARSERS_QUOTE_BANNER_H
#define PARSERS_QUOTE_BANNER_H

struct lines;			/* parsers/quote/quotelines.h */

/* Its paragraph, when it is the first and text follows, becomes blank. */
void	lines_cut_banner(struct lines *);

#endif
