/* nearest: what somebody may have meant by a word that is not known. */
#ifndef PARSERS_BASE_NEAREST_H
#define PARSERS_BASE_NEAREST_H

#include "parsers/base/str.h"

/*
 * The known name that `name` is likely a slip of: at most a third of its
 * letters, or two, left out, put in, replaced or swapped with their neighbour.
 * Empty when there is none; the first of those equally near.
 */
struct str	nearest_name(struct str name, const struct strs *names);
/* Whether at most `slips` letters were left out, put in, replaced or swapped. */
bool		nearest_is(struct str name, struct str known, size_t slips);
/* "there is no agent anna: did you mean ana?" */
struct str	nearest_none_such(struct arena *a, const char *what, struct str name,
		    const struct strs *names);

#endif
