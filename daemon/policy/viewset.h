/*
 * viewset: what is asked of a view's tickets besides, by who asks for it: "project=ACME",
 * "severity=high,critical", "field.module=web": words as a condition has them (filter/subject).
 */
#ifndef DAEMON_POLICY_VIEWSET_H
#define DAEMON_POLICY_VIEWSET_H

#include "daemon/policy/conf.h"

/* As it stands in a line, "project=ACME subject=It hums": a value goes on to the next word=. */
struct strs	viewset_split(struct arena *a, struct str line);
/*
 * All of them must hold; those of one word: one of their values.  None: an empty condition.
 * -1: *fault says what is wrong.  Lives in `a`.
 */
int	viewset_read(struct arena *a, const struct conf *, const struct strs *sets,
	    struct condition *out, struct str *fault);

#endif
