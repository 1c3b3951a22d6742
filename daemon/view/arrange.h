/*
 * arrange: rows that came in order, put into groups with their sums, into a tree, or into the
 * series of a chart.
 */
#ifndef DAEMON_VIEW_ARRANGE_H
#define DAEMON_VIEW_ARRANGE_H

#include "daemon/render/sheet.h"

struct arranged {
	struct sheet_row	row;
	int64_t			parent;		/* its number; 0: none */
	struct strs		groups;		/* its value on each level */
};

struct sum {				/* several of one group add up */
	struct strs		groups;		/* and maybe more behind them */
	struct sheet_group	of;		/* numbers alone */
};

enum { ARRANGE_LEVELS = 4 };		/* at most */

struct arrange_level {
	/* What its values sort by; an empty one is last. */
	struct str	(*rank)(struct arena *a, const void *of, struct str value);
	const void	*of;
	bool		 falls;
};

struct arranging {
	bool		 tree;
	const struct arrange_level *levels;
	size_t		 n_levels;
	struct arranged	*rows;			/* are put together by groups */
	size_t		 n_rows;
	struct sum	*sums;			/* of the innermost groups */
	size_t		 n_sums;
};

/* Fills rows, groups and the total of the sheet; the caller adds titles and words. */
void	arrange(struct arena *a, struct arranging *, struct sheet *out);
/*
 * The groups as a chart: a bar for each of the outermost, stacked by the second; without
 * groups how many there are, late and at risk.
 */
void	arrange_chart(struct arena *a, struct sheet *);

#endif
