/* signature: where the writer's signature, or a program's, ends a text. */
#ifndef PARSERS_QUOTE_SIGNATURE_H
#define PARSERS_QUOTE_SIGNATURE_H

struct lines;			/* parsers/quote/quotelines.h */

/* Marks its lines.  Below a signature only an afterword stays text. */
void	lines_cut_signature(struct lines *);

#endif
