/* glue: a program's words and the writer's on one line, without a line end between. */
#ifndef PARSERS_QUOTE_GLUE_H
#define PARSERS_QUOTE_GLUE_H

#include "parsers/base/str.h"

/*
 * Where in the line the other's words begin, 0 when they are one's.  `answers`:
 * the mail answers one, so that text behind an attribution is history.
 */
size_t	glue_at(struct arena *a, struct str line, bool answers);

#endif
