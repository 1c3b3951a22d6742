/*
 * desk: a small support desk on a real database, for tests of what core stores: its
 * policy (three agents, two mailboxes, one project) stands in desk.c, its clock where
 * desk_clock() puts it.  Any failure of the database ends the program.
 */
#ifndef TESTS_DB_DESK_H
#define TESTS_DB_DESK_H

#include "daemon/ticket/event.h"
#include "daemon/ticket/work.h"

#define DESK_SECOND	INT64_C(1000000)
#define DESK_MINUTE	(60 * DESK_SECOND)
#define DESK_HOUR	(60 * DESK_MINUTE)
#define DESK_DAWN	(1780293600 * DESK_SECOND)	/* Monday, 2026-06-01 06:00 UTC */

/*
 * ana and bo are in Berlin; cy is in UTC and is told of clocks from 09:00 on, but for
 * what is critical.  Mailbox "support" is English, "hilfe" German.  Calendar "office" is
 * Monday to Friday, 09:00 to 17:00 UTC; policy "gold" is what desk.c says.
 */
struct desk {
	struct arena		*a;		/* for all of the test */
	struct conf		*conf;		/* the test may change it */
	struct core_state	 core;
	struct db		*db;
};

void	desk_open(struct desk *, const char *conninfo);
void	desk_close(struct desk *);
/* The time from now on; it is DESK_DAWN at first. */
void	desk_clock(int64_t us);

/* A transaction of core; its memory is the desk's. */
void	desk_begin(struct desk *, struct work *);
void	desk_commit(struct work *);
/* 0, or the test ends with the work's error. */
void	desk_must(const struct work *, int status, const char *what);

/* The rows of a query, columns joined by a space and rows by a newline; nulls as "-". */
struct str	desk_ask(struct desk *, const char *query);
/* No ticket, no mail, no history is left. */
void	desk_clear(struct desk *);

#endif
