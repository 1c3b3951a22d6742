/*
 * fragment: pieces of sql/filter.sql joined to what a statement takes (db/where.h): their
 * names become parameters or other pieces.
 */
#ifndef DAEMON_VIEW_FRAGMENT_H
#define DAEMON_VIEW_FRAGMENT_H

#include "daemon/db/where.h"
#include "daemon/policy/conf.h"

struct making {
	struct arena		*a;
	const struct conf	*conf;
	struct db_where		*w;
	struct buf		 text;
	int64_t			 now;
	size_t			 from, to;	/* parameters of what folds letters; 0: not there yet */
};

/* What a fragment's names stand for, while one is put. */
struct bound {
	const char		*x;		/* another fragment */
	const char		*op;
	struct db_value		 value;		/* of $value or $values */
	struct str		 name;
};

/* Adds the fragment of that name, which there is. */
void	fragment_put(struct making *, const struct bound *, const char *name);
/* Adds a parameter with that value. */
void	fragment_value(struct making *, struct db_value);

#endif
