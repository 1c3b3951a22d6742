/* csv: the fields of a table as CSV (RFC 4180), which begins on a line of its own. */
#ifndef DAEMON_REPORT_CSV_H
#define DAEMON_REPORT_CSV_H

#include "parsers/base/str.h"

/* What people wrote, the next field of its line: it is no formula to a spreadsheet. */
void	csv_text(struct buf *, struct str field);

#endif
