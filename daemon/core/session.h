/*
 * session: core as it stands, and its database session: what becomes of both when
 * a step fails.  Mail in (mailin.h), mail out (mailout.h) and the loop (core.c)
 * build on it.
 */
#ifndef DAEMON_CORE_SESSION_H
#define DAEMON_CORE_SESSION_H

#include "daemon/core/refresh.h"
#include "daemon/core/reports.h"
#include "daemon/intake/intake.h"
#include "daemon/out/outbox.h"
#include "daemon/parse/memo.h"
#include "daemon/report/closing.h"
#include "daemon/role/loop.h"

enum {
	GATHER_MS = 5,			/* a batch waits so long for its last mails */
	GIVE_WAY_MS = 50		/* and what a closing month stops, before it is tried again */
};

struct claim {				/* a mailbox that our fetch reads */
	struct str	name;
	bool		held;
	int64_t		seen_at;	/* us: it was read up to then */
};

struct core {
	const struct conf	*conf;
	struct loop		 loop;
	struct channel		*fetch;		/* NULL: being started */
	struct channel		*web;		/* likewise; and … */
	struct web_wait		*web_waits;	/* … whose mail is being read (webwait.h) */
	bool			 sign_wait;	/* links to sign in are to be mailed */
	struct channel		*token;		/* NULL: there is none, or it is being started */
	struct core_state	 state;
	struct pool		*pool;		/* of parse workers */
	bool			 asks;		/* `question` is under way: what asked it waits */
	int64_t			 gives_way;	/* ms: what a closing month stopped waits so long */
	struct job		 question;	/* of rules, to the pool; borrows from the memo */
	struct arena		*question_arena;
	struct flights		 flights;	/* and send's channel */
	struct db		*db;		/* NULL: away */
	bool			 is_noted;	/* the database knows what policy is in force */
	int64_t			 retry_at;	/* ms: when to open it again */
	int64_t			 retry_ms;
	struct arena		*batch;		/* of one transaction */
	struct intake		*first;		/* mails in hand, in order */
	struct intake		**last;
	int64_t			 big_since;	/* ms: a big mail lets small ones pass; 0 */
	int64_t			 done_since;	/* ms: oldest that waits to be stored; 0 */
	int64_t			 pending_seen;	/* highest raw id taken up as pending */
	size_t			 pending;	/* of those in hand */
	bool			 orders_wait;	/* of mails for many tickets */
	bool			 pending_more;	/* there may be more behind it */
	struct claim		*claims;
	struct refresh		 refresh;	/* of clocks, after an edit */
	struct closing		 closing;	/* of months */
	struct reports		 reports;	/* that were asked for */
	int64_t			 next_alarm;	/* us; 0: none waits */
	int64_t			 next_delivery;	/* us; 0: none waits */
	int64_t			 rescan_at;	/* ms */
	int64_t			 clock_at;	/* us: what the clock said last */
	bool			 quiet_filled;	/* all tickets have an alarm for rules on idle */
	int64_t			 quiet_after;	/* … those up to this one have */
	int64_t			 late_at;	/* us: when to look for mail that waits long */
	struct arena		*results_arena;
	struct mail_result	 results[FLIGHTS_MAX];
	size_t			 n_results;
	int64_t			 partitions_at;	/* us: when to look at them again */
	int64_t			 partitions_retry;	/* ms: and not before */
	int64_t			 stop_at;	/* ms: give up waiting; 0: running */
};

/*
 * A step failed: logged, and rolled back or the session given up (c->db is NULL).
 * One that must ask or wait first (ERR_ASK, ERR_WAIT) has not: it waits (core_is_held).
 */
void	core_failed(struct core *, const struct err *, const char *what);
/* Whether such a step waits: for an answer, or for a month that closes (ERR_WAIT). */
bool	core_is_held(const struct core *);
/* What was asked is known: what asked it may go on. */
void	core_take_answers(struct core *);
/* The session is closed; when to try again is noted. */
void	core_database_away(struct core *, const struct err *);
/* A session is open: the next fault is the first again. */
void	core_database_back(struct core *);
/*
 * Whether there is a database, with partitions for what is stored now: looks, and has
 * them made, at the start, daily and when the clock has jumped.  False: all work waits.
 */
bool	core_can_store(struct core *);
/* The earlier of two instants, 0 being none. */
void	core_earlier(int64_t *at, int64_t other);

#endif
