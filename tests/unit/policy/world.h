/*
 * world: a copy of the sample configuration that a test may change, and tables
 * of single changes with the fault that each must give.
 */
#ifndef TESTS_UNIT_POLICY_WORLD_H
#define TESTS_UNIT_POLICY_WORLD_H

#include "daemon/policy/conf.h"
#include "tests/tap.h"

/* One change to one file of the sample: `from` (once, the first) becomes `to`. */
struct change {
	const char	*file;
	const char	*from;		/* NULL: `to` is added at the end */
	const char	*to;
	const char	*want;		/* of one of the faults; '@' is the line changed */
};

void		world_open(void);
void		world_close(void);
struct str	world_path(struct arena *, const char *name);
struct str	world_sample(struct arena *);	/* the original's folder */
struct str	world_read(struct arena *, struct str path);
void		world_write(struct str path, struct str text);
int		world_load(struct arena *, const struct conf **, struct conf_faults *);
/* conf_load() leaves a policy's patterns to the end of the process. */
void		world_drop(const struct conf *);
/* Whether a fault holds this text; prints all when none does. */
bool		world_told(const struct conf_faults *, const char *want);
/* Each change is refused with its fault. */
void		world_refuses(const struct change *, size_t n);
/* What may be written in more than one way. */
void		world_accepts(const struct change *, size_t n);

#endif
