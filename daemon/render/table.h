/* table: a sheet of rows as text, its columns side by side. */
#ifndef DAEMON_RENDER_TABLE_H
#define DAEMON_RENDER_TABLE_H

#include "parsers/base/array.h"
#include "parsers/base/str.h"

struct table_column {
	const char	*title;
	bool		 right;		/* numbers */
	bool		 gives;		/* is cut first when there is little room */
};

struct table {
	const struct table_column	*columns;
	size_t				 n_columns;
	struct strs			 cells;		/* safe texts (text.h), row by row */
};

/* Of an array of columns. */
#define TABLE(columns, cells) \
	((struct table){ (columns), COUNT(columns), (cells) })

/* Lines, the titles first, cut to `room` terminal columns; 0: never cut. */
struct str	table_text(struct arena *a, const struct table *, size_t room);

#endif
