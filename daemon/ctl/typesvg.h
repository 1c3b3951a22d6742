/*
 * typesvg: a type of tickets as a picture: its statuses in a column, ways down at its
 * right side and up at its left; in the reader's light or dark colours.
 */
#ifndef DAEMON_CTL_TYPESVG_H
#define DAEMON_CTL_TYPESVG_H

#include "daemon/policy/type.h"

struct str	type_svg(struct arena *, const struct type *);
/* "leads; needs version; when it is so": what a way asks, or empty. */
struct str	type_terms(struct arena *, const struct transition *);

#endif
