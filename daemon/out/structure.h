/*
 * structure: which lines of an engineer's text are lists, quotes, tables, code and
 * headings of Markdown, and which only look like it: comments of a configuration, the
 * numbers of an answer, differences, a line of dashes.  For md4c to read.
 *
 * A quote or a list ends where its marks end: an answer below a quote is not in it.
 */
#ifndef DAEMON_OUT_STRUCTURE_H
#define DAEMON_OUT_STRUCTURE_H

#include "parsers/base/str.h"

struct str	structure_mark(struct arena *a, struct str text);

#endif
