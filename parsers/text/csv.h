/* csv: tables as spreadsheets write them (RFC 4180), a row at a time. */
#ifndef PARSERS_TEXT_CSV_H
#define PARSERS_TEXT_CSV_H

#include "parsers/base/str.h"

enum { CSV_FIELDS = 64 };		/* of a row; more are left out */

/*
 * Cuts the next row off *rest; `sep` stands between its fields.  *lines: how many lines it took,
 * for a quoted field may hold some.  False at the end.  A quote that does not end holds the rest
 * of its line alone, and *torn says so.  Fields live in `a`.
 */
bool	csv_row(struct arena *a, struct str *rest, char sep, struct strs *fields, size_t *lines,
	    bool *torn);
/* What stands between the fields of the first line: ',', ';' or a tab, whichever is most there. */
char	csv_separator(struct str text);

#endif
