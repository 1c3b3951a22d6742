/*
 * diff: what one set of configuration files says otherwise than another, in words.
 */
#ifndef DAEMON_CONF_DIFF_H
#define DAEMON_CONF_DIFF_H

#include "daemon/conf/flat.h"

enum diff_what { DIFF_ADDED, DIFF_REMOVED, DIFF_CHANGED, DIFF_MOVED, DIFF_WHATS };

struct diff {
	enum diff_what	 what;
	const struct flat_item *item;	/* of what is there now; removed: of before */
	struct strs	 details;	/* `when severity at_least "high" -> "critical"` */
};

struct diffs {
	struct diff	*v;
	size_t		 n;
};

extern const char *const diff_words[DIFF_WHATS + 1];	/* "added"; ends in NULL */

/* Borrows the items; lives in `a`.  What is changed and moved is told as both. */
void	conf_diff(struct arena *a, const struct flat_items *before, const struct flat_items *now,
	    struct diffs *out);

#endif
