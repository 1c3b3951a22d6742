/*
 * ways: who is told, and how: each person by mail, through the group's own server or else
 * the server of a mailbox whose mail goes; and the admin's program and webhook.  One that
 * fails is owed what it was not told.
 *
 * Holds SMTP passwords and the webhook's secret, read once before the cage closes; none gets into a text.
 */
#ifndef DAEMON_ALERT_WAYS_H
#define DAEMON_ALERT_WAYS_H

#include "daemon/alert/bulletin.h"

struct ways;

struct way_report {
	struct str	to;		/* an address, the program, or the webhook's host */
	struct str	by;		/* the server; empty: none was tried, or it is no person */
	bool		ok;
	struct str	text;		/* what came of it, one line */
};

struct way_reports {
	struct way_report	*v;
	size_t			 n;
};

/*
 * Before the cage and any thread: starts the program's child, reads the passwords, adds
 * to `readable` what is read later.  Lives in `a`.  NULL: *e.
 */
struct ways	*ways_new(struct arena *a, const struct conf *, struct strs *readable,
		    struct err *e);
size_t		 ways_count(const struct ways *);	/* 0: nobody is ever told */
/* Some way was not told something. */
bool		 ways_are_owed(const struct ways *);
/* What is owed is over by itself. */
void		 ways_forgive(struct ways *);
/*
 * Tells each way, or each that is owed.  How many were told, and what came of each, in
 * `a`.  Blocks for a minute a way at most, and calls `alive` (NULL is fine) more often.
 */
size_t		 ways_tell(struct ways *, struct arena *a, const struct bulletin *, bool owed,
		    void (*alive)(void *), void *arg, struct way_reports *out);
/* The program's child is gone: start anew. */
bool		 ways_are_broken(const struct ways *);

#endif
