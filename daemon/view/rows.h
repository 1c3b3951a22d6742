/*
 * rows: a view asked of the database, as a sheet for whoever writes it: docketctl, #list,
 * mails on schedule, pages and feeds ask by this alone, so that all show the same.
 */
#ifndef DAEMON_VIEW_ROWS_H
#define DAEMON_VIEW_ROWS_H

#include "daemon/db/db.h"
#include "daemon/policy/conf.h"
#include "daemon/render/sheet.h"

enum { VIEW_ROWS_ALL = -1 };

struct view_ask {
	const struct view_def	*def;
	const struct condition	*more;		/* what else is asked of the tickets; NULL: nothing */
	const struct agent	*reader;	/* who "$me" is; NULL: nobody */
	struct str		 project;	/* a customer's: theirs alone, public columns alone */
	struct str		 language;
	const struct zone	*zone;
	int64_t			 now;		/* us */
	int64_t			 rows;		/* 0: as the view says; or VIEW_ROWS_ALL */
};

/*
 * Asks in the caller's transaction, if one is open.  -1: *e.  The sheet lives in `a`.  A
 * customer's view that is not for customers has no rows.
 */
int	view_sheet(struct arena *a, struct db *, const struct conf *, const struct view_ask *,
	    struct sheet *out, struct err *e);

#endif
