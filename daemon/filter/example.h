/*
 * example: a text that a regular expression finds, or none: the simplest one that its
 * letters say.  For counterexamples, and for what a slow pattern is tried with.
 */
#ifndef DAEMON_FILTER_EXAMPLE_H
#define DAEMON_FILTER_EXAMPLE_H

#include "parsers/base/str.h"

struct pattern;

/* Lives in `a`; false: none was found, though there may be one. */
bool	example_of(struct arena *a, struct str regex, const struct pattern *, struct str *out);

#endif
