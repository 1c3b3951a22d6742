/*
 * uidset: a set of UIDs as ranges, for folders of hundreds of thousands of mails
 * that have few gaps.  Pure.
 */
#ifndef DAEMON_FETCH_UIDSET_H
#define DAEMON_FETCH_UIDSET_H

#include "parsers/base/str.h"

struct uidrange {
	uint32_t	lo;		/* 1 or more */
	uint32_t	hi;		/* as much or more */
};

struct uidset {				/* { 0 }: empty; malloc'd */
	struct uidrange	*v;		/* rising, with a gap between any two */
	size_t		 n;
	size_t		 cap;
};

void		uidset_free(struct uidset *);	/* it is empty then */
void		uidset_add(struct uidset *, uint32_t lo, uint32_t hi);
void		uidset_remove(struct uidset *, uint32_t uid);
bool		uidset_has(const struct uidset *, uint32_t uid);
uint32_t	uidset_max(const struct uidset *);	/* 0: empty */
/* The highest `n` of them below `end`, rising, into `out`; how many there are. */
size_t		uidset_below(const struct uidset *, uint32_t end, uint32_t *out, size_t n);
/*
 * "1:4,7", the part of it from `first` on, up to *last; when that takes more than `max`
 * bytes (at least 22), *last becomes the last UID that it tells of.
 */
void		uidset_put(const struct uidset *, uint32_t first, uint32_t *last, size_t max,
		    struct buf *);

#endif
