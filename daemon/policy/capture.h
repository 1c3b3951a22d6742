/*
 * capture: `${name}` in what a rule sets or writes: what that group of the rule's patterns
 * found.  `$$` is a dollar; any other one stands for itself.
 */
#ifndef DAEMON_POLICY_CAPTURE_H
#define DAEMON_POLICY_CAPTURE_H

#include "parsers/base/str.h"

struct capture_piece {
	struct str	plain;		/* as it is; then, unless `name` is empty, */
	struct str	name;		/* … what the group of this name found */
};

/*
 * The next piece off the front of *rest; false: there is none.  A name that is none ("${a b}",
 * "${" without its end) gives `name` as it stands, from the "${" on.
 */
bool	capture_next(struct str *rest, struct capture_piece *);
/* A group of a pattern can be called so. */
bool	capture_is_name(struct str);
/* As the source of a template: {{capture.NAME}}. */
struct str	capture_template(struct arena *, struct str);
/* It names at least one, or has a "$$". */
bool	capture_is_in(struct str);

#endif
