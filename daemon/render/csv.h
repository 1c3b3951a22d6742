/* csv: the fields of a table as CSV (RFC 4180): each call is the next field of its line. */
#ifndef DAEMON_RENDER_CSV_H
#define DAEMON_RENDER_CSV_H

#include "parsers/base/str.h"

/* What people wrote: it is no formula to a spreadsheet. */
void	csv_text(struct buf *, struct str field);
/* What docket makes: numbers, which may be negative, days, times. */
void	csv_plain(struct buf *, struct str field);
void	csv_number(struct buf *, int64_t);
void	csv_end(struct buf *);		/* of the line */

#endif
