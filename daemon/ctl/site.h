/*
 * site: a folder of static pages that is ours: what is put is staged beside what is there and
 * takes its place when all of it is whole; pages that say the same as before are left as they
 * are; pages of ours that nobody put are taken away.  A file that we did not write is never
 * touched, and a folder that holds others' files from the start is refused.
 */
#ifndef DAEMON_CTL_SITE_H
#define DAEMON_CTL_SITE_H

#include "parsers/base/err.h"
#include "parsers/base/str.h"

struct site;

struct site_sum {
	size_t	written, same, removed;
};

/* Makes the folder (0750) where there is none; one build at a time.  -1: ERR_CONF, *e. */
int	site_open(struct arena *, const char *dir, struct site **, struct err *e);
/*
 * "board.html"; `made`: how the one line begins that may differ without its being another
 * page; empty: none.  Nothing is seen of it before site_finish().
 */
int	site_put(struct site *, struct str name, struct str bytes, struct str made, struct err *e);
/* All that was put takes its place, in that order, but for what was put first: it is last. */
int	site_finish(struct site *, struct site_sum *out, struct err *e);
/* What was put and not finished is taken away; NULL is fine. */
void	site_close(struct site *);

#endif
