/* texttable: rows of a sheet as lines of a table, or where that is too wide as blocks. */
#ifndef DAEMON_RENDER_TEXTTABLE_H
#define DAEMON_RENDER_TEXTTABLE_H

#include "daemon/render/textview.h"

struct text_rows {
	struct str	 head;		/* the line of titles; empty: there is none */
	struct strs	 v;		/* of each row what stands for it, with its line end */
};

/* In a tree a row's name is moved in by its depth. */
struct text_rows	texttable_rows(const struct text_view *);
/* Grouped, under their titles: tables and trees. */
void	texttable_put(const struct text_view *);

#endif
