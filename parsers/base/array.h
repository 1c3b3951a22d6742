/*
 * array: how many a table has, and room for one more in a list that grows in
 * an arena.
 */
#ifndef PARSERS_BASE_ARRAY_H
#define PARSERS_BASE_ARRAY_H

#include <stddef.h>

#include "parsers/base/arena.h"

/* Of an array, never of a pointer. */
#define COUNT(table)	(sizeof(table) / sizeof((table)[0]))

/*
 * Room for one more behind the n objects of `v`, zeroed: `v` itself, or its
 * copy with twice the room.  A list is full exactly when n is 0 or a power of
 * two, so that no capacity is kept: one made by other means grows this way only
 * from such an n.
 *
 *	list->v = array_grow(a, list->v, list->n, sizeof(*list->v));
 *	list->v[list->n++] = …;
 */
void	*array_grow(struct arena *a, void *v, size_t n, size_t size);

#endif
