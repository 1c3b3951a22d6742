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

struct sum {
	struct strs		groups;
	struct sheet_group	of;		/* numbers alone */
};

struct arranging {
	bool		 tree;
	struct arranged	*rows;			/* those of a group stand together */
	size_t		 n_rows;
	struct sum	*sums;			/* of the innermost groups */
	size_t		 n_sums;
};

/* Fills rows and groups of the sheet, whose titles and words the caller adds. */
void	arrange(struct arena *a, const struct arranging *, size_t levels, struct sheet *out);
/* The groups as a chart: a bar for each of the outermost, stacked by the second. */
void	arrange_chart(struct arena *a, struct sheet *);

#endif
