/*
 * clocks: the SLA cycles of one ticket and what each event does to them
 * (sla.md, Rules).  Pure: the daemon, `sla explain`, `sla simulate` and
 * `sla verify` give the same events and get the same cycles.  Time is reckoned
 * by sla.h; rows are clockrows.h's.
 *
 * Events come in the order in which they were decided; an instant may lie
 * before the last one's (a mail that was read late).
 */
#ifndef DAEMON_SLA_CLOCKS_H
#define DAEMON_SLA_CLOCKS_H

#include "daemon/sla/sla.h"

struct cycle {
	int64_t				 id;		/* its row; 0: none yet */
	enum sla_clock			 clock;
	int64_t				 n;		/* counts the clock's cycles, from 1 */
	const struct sla_promise	*promise;	/* that it runs under */
	struct sla_cycle		 c;
	int64_t				 counted;	/* for clockrows.h: by its row */
	bool				 is_new;	/* for clockrows.h: no row yet */
	bool				 dirty;		/* the row differs */
	bool				 overrun;	/* a change found it breached: not told yet */
	struct strs			 told;		/* for points.h: of told_epoch */
	int64_t				 told_epoch;
};

struct status_change {
	int64_t		at;
	struct str	status;		/* its category's word */
};

/* A point or breach of clocks_fire(). */
struct clock_fired {
	const struct cycle	*cycle;
	struct str		 point;
	int64_t			 at;
};

struct clocks {
	struct arena			*a;
	const struct sla_promise	*promise;	/* for new cycles; NULL: none */
	struct str			 status;	/* the ticket's category */
	int64_t				 created_at;
	int64_t				 answered_at;	/* first public reply; 0: none */
	int64_t				 update_from;	/* last public reply, or reopening */
	int64_t				 asked_at;	/* oldest unanswered message; 0 */
	int64_t				 done_at;	/* when it was last resolved; 0: never */
	bool				 ended;		/* merged: nothing starts again */
	struct cycle			**v;		/* by clock, then n */
	size_t				 n;
	struct status_change		*past;		/* what "replay" reckons with */
	size_t				 n_past;
	struct clock_fired		*fired;
	size_t				 n_fired;
};

/* Nothing has happened yet. */
void	clocks_init(struct clocks *, struct arena *a);
/* The ticket came in, with status "new"; the promise may be NULL. */
void	clocks_created(struct clocks *, const struct sla_promise *, int64_t at);
/* A proven agent answered the customer; `resolves`: and resolved it thereby. */
void	clocks_answered(struct clocks *, int64_t at, bool resolves);
/* A customer wrote. */
void	clocks_asked(struct clocks *, int64_t at);
/*
 * Another ticket came in whose customer waits since then: of two questions the older one
 * counts (rule 11).
 */
void	clocks_asked_since(struct clocks *, int64_t since, int64_t at);
/* The status means this now: a category's word. */
void	clocks_status(struct clocks *, struct str to, int64_t at);
/* Severity, policy, project or calendar changed: this is promised from now on. */
void	clocks_change(struct clocks *, const struct sla_promise *, int64_t at);
/* What waited longest goes elsewhere: who is left waits since then; 0: nobody does (rule 11). */
void	clocks_split(struct clocks *, int64_t since, int64_t at);
/* What runs is cancelled, and begins anew when the ticket is opened again: it was no spam. */
void	clocks_spam(struct clocks *, int64_t at);
/* The ticket goes (merged): what runs is cancelled. */
void	clocks_end(struct clocks *, int64_t at, struct str cause);
/* Cycles whose calendar was edited: reckoned from their start by what it is now. */
void	clocks_recount(struct clocks *, struct str calendar, int64_t at);

/* Fires all that is due up to `until`, in time order, into `fired`. */
void	clocks_fire(struct clocks *, int64_t until);

bool		 clocks_is_done(struct str status);	/* resolved or closed */
struct cycle	*clocks_find(const struct clocks *, int64_t id);
struct cycle	*clocks_live(const struct clocks *, enum sla_clock);	/* or NULL */
struct cycle	*clocks_add(struct clocks *, enum sla_clock, int64_t n);
void		 clocks_past(struct clocks *, struct str status, int64_t at);

#endif
