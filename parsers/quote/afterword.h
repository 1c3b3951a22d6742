/* afterword: what the writer adds below a closing or a signature. */
#ifndef PARSERS_QUOTE_AFTERWORD_H
#define PARSERS_QUOTE_AFTERWORD_H

#include <stdbool.h>
#include <stddef.h>

struct line;			/* parsers/quote/quotelines.h */
struct lines;

/* What is no signature wherever it stands: "P.S. …", "#close", "Version: 4.2". */
bool	line_is_afterword(const struct line *);
/* The first such line near the end, or t->n. */
size_t	lines_afterword(const struct lines *t);

#endif
