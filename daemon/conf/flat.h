/*
 * flat: configuration files as a list of what they say, in words that can be compared:
 * an item for each rule, agent, template …, and in it a line a setting.  How a file is
 * laid out, its comments, and `"x"` for `[ "x" ]` make no difference.
 */
#ifndef DAEMON_CONF_FLAT_H
#define DAEMON_CONF_FLAT_H

#include "daemon/conf/tree.h"

struct flat_line {
	struct str	path;		/* "when severity at_least" */
	struct strs	values;		/* one, or those of a list, as a file would have them */
};

struct flat_item {
	struct str	kind;		/* "rule"; of a file that is no list, its name */
	struct str	name;		/* "time is up"; or empty */
	struct str	file;
	int		line;
	struct flat_line *v;
	size_t		n;
};

struct flat_items {
	struct flat_item *v;
	size_t		 n;
};

/* Lives in `a`.  Of a file that is no tree only the faults are left. */
void	flat_files(struct arena *a, const struct conf_files *, struct flat_items *out,
	    struct conf_faults *faults);

#endif
