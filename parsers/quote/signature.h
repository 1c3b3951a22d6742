/* signature: where the writer's signature, or a program's, ends a text. */
#ifndef PARSERS_QUOTE_SIGNATURE_H
#define PARSERS_QUOTE_SIGNATURE_H

#include <stdbool.h>

struct line;			/* parsers/quote/quotelines.h */
struct lines;

/* Marks its lines.  Below a signature only an afterword stays text. */
void	lines_cut_signature(struct lines *);
/* What is no signature wherever it stands: "P.S. …", "#close", "Version: 4.2". */
bool	line_is_afterword(const struct line *);

#endif
