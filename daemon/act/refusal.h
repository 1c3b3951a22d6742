/* refusal: what a verb that cannot be done tells beside why: what would do. */
#ifndef DAEMON_ACT_REFUSAL_H
#define DAEMON_ACT_REFUSAL_H

#include "daemon/act/act.h"

/* The verb with a value, as the actor's door has it: "#severity high". */
struct str	refusal_line(const struct prospect *, const struct verb *, struct str value);
/* In which an actor's times are read and told. */
const struct zone	*refusal_zone(const struct prospect *);
/*
 * `says` with the name; those that are known, and the order's value with the nearest of
 * them, as a line to copy.
 */
struct why	*refusal_none_such(const struct prospect *, const struct order *,
		    struct str says, struct str name, const struct strs *known);

#endif
