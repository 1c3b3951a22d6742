/*
 * statementwrite: a statement as files, made once and kept when it is closed: text for a
 * terminal (80 columns), CSV, HTML and JSON.  Their figures are the same.  What people wrote is
 * escaped for each: no control characters, no formulas, no markup.
 *
 * HTML is whole by itself: it loads nothing, runs nothing, prints, and fits a phone.
 */
#ifndef DAEMON_REPORT_STATEMENTWRITE_H
#define DAEMON_REPORT_STATEMENTWRITE_H

#include "daemon/report/statement.h"

enum statement_as { AS_TEXT, AS_CSV, AS_HTML, AS_JSON, STATEMENT_FILES };

struct statement_files {
	struct str	v[STATEMENT_FILES];
};

extern const char *const statement_as[];	/* "text", "csv" …; ends in NULL */
extern const char *const statement_types[];	/* their media types */

/* Live in st->a. */
void		statement_write(const struct statement *, struct statement_files *);
struct str	statement_text(const struct statement *);
struct str	statement_csv(const struct statement *);
struct str	statement_html(const struct statement *);
struct str	statement_json(const struct statement *);
/* "statement-2026-17.csv"; a draft's "statement-ACME-2026-10.csv". */
struct str	statement_file_name(const struct statement *, enum statement_as);

#endif
