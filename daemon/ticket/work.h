/*
 * work: one transaction of core and what it holds in memory: the tickets it has
 * locked, the identifiers it has taken, what must happen after the commit.
 *
 * Between work_begin() and work_commit() everybody queues writes on w->db; a
 * reader that needs an answer in between runs the queue with work_run().  Any
 * -1 leaves the reason in w->err, and the caller rolls the whole work back.
 */
#ifndef DAEMON_TICKET_WORK_H
#define DAEMON_TICKET_WORK_H

#include "daemon/calendar/worktime.h"
#include "daemon/calendar/zones.h"
#include "daemon/db/db.h"
#include "daemon/policy/conf.h"
#include "daemon/ticket/partitions.h"
#include "daemon/ticket/token.h"

enum work_id { ID_RAW, ID_TICKET, ID_ENTRY, ID_DELIVERY, ID_CYCLE, WORK_IDS };

enum { WORK_AHEAD = 256 };

struct ids {				/* reserved and not yet used */
	int64_t		v[WORK_AHEAD];
	size_t		at;
	size_t		n;
};

struct memo;				/* daemon/parse/memo.h */
struct patience;			/* daemon/parse/patience.h */
struct flights;				/* daemon/role/flights.h */
struct tails;				/* daemon/out/tail.h */
struct digest;				/* daemon/out/digest.h */
struct tally;				/* daemon/out/tally.h */
struct breaker;				/* daemon/out/breaker.h */
struct outlets;				/* daemon/out/outlets.h */
struct reaches;				/* daemon/ticket/reach.h */
struct withdrawn;			/* daemon/ticket/withdrawn.h */
struct edges;				/* daemon/ticket/relation.h */
struct aways;				/* daemon/ticket/away.h */
struct erased;				/* daemon/ticket/erasure.h */
struct timers;				/* daemon/ticket/timer.h */
struct silences;			/* daemon/ticket/silences.h */
struct rotas;				/* daemon/ticket/rotation.h */
struct budget;				/* daemon/ticket/budget.h */
struct spending;			/* … a work's */
struct budget_known;			/* daemon/ticket/projectbudget.c */
struct traces;				/* daemon/ticket/trace.h */
struct rules_watch;			/* daemon/rules/trace.h */
struct delivery;
struct ticket;				/* daemon/ticket/ticket.h; opaque here */

struct work_ticket {
	int64_t		 id;
	struct ticket	*t;
};

enum { WORK_LAST = 4 };

struct work;
typedef void (*work_last)(struct work *);

/* Lives as long as core: what its transactions share. */
struct core_state {
	const struct conf		*conf;
	const struct token_keys		*keys;
	struct memo			*memo;		/* of patterns, in texts of no letter */
	struct arena			*forever;
	struct worktimes		*worktimes;
	struct zones			*zones;		/* that instants are shown in */
	struct ids			 ids[WORK_IDS];
	int64_t				 owner;		/* docket.core of this run */
	struct flights			*flights;	/* NULL: nothing is sent from here */
	struct outlets			*outlets;	/* of the mailboxes; NULL as flights is */
	struct tails			*tails;		/* of what is under way */
	struct withdrawn		*renewed;	/* personal addresses (personal.h) */
	struct aways			*aways;		/* who is away (away.h); NULL: nobody */
	struct budget			*budget;	/* of what rules do; NULL: no end of it */
	const struct patience		*patience;	/* with patterns; NULL: no end of it */
	struct silences			*silences;	/* in force; NULL: none */
	struct strs			 own;		/* addresses learnt (ours.h) */
	int64_t				 own_last;	/* of docket.own_address */
	bool				 own_known;
	int64_t				 usual;		/* automatic mails of a busy hour */
	int64_t				 usual_at;	/* us: when that was asked; 0 */
	struct partitions		 partitions;	/* works store nothing beside them */
	const struct rules_watch	*watch;		/* NULL: nobody looks on */
};

struct work {
	struct core_state	*core;
	const struct conf	*conf;		/* core->conf */
	struct db		*db;
	struct arena		*a;
	struct err		 err;
	bool			 wants_past;	/* tickets with the statuses they had */
	bool			 wants_seen;	/* of rules what each test looked at (rules/trace.h) */
	int64_t			 now;		/* one instant for the whole work */
	struct work_ticket	*tickets;	/* locked or made here */
	size_t			 n_tickets;
	struct tally		*tally;		/* counts that are known so far */
	struct reaches		*reaches;	/* what is known against addresses so far */
	struct breaker		*breaker;	/* as it was found */
	struct digest		*digest;	/* after digest_open() */
	struct edges		*edges;		/* after edges_load() */
	struct erased		*erased;	/* tickets that were wanted and are gone */
	struct aways		*aways;		/* as this work leaves it; NULL: as it was */
	struct timers		*timers;	/* as this work leaves them; NULL: not known yet */
	struct rotas		*rotas;		/* of teams whose turns are known so far */
	struct spending		*spending;	/* by rules: counted with the commit */
	struct budget_known	*budgets;	/* of projects, as far as they were asked */
	struct str		 rule;		/* whose mails are being written; or empty */
	struct traces		*traces;	/* of rules, for the commit; NULL: none yet */
	work_last		 last[WORK_LAST];
	size_t			 n_last;
	/* For after the commit. */
	int64_t			 next_alarm;	/* earliest that was made; 0: none */
	size_t			 deliveries;	/* that were queued */
	bool			 orders_wait;	/* of mails for many tickets */
	bool			 reports_wait;	/* that were asked for */
	struct delivery		*outgoing;	/* that go to send at the commit */
	size_t			 n_outgoing;
};

/* Queues BEGIN.  `a` is the caller's to reset after work_commit(). */
void	work_begin(struct work *, struct core_state *, struct db *, struct arena *a);
/* Runs what is queued.  ERR_RETRY when `now` has no partition. */
int	work_run(struct work *);
/* True after 0: everything queued since work_begin() is in the database. */
int	work_commit(struct work *);
/* What it queues goes with the commit, all that was gathered until then at once. */
void	work_at_last(struct work *, work_last);
/* After a -1.  Numbers of tickets are taken again; other identifiers stay unused. */
int	work_rollback(struct work *);

/* Makes sure that n of them can be had without another round trip. */
int	work_reserve(struct work *, enum work_id, size_t n);
/* 0 with w->err when the database did not answer. */
int64_t	work_id(struct work *, enum work_id);
/* The last one taken is not used: it is the next. */
void	work_id_back(struct work *, enum work_id, int64_t);

/* From now on only higher ones: numbers are taken ahead, and others took some since. */
void	work_ids_above(struct work *, enum work_id, int64_t last);

/* The ticket if it is already part of this work, else NULL. */
struct ticket	*work_ticket(const struct work *, int64_t id);
/* It is no part of it any more. */
void		 work_forget_ticket(struct work *, int64_t id);
void		 work_add_ticket(struct work *, int64_t id, struct ticket *);

#endif
