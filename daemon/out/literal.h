/*
 * literal: what an engineer's text means as it stands, though Markdown has a use for
 * it: a path's backslash, <placeholders>, entities, comments of a configuration, the
 * numbers of an answer, columns.  Marked before cmark reads the text (a noncharacter of
 * Unicode stands for each), and shown as HTML in what cmark made of it.
 */
#ifndef DAEMON_OUT_LITERAL_H
#define DAEMON_OUT_LITERAL_H

#include "parsers/base/str.h"

struct str	literal_mark(struct arena *a, struct str text);
struct str	literal_show(struct arena *a, struct str html);

#endif
