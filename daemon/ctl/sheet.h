/* sheet: rows that a verb found, as a table for people, as CSV (RFC 4180) or as JSON. */
#ifndef DAEMON_CTL_SHEET_H
#define DAEMON_CTL_SHEET_H

#include "daemon/ctl/ctl.h"

enum sheet_as { SHEET_TEXT, SHEET_CSV, SHEET_JSON };

struct sheet {
	const struct table_column	*columns;	/* .right: numbers in JSON */
	const char *const		*keys;		/* of CSV and JSON, one a column */
	size_t				 n_columns;
	const char			*none;		/* is said of no rows */
	struct strs			 cells;		/* as they came, row by row; "": nothing */
};

/* "csv"; NULL: text, or JSON after --json.  False: there is no such word. */
bool	sheet_as(const struct ctl *, const char *word, enum sheet_as *);
void	sheet_print(struct ctl *, const struct sheet *, enum sheet_as);

#endif
